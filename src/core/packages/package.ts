/** What a package manager's database says of one package. */

export type PackageManager = 'dpkg' | 'apk' | 'rpm' | 'pip' | 'npm' | 'gem';

export interface PackageRecord {
  readonly manager: PackageManager;
  readonly name: string;
  readonly version: string;
  readonly architecture?: string;
  /** Source package, where it has another name. */
  readonly source?: string;
  /** Names that it needs (any version, first alternative first); `|` joins alternatives. */
  readonly depends: readonly string[];
  readonly recommends: readonly string[];
  /** Names that it stands for. */
  readonly provides: readonly string[];
  /** Must not be removed (dpkg `Essential`, `Priority: required`). */
  readonly essential: boolean;
  /** Bytes that its database says it takes; 0 where it does not say. */
  readonly statedBytes: number;
}

/** A record as it is read, with what its package owns: paths without a leading slash, as its database writes them. */
export interface ReadPackage {
  readonly record: PackageRecord;
  /** One after the other, since together they may be far longer than the database; or a packed list of dpkg (see `isListedPath`). */
  readonly files: Iterable<string> | Uint8Array;
  /** Directories that are its own with everything below them (npm and gem packages). */
  readonly folders: readonly string[];
}

/** A record with nothing but its name, to build on. */
export function packageRecord(manager: PackageManager, name: string, version: string): PackageRecord {
  return { manager, name, version, depends: [], recommends: [], provides: [], essential: false, statedBytes: 0 };
}

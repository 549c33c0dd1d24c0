/** Lives of directories: how long a directory stays the same one, however often its attributes change. */
import { EntryType } from '../image/layer-table';
import { Ending, versionAt, type RootFs } from '../image/root-fs';

/**
 * A life is a run of versions of one directory, each laid over the one before with its content kept. What a life shows of a
 * lower layer has to be deleted name by name; a directory of a new life must hide the old one whole.
 */
export interface Lives {
  /** By version: the first version of its life. For what is no directory, itself. */
  readonly life: Int32Array;
  /** By first version of a life: the layer from which on it is gone. */
  readonly end: Uint16Array;
}

export function findLives(fs: RootFs): Lives {
  const life = new Int32Array(fs.versions);
  const end = new Uint16Array(fs.versions);
  // Versions are numbered in the order of their making.
  for (let version = 0; version < fs.versions; version += 1) {
    const before = fs.previous.of(version);
    const goesOn = before >= 0 && fs.ending[before] === Ending.merged && fs.type[version] === EntryType.dir;
    life[version] = goesOn ? life[before]! : version;
    end[life[version]!] = fs.died[version]!;
  }
  return { life, end };
}

/** The life of the directory that holds `node` in layer `layer`; -1 where there is none. The root has one life, seen or not. */
export function parentLife(fs: RootFs, lives: Lives, node: number, layer: number): number {
  const version = versionAt(fs, fs.paths.parentOf(node), layer);
  return version < 0 || fs.type[version] !== EntryType.dir ? -1 : lives.life[version]!;
}

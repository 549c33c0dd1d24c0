/** The report of two images: what the second one lost, gained and may still need. */
import type { ReportHead } from './head';

export interface ComparisonReport extends ReportHead<'comparison'> {
  readonly removed: readonly { readonly path: string; readonly size: number; readonly type: string }[];
  readonly added: readonly { readonly path: string; readonly size: number; readonly type: string }[];
  readonly changed: readonly { readonly path: string; readonly sizeBefore: number; readonly sizeAfter: number; readonly changes: readonly string[] }[];
  readonly concerns: readonly {
    readonly check: string; readonly path: string; readonly evidence: string; readonly confidence: string; readonly tier?: number; readonly bytes?: number;
    /** The row of `families` that it belongs to. */
    readonly family?: string;
  }[];
  readonly preserve: readonly string[];
  /** The two sides, original first. */
  readonly sides?: readonly { readonly name: string; readonly bytes: number; readonly platform?: string; readonly tags: readonly string[]; readonly paths: number }[];
  readonly totals?: {
    readonly unchanged: number;
    /** Of the unchanged ones, those whose time differs. */
    readonly timeOnly: number;
    readonly removed: { readonly files: number; readonly bytes: number };
    readonly added: { readonly files: number; readonly bytes: number };
    readonly changed: number;
    readonly moved: number;
  };
  /** What the removed files add up to; `wholeFolders` are removed folders whose parent is kept. */
  readonly removedBy?: {
    readonly folders: readonly GroupTotal[]; readonly packages: readonly GroupTotal[]; readonly kinds: readonly GroupTotal[]; readonly wholeFolders: readonly GroupTotal[];
  };
  /** Removed files whose content is found at an added path. */
  readonly moved?: readonly { readonly from: string; readonly to: string; readonly size: number }[];
  readonly config?: readonly { readonly field: string; readonly before?: string; readonly after?: string }[];
  readonly packages?: {
    readonly changes: readonly { readonly manager: string; readonly name: string; readonly before?: string; readonly after?: string }[];
    /** The second image lost a package database although it keeps files of its packages. */
    readonly blind: boolean;
  };
  /** Rows to tick: concerns of one reason, closed under their own needs. */
  readonly families?: readonly {
    readonly id: string; readonly check: string; readonly code: string; readonly title: string; readonly tier: number; readonly confidence: string;
    readonly files: number; readonly bytes: number;
    /** The files are kept, but changed. */
    readonly drift: boolean;
    readonly ticked: boolean; readonly evidence: string; readonly examples: readonly string[];
  }[];
  /** What each check looks at, and when it is wrong. */
  readonly checks?: readonly { readonly code: string; readonly id: string; readonly title: string; readonly evidence: string; readonly why: string; readonly falsePositives: string }[];
  readonly gain?: {
    readonly filesBefore: number; readonly filesAfter: number; readonly bytesBefore: number; readonly bytesAfter: number;
    /** Programs that are gone, by kind: shells, package managers, compilers, download tools, setuid programs. */
    readonly gone: Readonly<Record<string, readonly string[]>>;
  };
  /** Files that mint rewrote so that scanners do not know them. */
  readonly obfuscated?: readonly { readonly path: string; readonly found: string }[];
  /** Lists for mint in its exact format, readable twins, the command line, probes. */
  readonly lists?: {
    readonly includePaths: string; readonly preservePaths: string; readonly pathPerms: string;
    readonly includePathsExplained: string; readonly preservePathsExplained: string; readonly pathPermsExplained: string;
    readonly probes: { readonly http?: unknown; readonly exec: readonly string[] };
    readonly command: string; readonly notes: readonly string[];
  };
}

export interface GroupTotal {
  readonly name: string;
  readonly files: number;
  readonly bytes: number;
}

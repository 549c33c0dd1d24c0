/** The only types that cross between page and workers. Everything here survives structured clone. */
import type { ImageReport, DockerfileReport } from '../src/core/report/report';
import type { TreeQuery, TreeRow } from '../src/core/image/tree-view';
import type { Outcome } from '../src/core/problem';
import type { LintConfig } from '../src/core/lint/config';
import type { RuleDescription } from '../src/core/lint/rule';

/** What was dropped: one file, or the files of a folder (an OCI layout) with their paths in it. */
export type ArchiveInput = { readonly kind: 'file'; readonly file: File } | { readonly kind: 'folder'; readonly name: string; readonly files: readonly { readonly path: string; readonly file: File }[] };

/** What the content says a dropped file is; told from its first bytes, never from its name. */
export type InputKind = 'archive' | 'dockerfile' | 'report' | 'unknown';

export interface ArchiveSummary {
  readonly format: string;
  readonly images: readonly { readonly tags: readonly string[]; readonly platform: string; readonly digest?: string; readonly present: boolean; readonly layers: number; readonly storedBytes: number }[];
}

/** True progress: bytes done of all that will be read, layers done of all. */
export interface Progress {
  readonly phase: 'opening' | 'scanning' | 'merging';
  readonly bytesDone: number;
  readonly bytesTotal: number;
  readonly layersDone: number;
  readonly layersTotal: number;
  /** Commands and stored sizes of the layers, as soon as they are known; `done` once scanned. */
  readonly layers?: readonly { readonly command: string; readonly storedBytes: number; readonly done: boolean }[];
}

/** Owns the models of the open files; `key` is chosen by the page, one per dropped file. */
export interface SessionApi {
  /** Reads what the archive holds, without its layers. */
  open(key: string, input: ArchiveInput, onProgress: (progress: Progress) => void): Promise<Outcome<ArchiveSummary>>;
  /** Scans and analyses one image of it. */
  analyse(key: string, image: number, onProgress: (progress: Progress) => void): Promise<Outcome<ImageReport>>;
  /** Stops whatever runs for this key; its promise then settles with a problem of kind `cancelled`. */
  cancel(key: string): Promise<void>;
  /** Forgets the file and frees its memory. */
  close(key: string): Promise<void>;
  /** Makes (or replaces) the tree view of this key and says how many rows it has. */
  treeOpen(key: string, query: TreeQuery): Promise<Outcome<{ readonly rows: number }>>;
  /** Rows [from, to) of the current view. */
  treeRows(key: string, from: number, to: number): Promise<readonly TreeRow[]>;
  /** Opens or folds one row, or all; answers the new number of rows. */
  treeToggle(key: string, row: number | 'all', expanded: boolean): Promise<{ readonly rows: number }>;
}

/** Dockerfile work; one instance for the page. */
export interface LintApi {
  /**
   * The whole report, ShellCheck's findings included. `onFirst` gets it before ShellCheck has run: at once, while the whole takes a
   * second or two the first time. A call with the same `document` as a later one answers `cancelled`.
   */
  lint(name: string, source: string | ArrayBuffer, config?: LintConfig, document?: string, onFirst?: (report: DockerfileReport) => void): Promise<Outcome<DockerfileReport>>;
  /** How a rule describes itself; undefined for one that has no description here, such as ShellCheck's. */
  describe(code: string): Promise<RuleDescription | undefined>;
}

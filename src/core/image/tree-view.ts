/** What a tree grid asks of a merged image: rows for a window of an expanded, sorted, filtered tree. Types only; the view lives in `tree-rows.ts`. */

export type TreeSort = 'size' | 'name' | 'hidden';

/** How a path differs from the layers below, for the layer that is looked at. */
export type PathChange = 'added' | 'changed' | 'removed' | 'unchanged';

export interface TreeQuery {
  /** Root file system up to and including this layer; the last one when absent. */
  readonly layer?: number;
  /** `all`: the whole root file system; `changes`: only what this layer touched (with its parents). */
  readonly show: 'all' | 'changes';
  readonly sort: TreeSort;
  /** Text, glob (`*`, `**`, `?`) or regular expression over the whole path as people read it; empty for none. */
  readonly search?: { readonly text: string; readonly mode: 'text' | 'glob' | 'regex' };
  readonly changes?: readonly PathChange[];
  readonly minBytes?: number;
  readonly types?: readonly TreeRow['type'][];
  /** Only paths at or below which bytes lie hidden. */
  readonly hiddenOnly?: boolean;
  /** Name of a package manager's package, or kind of dead weight, to keep. */
  readonly package?: string;
  readonly kind?: string;
}

/** What opening a view answers. */
export interface TreeAnswer {
  readonly rows: number;
  /** What a search or filter finds, or a layer changes: regular files and their bytes, each inode once. Sizes of directories are then those of what is found. */
  readonly found?: { readonly files: number; readonly bytes: number };
}

/** Some rows, and which state of the tree they belong to: rows of two states must not stand side by side. */
export interface TreeWindow {
  /** Changes with every query, fold and unfold. */
  readonly state: number;
  /** Rows in all. */
  readonly count: number;
  readonly from: number;
  readonly rows: readonly TreeRow[];
}

/** One row as it is painted. `name` and `path` have control characters and invalid UTF-8 escaped (`%XX`). */
export interface TreeRow {
  readonly id: number;
  readonly name: string;
  readonly path: string;
  readonly type: 'file' | 'dir' | 'symlink' | 'char' | 'block' | 'fifo';
  /** From 1, with the row's place among its siblings: what ARIA wants. */
  readonly level: number;
  readonly position: number;
  readonly setSize: number;
  readonly expandable: boolean;
  readonly expanded: boolean;
  /** Bytes of the file, or of everything below a directory (hard links once). */
  readonly size: number;
  readonly files: number;
  readonly hiddenBytes: number;
  readonly mode: number;
  readonly uid: number;
  readonly gid: number;
  readonly mtime: number;
  readonly link?: string;
  readonly change: PathChange;
  /** Layer that holds what is seen here. */
  readonly layer: number;
  readonly package?: string;
}

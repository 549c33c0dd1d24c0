/** A syntax tree of tree-sitter-bash as plain objects, so that the WebAssembly memory can be given back at once. */

/** One node; `start` and `end` are indexes of the parsed text. */
export interface ShellNode {
  readonly type: string;
  readonly named: boolean;
  readonly start: number;
  readonly end: number;
  readonly children: readonly ShellNode[];
}

/** The part of web-tree-sitter's cursor that is used here. */
export interface TreeCursor {
  readonly nodeType: string;
  readonly nodeIsNamed: boolean;
  readonly nodeIsMissing: boolean;
  readonly startIndex: number;
  readonly endIndex: number;
  gotoFirstChild(): boolean;
  gotoNextSibling(): boolean;
  gotoParent(): boolean;
}

/** Deeper trees are cut: no hand writes them, and the readers below recurse. */
export const MAX_DEPTH = 400;

/** Node types that have children of no use to anybody here. */
const LEAVES: ReadonlySet<string> = new Set([
  'word', 'raw_string', 'ansi_c_string', 'string_content', 'simple_expansion', 'variable_name', 'number', 'comment',
  'heredoc_start', 'heredoc_end', 'heredoc_content', 'regex', 'extglob_pattern', 'test_operator', 'file_descriptor', 'brace_expression',
]);

const NO_CHILDREN: readonly ShellNode[] = [];

/** A place where the grammar gave up or made something up. */
export interface ShellFault {
  readonly start: number;
  readonly end: number;
  /** 0 at the top of the script, where ShellCheck stops and keeps what came before. */
  readonly depth: number;
  readonly missing: boolean;
}

/** Copies the tree under a cursor; `cut` tells that something lay deeper than `MAX_DEPTH`. */
export function copyTree(cursor: TreeCursor): { readonly root: ShellNode; readonly faults: readonly ShellFault[]; readonly cut: boolean } {
  let cut = false;
  const faults: ShellFault[] = [];
  const copy = (depth: number): ShellNode => {
    const type = cursor.nodeType;
    const named = cursor.nodeIsNamed;
    let children = NO_CHILDREN;
    const missing = cursor.nodeIsMissing;
    if (missing || type === 'ERROR') faults.push({ start: cursor.startIndex, end: cursor.endIndex, depth: Math.max(0, depth - 1), missing });
    if (named && !LEAVES.has(type)) {
      if (depth >= MAX_DEPTH) cut = true;
      else if (cursor.gotoFirstChild()) {
        const list: ShellNode[] = [];
        do list.push(copy(depth + 1)); while (cursor.gotoNextSibling());
        cursor.gotoParent();
        children = list;
      }
    }
    return { type, named, start: cursor.startIndex, end: cursor.endIndex, children };
  };
  const root = copy(0);
  return { root, faults, cut };
}

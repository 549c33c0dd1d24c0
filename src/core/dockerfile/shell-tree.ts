/** The syntax tree of a script. */

/** One node; `start` and `end` are indexes of the script. Types are those of tree-sitter-bash where it has one. */
export interface ShellNode {
  readonly type: string;
  /** False for what only joins: `;`, `&&`, `|`. */
  readonly named: boolean;
  readonly start: number;
  readonly end: number;
  readonly children: readonly ShellNode[];
}

/** The port to the real ShellCheck: a script in, its comments out. The host loads the WebAssembly (see `workers/shellcheck-engine.ts`). */

/** One replacement of a ShellCheck fix; lines and columns from 1, end exclusive. */
export interface ShellcheckReplacement {
  readonly startLine: number;
  readonly startColumn: number;
  readonly endLine: number;
  readonly endColumn: number;
  readonly text: string;
}

/** One comment as ShellCheck's JSON gives it; lines and columns of the script from 1, tabs counting as one column. */
export interface ShellcheckComment {
  readonly code: number;
  readonly severity: 'error' | 'warning' | 'info' | 'style';
  readonly message: string;
  readonly line: number;
  readonly column: number;
  readonly endLine: number;
  readonly endColumn: number;
  readonly fix?: { readonly replacements: readonly ShellcheckReplacement[] };
}

export interface ShellcheckEngine {
  /**
   * Checks a script whose first line is its shebang. Rejects when ShellCheck itself failed on this script; the next call works again.
   * `exclude` holds codes without their prefix.
   */
  check(script: string, exclude: readonly number[]): Promise<readonly ShellcheckComment[]>;
}

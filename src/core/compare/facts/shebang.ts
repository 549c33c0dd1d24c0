/** The first line of a script: which program runs it (execve(2)), and what `env` then looks up. */

export interface Shebang {
  /** The first line as written. */
  readonly line: string;
  /** Absolute path of the program. */
  readonly interpreter: string;
  /** The command that `env` looks up on PATH. */
  readonly command?: string;
}

/** Undefined when the text does not begin with `#!` and a path. */
export function readShebang(text: string): Shebang | undefined {
  const match = /^#!\s*(\/\S+)([^\n]{0,400})/.exec(text);
  if (!match) return undefined;
  const interpreter = match[1]!;
  const line = match[0].trim();
  if (!/\/env$/.test(interpreter)) return { line, interpreter };
  const command = match[2]!.trim().split(/\s+/).find((word) => word !== '' && !word.startsWith('-') && !word.includes('='));
  return command === undefined ? { line, interpreter } : { line, interpreter, command };
}

/** The shell inside RUN as rules see it: commands with words whose places in the Dockerfile are known. */
import type { Span } from './model';

/** One word of a command. */
export interface ShellWord extends Span {
  /** Quotes and escapes removed; expansions kept as written (`$FOO`, `$(cmd)`). */
  readonly value: string;
  readonly raw: string;
  /** Holds no expansion: `value` is what the command gets (globs aside). */
  readonly literal: boolean;
  /** As ShellCheck, and so hadolint, turns the word into text: `$X` is `${X}`, `$(id -u)` is `${id-u}`; braces and process substitutions are left out. */
  readonly simplified: string;
}

/** `> file`, `2>&1`, `<<< word`, `<<EOF`. */
export interface ShellRedirect extends Span {
  readonly operator: string;
  readonly target?: ShellWord;
}

/** One simple command, wherever it stands (pipelines, subshells, substitutions, functions, loops included). */
export interface ShellCommand extends Span {
  readonly name: ShellWord;
  /** Words after the name, redirections and assignments left out. */
  readonly args: readonly ShellWord[];
  /** `FOO=bar cmd`. */
  readonly assignments: readonly ShellWord[];
  readonly redirects: readonly ShellRedirect[];
  /** Part of a pipeline (not its last command: `pipesInto`). */
  readonly inPipeline: boolean;
  readonly pipesInto: boolean;
  /** How it is joined to the command before it at the same level. */
  readonly joinedBy?: '&&' | '||' | ';' | '&' | '|' | 'newline';
  /** Nesting inside subshells, substitutions, conditionals and loops; 0 at the top. */
  readonly depth: number;
}

/** One statement at the top of a script: a command, a list, a loop … without the separator behind it. */
export interface ShellStatement extends Span {
  /** `command`, `list`, `pipeline`, `if_statement` …, as in `ShellNode`. */
  readonly type: string;
  /** Ends with `&`. */
  readonly background: boolean;
  /** Has a heredoc, so that `end` stands behind its last line. */
  readonly heredoc: boolean;
}

export interface ShellConnective extends Span {
  readonly operator: '&&' | '||' | ';' | '&' | 'newline';
}

/** A RUN's script, or one heredoc of it. */
export interface ShellScript {
  /** Where the script breaks off (`hasErrors`): those before the break, none if it cannot be told what belongs together. */
  readonly commands: readonly ShellCommand[];
  /** Any pipeline of two or more commands. */
  readonly hasPipe: boolean;
  /** What the parser could not make sense of; rules stay silent there. */
  readonly hasErrors: boolean;
  /** Top-level connectives, in order, with their places: what merging and splitting need. */
  readonly connectives: readonly ShellConnective[];
  /** The statements at the top, in order: where something can be put behind them. */
  readonly statements: readonly ShellStatement[];
}

/** What reads scripts. */
export interface ShellParser {
  /** Parses a script; `offsetAt` maps an index of `text` to the Dockerfile (see `LogicalText`). */
  parse(text: string, offsetAt: (index: number) => number): ShellScript;
}

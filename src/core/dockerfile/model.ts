/**
 * A Dockerfile as parsed: instructions with exact places, for rules, fixes and the match with an image's history.
 *
 * All offsets are UTF-16 indexes into `Dockerfile.text` (the file as it is, line ends included, without a BOM), so that a
 * fix is a plain replacement; `end` is exclusive. Lines and columns count from 1.
 */
import type { Problem } from '../problem';

export interface Span {
  readonly start: number;
  readonly end: number;
}

/**
 * Text as the builder sees it, with continuation marks, comment lines and blank lines inside an instruction taken out, that
 * still knows where each of its characters stood in the file.
 */
export interface LogicalText {
  readonly text: string;
  /** Offset in the file of character `index` of `text`; `index === text.length` gives the offset after the last one. */
  offsetAt(index: number): number;
  /** The span in the file that characters [start, end) of `text` cover. */
  span(start: number, end: number): Span;
}

/** A word of an instruction's arguments: `value` without quotes and escapes, variables not expanded; `raw` as written. */
export interface Word extends Span {
  readonly value: string;
  readonly raw: string;
}

/** `--name=value` before the arguments; `value` is undefined for a bare `--name`. */
export interface Flag extends Span {
  readonly name: string;
  readonly value?: string;
  readonly valueSpan?: Span;
}

/** `<<EOF` with its body. Spans are of the body's lines, without the terminator line. */
export interface Heredoc {
  readonly name: string;
  /** Variables are expanded: the delimiter was not quoted. */
  readonly expand: boolean;
  /** `<<-`: leading tabs are stripped. */
  readonly chomp: boolean;
  readonly fileDescriptor: number;
  /** The `<<EOF` mark itself, in the instruction's line. */
  readonly mark: Span;
  readonly body: Span;
  /** The body as the builder takes it: tabs stripped where `chomp` says so. */
  readonly content: string;
  /** Offset in the file of character `index` of `content`. */
  offsetAt(index: number): number;
}

export interface Comment extends Span {
  readonly line: number;
  /** Without `#` and surrounding blanks. */
  readonly text: string;
}

interface InstructionBase {
  /** Upper case. */
  readonly keyword: string;
  /** As written. */
  readonly rawKeyword: string;
  readonly keywordSpan: Span;
  /** From the keyword to the end of the last line, heredoc bodies and terminators included, the final line end excluded. */
  readonly span: Span;
  readonly startLine: number;
  readonly endLine: number;
  readonly flags: readonly Flag[];
  /** Everything after keyword and flags. */
  readonly args: LogicalText;
  /** The JSON (exec) form, if that is what the arguments are and the instruction allows it. */
  readonly json?: readonly Word[];
  readonly heredocs: readonly Heredoc[];
  /** The last line of the instruction itself: heredoc bodies left out, continuation lines included. */
  readonly logicalEndLine: number;
  /** Blank lines between continued lines, each with its line end; BuildKit will refuse them one day. */
  readonly blankLines: readonly Span[];
  /** Comment lines directly above (no blank line between), top first. */
  readonly leadingComments: readonly Comment[];
  /** Index into `Dockerfile.stages`; undefined before the first FROM. */
  readonly stage?: number;
  /** Set on the inner instruction of an ONBUILD. */
  readonly onbuild: boolean;
}

export interface FromInstruction extends InstructionBase {
  readonly kind: 'FROM';
  /** The image reference as written, variables not expanded. */
  readonly image: Word;
  readonly alias?: Word;
  readonly asKeyword?: Word;
  readonly platform?: string;
}

/** A KEY=VALUE pair of ENV, ARG or LABEL. `value` is undefined for an ARG without a default. */
export interface Pair {
  readonly key: Word;
  readonly value?: Word;
  /** ENV and LABEL only: `KEY value` without an equals sign. */
  readonly legacy: boolean;
}

export interface PairsInstruction extends InstructionBase {
  readonly kind: 'ENV' | 'ARG' | 'LABEL';
  readonly pairs: readonly Pair[];
}

/** RUN, CMD, ENTRYPOINT, SHELL: shell form is `args` (and heredocs), exec form is `json`. */
export interface CommandInstruction extends InstructionBase {
  readonly kind: 'RUN' | 'CMD' | 'ENTRYPOINT' | 'SHELL';
}

export interface HealthcheckInstruction extends InstructionBase {
  readonly kind: 'HEALTHCHECK';
  readonly none: boolean;
}

export interface CopyInstruction extends InstructionBase {
  readonly kind: 'COPY' | 'ADD';
  readonly sources: readonly Word[];
  readonly destination?: Word;
  readonly from?: string;
}

export interface OnbuildInstruction extends InstructionBase {
  readonly kind: 'ONBUILD';
  readonly inner?: Instruction;
}

/** Those whose arguments are a plain list of words. */
export interface WordsInstruction extends InstructionBase {
  readonly kind: 'WORKDIR' | 'USER' | 'EXPOSE' | 'VOLUME' | 'STOPSIGNAL' | 'MAINTAINER';
  readonly words: readonly Word[];
}

/** A keyword that no builder knows. */
export interface UnknownInstruction extends InstructionBase {
  readonly kind: 'UNKNOWN';
}

export type Instruction =
  | FromInstruction | PairsInstruction | CommandInstruction | HealthcheckInstruction | CopyInstruction
  | OnbuildInstruction | WordsInstruction | UnknownInstruction;

/** A build stage. Its instructions are `Dockerfile.instructions` with this `stage`, the FROM first. */
export interface Stage {
  readonly index: number;
  /** Lower case, as references match without regard to case. */
  readonly name?: string;
  readonly from: FromInstruction;
  /** The stage that this one builds on, if FROM names one. */
  readonly base?: number;
  /** Stages that COPY --from, RUN --mount=from or FROM refer to, directly. */
  readonly dependsOn: readonly number[];
  /** The final stage needs it, directly or not (or is it). */
  readonly reachable: boolean;
  readonly final: boolean;
}

/** `# syntax=`, `# escape=`, `# check=` at the top of the file. */
export interface Directive extends Span {
  readonly name: string;
  readonly value: string;
  readonly line: number;
}

/** A parse error as BuildKit would give it; what could be read is in the model all the same. */
export interface ParseError extends Problem {
  readonly line: number;
  readonly span: Span;
}

export interface Dockerfile {
  readonly text: string;
  readonly escape: '\\' | '`';
  readonly directives: readonly Directive[];
  readonly comments: readonly Comment[];
  /** In order, ONBUILD's inner instructions not repeated here. */
  readonly instructions: readonly Instruction[];
  readonly stages: readonly Stage[];
  readonly errors: readonly ParseError[];
  /** What was not read or not told because it is beyond bounds, and oddities of the file as a whole. */
  readonly notes: readonly Problem[];
  /** Line and column of an offset. */
  positionAt(offset: number): { readonly line: number; readonly column: number };
  /** Offset of the first character of a line. */
  offsetOfLine(line: number): number;
}

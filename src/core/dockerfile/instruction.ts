/** From a logical line to a typed instruction: the grammar of BuildKit's line parsers, with places kept. */
import { isSpace, skipSpace } from './chars';
import { unquote } from './expand';
import { readJsonForm } from './json-form';
import type { Comment, Flag, Heredoc, Instruction, LogicalText, Pair, ParseError, Span, Word } from './model';
import { partOf } from './logical-text';
import { parseError } from './parse-error';
import { type Slice, splitBlanks, splitCommand, splitKeyAndRest, splitQuoted } from './split';

/** What the line reader knows about an instruction before it is taken apart. */
export interface InstructionFrame {
  readonly line: LogicalText;
  readonly span: Span;
  readonly startLine: number;
  readonly endLine: number;
  readonly logicalEndLine: number;
  readonly blankLines: readonly Span[];
  readonly leadingComments: readonly Comment[];
  readonly stage: number | undefined;
  readonly escape: '\\' | '`';
}

/** Shared, so that a long file does not hold a million empty lists. */
const NONE: readonly never[] = [];
const HEREDOC_KEYWORDS = new Set(['RUN', 'COPY', 'ADD']);
const KEYWORDS = new Set([
  'ADD', 'ARG', 'CMD', 'COPY', 'ENTRYPOINT', 'ENV', 'EXPOSE', 'FROM', 'HEALTHCHECK', 'LABEL', 'MAINTAINER', 'ONBUILD', 'RUN',
  'SHELL', 'STOPSIGNAL', 'USER', 'VOLUME', 'WORKDIR',
]);

/** All instructions there are, in upper case. */
export const INSTRUCTION_KEYWORDS: ReadonlySet<string> = KEYWORDS;

/** Whether a line may open heredocs: RUN, COPY and ADD, not in JSON form, and those under ONBUILD. */
export function mayHoldHeredocs(line: LogicalText, escape: '\\' | '`'): boolean {
  let split = splitCommand(line.text, 0, escape);
  let keyword = line.text.slice(split.keyword.start, split.keyword.end).toUpperCase();
  if (keyword === 'ONBUILD') {
    split = splitCommand(line.text, split.args.start, escape);
    keyword = line.text.slice(split.keyword.start, split.keyword.end).toUpperCase();
  }
  return HEREDOC_KEYWORDS.has(keyword) && readJsonForm(line.text, split.args).kind !== 'strings';
}

/** Builds the instruction; what is wrong with its grammar goes to `errors`, and the model holds what could be read. */
export function buildInstruction(frame: InstructionFrame, heredocs: readonly Heredoc[], errors: ParseError[]): Instruction {
  return new Builder(frame, heredocs, errors).build(0, false);
}

class Builder {
  private readonly frame: InstructionFrame;
  private readonly heredocs: readonly Heredoc[];
  private readonly errors: ParseError[];
  private readonly text: string;

  constructor(frame: InstructionFrame, heredocs: readonly Heredoc[], errors: ParseError[]) {
    this.frame = frame;
    this.heredocs = heredocs;
    this.errors = errors;
    this.text = frame.line.text;
  }

  build(from: number, onbuild: boolean): Instruction {
    const { frame, text } = this;
    const split = splitCommand(text, from, frame.escape);
    const rawKeyword = text.slice(split.keyword.start, split.keyword.end);
    const keyword = rawKeyword.toUpperCase();
    const flags = split.flags.length === 0 ? NONE : split.flags.map((flag) => this.flag(flag));
    const { args } = split;
    const base = {
      keyword,
      rawKeyword,
      keywordSpan: frame.line.span(split.keyword.start, split.keyword.end),
      span: onbuild ? { start: frame.line.offsetAt(split.keyword.start), end: frame.span.end } : frame.span,
      startLine: frame.startLine,
      endLine: frame.endLine,
      logicalEndLine: frame.logicalEndLine,
      blankLines: onbuild ? NONE : frame.blankLines,
      flags,
      args: partOf(frame.line, args.start, args.end),
      heredocs: keyword === 'ONBUILD' ? NONE : this.heredocs,
      leadingComments: frame.leadingComments,
      ...(frame.stage === undefined ? {} : { stage: frame.stage }),
      onbuild,
    };
    const flagValue = (name: string) => (flags as readonly Flag[]).find((flag) => flag.name === name)?.value;

    switch (keyword) {
      case 'FROM': {
        const words = splitBlanks(text, args).map((slice) => this.word(slice));
        const [image = this.word({ start: args.end, end: args.end }), asKeyword, alias] = words;
        const named = asKeyword?.raw.toLowerCase() === 'as';
        const platform = flagValue('platform');
        return {
          ...base, kind: 'FROM', image,
          ...(named ? { asKeyword } : {}), ...(named && alias ? { alias } : {}), ...(platform === undefined ? {} : { platform }),
        };
      }
      case 'ENV':
      case 'LABEL':
        return { ...base, kind: keyword, pairs: this.keyValues(args, keyword) };
      case 'ARG':
        return { ...base, kind: 'ARG', pairs: splitQuoted(text, args, frame.escape).map((slice) => this.pair(slice)) };
      case 'RUN':
      case 'CMD':
      case 'ENTRYPOINT':
      case 'SHELL':
        return { ...base, kind: keyword, ...this.json(args) };
      case 'HEALTHCHECK': {
        let end = args.start;
        while (end < args.end && !isSpace(text.charCodeAt(end))) end++;
        const none = text.slice(args.start, end).toUpperCase() === 'NONE';
        return { ...base, kind: 'HEALTHCHECK', none, ...this.json({ start: skipSpace(text, end, args.end), end: args.end }) };
      }
      case 'COPY':
      case 'ADD': {
        const { json } = this.json(args);
        const words = json ?? splitBlanks(text, args).map((slice) => this.word(slice));
        const marks = new Set(json ? [] : this.heredocs.map((heredoc) => heredoc.mark.start));
        const destination = words.length > 1 ? words.at(-1) : undefined;
        const sources = (destination ? words.slice(0, -1) : words).filter((word) => !marks.has(word.start));
        const copyFrom = flagValue('from');
        return {
          ...base, kind: keyword, sources, ...(json ? { json } : {}),
          ...(destination ? { destination } : {}), ...(copyFrom === undefined ? {} : { from: copyFrom }),
        };
      }
      case 'ONBUILD': {
        if (onbuild || args.end <= args.start) return { ...base, kind: 'ONBUILD' };
        return { ...base, kind: 'ONBUILD', inner: this.build(args.start, true) };
      }
      case 'VOLUME': {
        const { json } = this.json(args);
        return { ...base, kind: 'VOLUME', words: json ?? splitBlanks(text, args).map((slice) => this.word(slice)), ...(json ? { json } : {}) };
      }
      case 'EXPOSE':
        return { ...base, kind: 'EXPOSE', words: splitBlanks(text, args).map((slice) => this.word(slice)) };
      case 'WORKDIR':
      case 'USER':
      case 'STOPSIGNAL':
      case 'MAINTAINER':
        // One argument, blanks included.
        return { ...base, kind: keyword, words: args.end > args.start ? [this.word(args)] : [] };
      default:
        return { ...base, kind: 'UNKNOWN' };
    }
  }

  private word(slice: Slice): Word {
    const raw = this.text.slice(slice.start, slice.end);
    return { value: unquote(raw, this.frame.escape), raw, ...this.frame.line.span(slice.start, slice.end) };
  }

  private flag(slice: Slice & { readonly word: string }): Flag {
    const equals = slice.word.indexOf('=');
    const span = this.frame.line.span(slice.start, slice.end);
    if (equals < 0) return { name: slice.word.slice(2), ...span };
    const at = this.text.indexOf('=', slice.start) + 1;
    return { name: slice.word.slice(2, equals), value: slice.word.slice(equals + 1), valueSpan: this.frame.line.span(at, slice.end), ...span };
  }

  private json(args: Slice): { readonly json?: readonly Word[] } {
    const form = readJsonForm(this.text, args);
    if (form.kind === 'mixed') {
      this.complain(args, 'The JSON form holds something that is not a string.', 'Write every element in double quotes: ["executable", "argument"].');
    }
    if (form.kind !== 'strings') return {};
    return {
      json: form.strings.map(({ value, start, end }) => ({ value, raw: this.text.slice(start, end), ...this.frame.line.span(start, end) })),
    };
  }

  private pair(slice: Slice): Pair {
    const equals = this.text.indexOf('=', slice.start);
    if (equals < 0 || equals >= slice.end) return { key: this.word(slice), legacy: false };
    return {
      key: this.word({ start: slice.start, end: equals }), value: this.word({ start: equals + 1, end: slice.end }), legacy: false,
    };
  }

  private keyValues(args: Slice, keyword: string): Pair[] {
    const { text } = this;
    const words = splitQuoted(text, args, this.frame.escape);
    const [first] = words;
    if (!first) return [];
    const assigns = (slice: Slice) => {
      const equals = text.indexOf('=', slice.start);
      return equals >= 0 && equals < slice.end;
    };
    if (!assigns(first)) {
      const halves = splitKeyAndRest(text, args);
      if (!halves) {
        this.complain(args, `${keyword} has a name but no value.`, `Write ${keyword} name=value.`);
        return [{ key: this.word(first), legacy: true }];
      }
      return [{ key: this.word(halves[0]), value: this.word(halves[1]), legacy: true }];
    }
    const bare = words.find((slice) => !assigns(slice));
    if (bare) {
      this.complain(bare, `There is no = in ${text.slice(bare.start, bare.end)}.`, 'Write every pair as name=value, and quote values that hold blanks.');
    }
    return words.map((slice) => this.pair(slice));
  }

  private complain(at: Slice, message: string, advice: string): void {
    this.errors.push(parseError('dockerfile-syntax', this.frame.startLine, this.frame.line.span(at.start, at.end), message, advice));
  }
}

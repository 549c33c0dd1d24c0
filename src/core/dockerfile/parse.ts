/**
 * Parses a Dockerfile as BuildKit does (frontend/dockerfile/parser/parser.go), but keeps the place of everything and goes on after errors.
 */
import { skipSpace, trim, utf8Length } from './chars';
import { readDirectives } from './directives';
import { findHeredocs, heredocBody } from './heredoc';
import { buildInstruction, INSTRUCTION_KEYWORDS, mayHoldHeredocs } from './instruction';
import { checkInstruction } from './instruction-errors';
import { indexLines } from './line-index';
import { LogicalTextBuilder } from './logical-text';
import type { Comment, Dockerfile, Heredoc, Instruction, LogicalText, ParseError, Span } from './model';
import { parseError } from './parse-error';
import type { Problem } from '../problem';
import { buildStages } from './stages';

/** Longest line that BuildKit reads, in bytes, its line end left out. */
const MAX_LINE_BYTES = 65_535;
/** A file with more errors than this is no Dockerfile, and nobody reads on. */
const MAX_ERRORS = 200;
/** No build comes near this; reading on would only freeze whoever waits. */
const MAX_INSTRUCTIONS = 3_000;
const TEMPLATE = /\{\{|\{%|<%|%%\w+%%|@\w+@/;
const TEMPLATE_LINE = /^[ \t]*(?:\{[{%#]|<%)/;
/** How often the rest of a file is searched in vain for the end of a heredoc; behind that, all of it is taken for the last one's body. */
const MAX_UNCLOSED = 8;
/** Of an instruction, heredoc bodies left out; Linux hands no process as much. What goes beyond it is not read. */
const MAX_INSTRUCTION_LENGTH = 500_000;

/**
 * Parses the text of a Dockerfile, whole or half typed. A BOM is dropped: offsets count from behind it.
 * Never throws; what BuildKit would refuse is in `errors`, in the order of the file.
 */
export function parseDockerfile(source: string): Dockerfile {
  return new Reader(source.startsWith('\ufeff') ? source.slice(1) : source).read();
}

/** Whether an instruction in upper case follows at `start`, blank lines and comments left out. */
function isInstruction(text: string, start: number): boolean {
  const rest = text.slice(start, start + 4096).replace(/^(?:[ \t\r]*(?:#.*)?\n)*[ \t]*/, '');
  const keyword = /^([A-Z]+)[ \t]/.exec(rest)?.[1];
  return keyword !== undefined && INSTRUCTION_KEYWORDS.has(keyword);
}

interface Line {
  readonly number: number;
  readonly start: number;
  /** Without line end and the carriage returns before it. */
  readonly end: number;
  /** Without its `\n` only. */
  readonly rawEnd: number;
  readonly next: number;
}

class Reader {
  private readonly text: string;
  private readonly escape: '\\' | '`';
  private readonly errors: ParseError[] = [];
  private readonly notes: Problem[] = [];
  private readonly comments: Comment[] = [];
  private readonly instructions: Instruction[] = [];
  private pos = 0;
  private lineNumber = 0;
  private stages = 0;
  private unclosed = 0;
  private tooLong = false;
  private readonly directives;

  constructor(text: string) {
    this.text = text;
    const { directives, escape, errors } = readDirectives(text);
    this.directives = directives;
    this.escape = escape;
    this.errors.push(...errors);
  }

  read(): Dockerfile {
    const { text } = this;
    const directiveLines = new Set(this.directives.map((directive) => directive.line));
    let leading: Comment[] = [];
    for (let line = this.nextLine(); line; line = this.nextLine()) {
      const begin = skipSpace(text, line.start, line.end);
      if (begin === line.end) {
        leading = [];
      } else if (text.charAt(begin) === '#') {
        if (directiveLines.has(line.number)) continue;
        const comment = this.comment(line, begin);
        leading.push(comment);
      } else if (this.instructions.length >= MAX_INSTRUCTIONS) {
        this.note('dockerfile-too-long', line.number, `There are more than ${MAX_INSTRUCTIONS} instructions; from line ${line.number} on nothing was read.`, 'Check that this is the file you meant.');
        break;
      } else {
        this.readInstruction(line, begin, leading);
        leading = [];
      }
    }
    const lines = indexLines(text);
    if (lines.count === 1 && trim(text).includes('\r')) {
      this.note('dockerfile-cr', 1, 'The lines of this file end in carriage returns alone, which no builder takes for line ends: to it, all of this is one line.', 'Save it with the line ends of Unix (LF).');
    }
    const { stages, errors } = buildStages(this.instructions, this.escape);
    this.errors.push(...errors);
    this.noteTemplate(lines.offsetOfLine);
    if (this.instructions.length === 0) {
      this.errors.push(parseError(
        'dockerfile-syntax', 1, { start: 0, end: 0 },
        'There is no instruction in this file.',
        'A Dockerfile begins with FROM and a base image.',
      ));
    }
    return {
      text,
      escape: this.escape,
      directives: this.directives,
      comments: this.comments,
      instructions: this.instructions,
      stages,
      errors: this.errors.sort((a, b) => a.line - b.line || a.span.start - b.span.start),
      notes: this.notes,
      positionAt: lines.positionAt,
      offsetOfLine: lines.offsetOfLine,
    };
  }

  /** Marks of Jinja, Go, Handlebars, ERB or sed where an instruction or the name of a base image has to stand. */
  private noteTemplate(offsetOfLine: (line: number) => number): void {
    const lines = [
      ...this.errors.filter(({ line }) => TEMPLATE_LINE.test(this.text.slice(offsetOfLine(line), offsetOfLine(line) + 200))).map(({ line }) => line),
      ...this.instructions.flatMap(({ keyword, args, startLine }) => (keyword === 'FROM' && TEMPLATE.test(args.text) ? [startLine] : [])),
    ];
    if (lines.length === 0) return;
    const line = Math.min(...lines);
    this.note('dockerfile-template', line, `This is a template that is not filled in: no builder reads the marks in line ${line}.`, 'Fill it in first and drop what comes out. Until then findings may speak of the marks.');
  }

  /** The first of each kind: what exceeds a bound once often does so again. */
  private note(kind: string, line: number, message: string, advice: string): void {
    if (!this.notes.some((note) => note.kind === kind)) this.notes.push({ kind, message, advice, where: { line } });
  }

  private nextLine(): Line | undefined {
    const { text, pos: start } = this;
    if (start >= text.length) return undefined;
    const newline = text.indexOf('\n', start);
    const rawEnd = newline < 0 ? text.length : newline;
    this.pos = newline < 0 ? text.length : newline + 1;
    this.lineNumber++;
    let end = rawEnd;
    while (end > start && text.charCodeAt(end - 1) === 0x0d) end--;
    // A UTF-16 unit takes three bytes at most, so that short lines need no count.
    if (!this.tooLong && (rawEnd - start) * 3 > MAX_LINE_BYTES && utf8Length(text, start, rawEnd) > MAX_LINE_BYTES) {
      this.tooLong = true;
      this.errors.push(parseError(
        'dockerfile-syntax', this.lineNumber, { start, end },
        `This line is longer than ${MAX_LINE_BYTES} bytes, and the builder reads no further.`,
        'Break it with continuation marks, or move it to a file and COPY it.',
      ));
    }
    return { number: this.lineNumber, start, end, rawEnd, next: this.pos };
  }

  private comment(line: Line, begin: number): Comment {
    const comment = { start: begin, end: line.end, line: line.number, text: trim(this.text.slice(begin + 1, line.end)) };
    this.comments.push(comment);
    return comment;
  }

  /** Where the text of a line ends before its continuation mark, or undefined when it does not go on. */
  private continuationAt(start: number, end: number): number | undefined {
    const { text, escape } = this;
    let at = end;
    while (at > start && (text.charCodeAt(at - 1) === 0x20 || text.charCodeAt(at - 1) === 0x09)) at--;
    if (at <= start || text.charAt(at - 1) !== escape) return undefined;
    // `\\` at the end is an escaped escape, not a continuation.
    return at - 1 > start && text.charAt(at - 2) === escape ? undefined : at - 1;
  }

  private readInstruction(first: Line, begin: number, leading: readonly Comment[]): void {
    const { text } = this;
    const blankLines: Span[] = [];
    let last = first;
    let cut = this.continuationAt(begin, first.end);
    const builder = new LogicalTextBuilder(text);
    let room = MAX_INSTRUCTION_LENGTH;
    const add = (start: number, end: number) => {
      builder.add(start, Math.min(end, start + room));
      room = Math.max(0, room - (end - start));
    };
    add(begin, cut ?? first.end);
    while (cut !== undefined) {
      const line = this.nextLine();
      if (!line) break;
      last = line;
      const from = skipSpace(text, line.start, line.end);
      if (from === line.end) blankLines.push({ start: line.start, end: line.next });
      else if (text.charAt(from) === '#') this.comment(line, from);
      else {
        cut = this.continuationAt(line.start, line.end);
        add(line.start, cut ?? line.end);
      }
    }
    const logical = builder.build(begin);
    // Where a single line is too long, that has been said.
    if (room === 0 && !this.tooLong) {
      this.note('instruction-too-long', first.number, `The instruction in line ${first.number} is longer than ${MAX_INSTRUCTION_LENGTH} characters; the rest of it was not read.`, 'Move the text to a file and COPY it, or split the instruction.');
    }
    const logicalEndLine = last.number;
    const { heredocs, end, endLine } = this.readHeredocs(logical, first, last);
    const isFrom = /^\s*from(?=[\t\v\f\r ]|$)/i.test(logical.text.slice(0, 64));
    if (isFrom) this.stages++;
    const errors: ParseError[] = [];
    const instruction = buildInstruction({
      line: logical, span: { start: begin, end }, startLine: first.number, endLine, logicalEndLine,
      blankLines, leadingComments: leading, stage: this.stages > 0 ? this.stages - 1 : undefined, escape: this.escape,
    }, heredocs, errors);
    this.instructions.push(instruction);
    // Where its end is missing, nothing that is said of its grammar can be trusted.
    if (room === 0) return;
    const [error = checkInstruction(instruction)] = errors;
    if (error === undefined) return;
    if (this.errors.length < MAX_ERRORS) this.errors.push(error);
    else this.note('too-many-errors', error.line, `There are more than ${MAX_ERRORS} errors; those from line ${error.line} on are not listed.`, 'Check that this is the file you meant.');
  }

  private readHeredocs(logical: LogicalText, first: Line, last: Line): { heredocs: Heredoc[]; end: number; endLine: number } {
    const { text } = this;
    const heredocs: Heredoc[] = [];
    let end = last.end;
    let endLine = last.number;
    if (!logical.text.includes('<<') || !mayHoldHeredocs(logical, this.escape)) return { heredocs, end, endLine };
    const marks = findHeredocs(logical.text);
    if ('error' in marks) {
      this.errors.push(parseError(
        'dockerfile-syntax', first.number, logical.span(0, logical.text.length),
        'The name of a heredoc has a quote that is not closed.',
        'Close it: <<"EOF".',
      ));
      return { heredocs, end, endLine };
    }
    for (const mark of marks) {
      const start = this.pos;
      const startLine = this.lineNumber;
      const before = { end, endLine };
      let bodyEnd = text.length;
      let closed = false;
      for (let line = this.nextLine(); line; line = this.nextLine()) {
        end = line.end;
        endLine = line.number;
        let from = line.start;
        if (mark.chomp) while (from < line.end && text.charCodeAt(from) === 0x09) from++;
        if (line.end - from === mark.name.length && text.startsWith(mark.name, from)) {
          bodyEnd = line.start;
          closed = true;
          break;
        }
      }
      const span = logical.span(mark.start, mark.end);
      if (!closed) {
        this.errors.push(parseError(
          'dockerfile-syntax', first.number, span,
          `The heredoc ${mark.name} is not closed.`,
          `End it with a line that holds ${mark.name} and nothing else.`,
        ));
        // The builder stops here. Where instructions follow at once, nobody has typed a body yet, and they are read as if no heredoc were meant.
        if (isInstruction(text, start) && ++this.unclosed <= MAX_UNCLOSED) {
          this.pos = start;
          this.lineNumber = startLine;
          return { heredocs, ...before };
        }
      }
      heredocs.push({
        name: mark.name, expand: mark.expand, chomp: mark.chomp, fileDescriptor: mark.fileDescriptor,
        mark: span, body: { start, end: bodyEnd }, ...heredocBody(text.slice(start, bodyEnd), start, mark.chomp),
      });
      if (!closed) break;
    }
    return { heredocs, end, endLine };
  }
}


/** Logical lines: an instruction's text without continuation marks and comments, each character knowing its place in the file. */
import { lastAtOrBefore } from '../search';
import type { LogicalText, Span } from './model';

/** Collects the pieces of a logical line in order. */
export class LogicalTextBuilder {
  private readonly source: string;
  private readonly starts: number[] = [];
  private readonly offsets: number[] = [];
  private readonly ends: number[] = [];
  private length = 0;

  constructor(source: string) {
    this.source = source;
  }

  /** Adds `source[start, end)`. */
  add(start: number, end: number): void {
    if (end <= start) return;
    this.starts.push(this.length);
    this.offsets.push(start);
    this.ends.push(end);
    this.length += end - start;
  }

  /** The finished text; `emptyAt` is the offset to give when nothing was added. */
  build(emptyAt: number): LogicalText {
    const [offset = emptyAt] = this.offsets;
    if (this.offsets.length < 2) return contiguousText(this.source, offset, this.ends[0] ?? offset);
    const text = this.offsets.map((start, index) => this.source.slice(start, this.ends[index])).join('');
    return new Pieces(text, this.starts, this.offsets);
  }
}

/** `source[start, end)` as it stands in the file: the common case of an instruction on one line. */
function contiguousText(source: string, start: number, end: number): LogicalText {
  return new Contiguous(source.slice(start, end), start);
}

class Contiguous implements LogicalText {
  readonly text: string;
  private readonly offset: number;

  constructor(text: string, offset: number) {
    this.text = text;
    this.offset = offset;
  }

  offsetAt(index: number): number {
    return this.offset + index;
  }

  span(start: number, end: number): Span {
    return { start: this.offset + start, end: this.offset + end };
  }
}

class Pieces implements LogicalText {
  readonly text: string;
  private readonly starts: readonly number[];
  private readonly offsets: readonly number[];

  constructor(text: string, starts: readonly number[], offsets: readonly number[]) {
    this.text = text;
    this.starts = starts;
    this.offsets = offsets;
  }

  offsetAt(index: number): number {
    const piece = lastAtOrBefore(this.starts, index);
    return this.offsets[piece]! + index - this.starts[piece]!;
  }

  span(start: number, end: number): Span {
    return spanOf(this, start, end);
  }
}

class Part implements LogicalText {
  readonly text: string;
  private readonly whole: LogicalText;
  private readonly start: number;

  constructor(whole: LogicalText, start: number, end: number) {
    this.text = whole.text.slice(start, end);
    this.whole = whole;
    this.start = start;
  }

  offsetAt(index: number): number {
    // The end of a part is right behind its last character, even where the whole goes on in another line.
    if (index > 0 && index >= this.text.length) return this.whole.offsetAt(this.start + this.text.length - 1) + 1;
    return this.whole.offsetAt(this.start + index);
  }

  span(start: number, end: number): Span {
    return spanOf(this, start, end);
  }
}

function spanOf(text: LogicalText, start: number, end: number): Span {
  const from = text.offsetAt(start);
  return { start: from, end: end > start ? text.offsetAt(end - 1) + 1 : from };
}

/** Characters [start, end) of a logical text, as one of their own. */
export function partOf(whole: LogicalText, start: number, end: number): LogicalText {
  return whole instanceof Contiguous ? new Contiguous(whole.text.slice(start, end), whole.offsetAt(start)) : new Part(whole, start, end);
}

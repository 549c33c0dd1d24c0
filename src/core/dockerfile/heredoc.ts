/** Heredoc marks: which words of an instruction open one. Grammar as in BuildKit's `parser.ParseHeredoc`. */
import { lastAtOrBefore } from '../search';
import { expand } from './expand';

export interface HeredocMark {
  readonly name: string;
  readonly expand: boolean;
  readonly chomp: boolean;
  readonly fileDescriptor: number;
  /** Indexes into the logical line. */
  readonly start: number;
  readonly end: number;
}

const FORM = /^(\d*)<<(-?)\s*([^<]*)$/;
const unset = () => undefined;

/** A word as a heredoc mark: undefined when it is none, an error when its quotes are not closed. */
export function readHeredocWord(word: string): Omit<HeredocMark, 'start' | 'end'> | { readonly error: string } | undefined {
  const match = FORM.exec(word);
  const rest = match?.[3];
  if (!match || !rest) return undefined;
  const plain = expand(rest, unset, { escape: '\\', keepUnset: true });
  if (plain.error !== undefined) return { error: plain.error };
  const name = plain.words[0]?.text;
  if (name === undefined || plain.words.length !== 1) return undefined;
  const raw = expand(rest, unset, { escape: '\\', keepUnset: true, rawQuotes: true }).words[0]?.text ?? name;
  const quotes = (text: string) => text.split(/['"]/).length;
  return { name, expand: quotes(name) === quotes(raw), chomp: match[2] === '-', fileDescriptor: Number(match[1] || 0) };
}

/** All heredoc marks of a logical line, in order. A line whose quotes do not match has none. */
export function findHeredocs(line: string): readonly HeredocMark[] | { readonly error: string } {
  if (!line.includes('<<')) return [];
  const marks: HeredocMark[] = [];
  const { words } = expand(line, unset, { escape: '\\', keepUnset: true, rawQuotes: true, rawEscapes: true });
  for (const word of words) {
    if (!word.text.includes('<<')) continue;
    const mark = readHeredocWord(word.text);
    if (!mark) continue;
    if ('error' in mark) return mark;
    marks.push({ ...mark, start: word.start, end: word.end });
  }
  return marks;
}

/**
 * The body as the builder takes it (with `chomp`, without the leading tabs of every line), and where each of its characters
 * stands in the file; `start` is the body's offset there.
 */
export function heredocBody(body: string, start: number, chomp: boolean): { readonly content: string; readonly offsetAt: (index: number) => number } {
  if (!chomp || !/(?:^|\n)\t/.test(body)) return { content: body, offsetAt: (index) => start + Math.min(index, body.length) };
  // By line: where it begins in the content, and how many tabs were dropped up to there.
  const lineStarts: number[] = [];
  const dropped: number[] = [];
  let content = '';
  let tabs = 0;
  for (const line of body.split(/(?<=\n)/)) {
    const kept = line.replace(/^\t+/, '');
    tabs += line.length - kept.length;
    lineStarts.push(content.length);
    dropped.push(tabs);
    content += kept;
  }
  return { content, offsetAt: (index) => Math.min(start + index + dropped[lastAtOrBefore(lineStarts, index)]!, start + body.length) };
}

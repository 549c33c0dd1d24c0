/** The JSON (exec) form of an instruction's arguments, each string with its place. */
import { skipSpace, trimEnd } from './chars';
import type { Slice } from './split';

export interface JsonString extends Slice {
  readonly value: string;
}

/** `strings`: it is an array of strings. `mixed`: an array with something else in it, which BuildKit refuses. `none`: not JSON. */
export type JsonForm =
  | { readonly kind: 'strings'; readonly strings: readonly JsonString[] }
  | { readonly kind: 'mixed' }
  | { readonly kind: 'none' };

const NONE: JsonForm = { kind: 'none' };
const STRING = /"(?:[^"\\]|\\.)*"/gs;

/** Go's decoder gives up beyond this depth and range, and the text is then no JSON to it. */
function goAccepts(value: unknown): boolean {
  let depth = 0;
  for (let level: unknown[] = [value]; level.length > 0; depth++) {
    if (depth > 10_000) return false;
    const next: unknown[] = [];
    for (const each of level) {
      if (typeof each === 'number' && !Number.isFinite(each)) return false;
      if (typeof each === 'object' && each !== null) for (const inner of Object.values(each)) next.push(inner);
    }
    level = next;
  }
  return true;
}

/** Reads `[ "a", "b" ]`. Malformed JSON is `none`: such a text is taken as shell form. */
export function readJsonForm(text: string, args: Slice): JsonForm {
  const start = skipSpace(text, args.start, args.end);
  if (text.charAt(start) !== '[' || start >= args.end || text.charAt(trimEnd(text, start, args.end) - 1) !== ']') return NONE;
  const source = text.slice(start, args.end);
  let parsed: unknown;
  try {
    parsed = JSON.parse(source);
  } catch {
    return NONE;
  }
  if (!Array.isArray(parsed)) return NONE;
  const values: readonly unknown[] = parsed;
  if (!values.every((value) => typeof value === 'string')) return goAccepts(parsed) ? { kind: 'mixed' } : NONE;
  const strings: JsonString[] = [];
  let index = 0;
  for (const match of source.matchAll(STRING)) {
    const at = start + match.index;
    strings.push({ value: values[index++] ?? '', start: at, end: at + match[0].length });
  }
  return { kind: 'strings', strings };
}

/** Maps of sparse files: which parts of the apparent content a tar really stores (GNU old format, PAX 0.0, 0.1 and 1.0). */
import { latin1 } from '../bytes/latin1';
import type { PaxRecords } from './pax';
import { parseDecimal, parseTarNumber } from './tar-number';

/** Pairs of offset and length of the stored parts, ascending and apart; parts of no length are left out. */
export type SparseMap = readonly (readonly [offset: number, length: number])[];

/** Parts a map may have before the file is refused: far above what file systems produce, low enough to bound memory. */
const MAX_SPARSE_PARTS = 100_000;

/** Which PAX version a header announces, by the rules of GNU tar and Go's `archive/tar`. */
export function paxSparseVersion(records: PaxRecords): '0.x' | '1.0' | undefined {
  const major = records.sparse?.['major'];
  const minor = records.sparse?.['minor'];
  if (major === '1' && minor === '0') return '1.0';
  if (major === '0' && (minor === '0' || minor === '1')) return '0.x';
  if (major !== undefined || minor !== undefined) return undefined;
  return records.sparsePairs !== undefined || (records.sparse?.['map'] ?? '') !== '' ? '0.x' : undefined;
}

/** Apparent size that the records state, if they do. */
export function paxSparseSize(records: PaxRecords): number | undefined {
  const text = records.sparse?.['size'] ?? records.sparse?.['realsize'];
  return text === undefined ? undefined : parseDecimal(text);
}

/** The numbers of a 0.0 or 0.1 map. */
export function paxSparseNumbers(records: PaxRecords): number[] {
  if (records.sparsePairs !== undefined) return records.sparsePairs;
  const map = records.sparse?.['map'] ?? '';
  return map === '' ? [] : map.split(',').map(parseDecimal);
}

/**
 * Reads a 1.0 map from the start of a file's stored data: a count, then pairs, each a decimal on its own line, padded to
 * whole blocks. Answers undefined while more blocks are needed, NaN among the numbers when it is malformed.
 */
export function parseMap10(bytes: Uint8Array): number[] | undefined {
  const numbers: number[] = [];
  let wanted = 1;
  let start = 0;
  while (numbers.length < wanted) {
    const end = bytes.indexOf(0x0a, start);
    if (end < 0) return bytes.length - start > 64 ? [NaN] : undefined;
    const value = parseDecimal(latin1(bytes.subarray(start, Math.min(end, start + 40))));
    if (numbers.length === 0) {
      if (!(value >= 0 && value <= MAX_SPARSE_PARTS)) return [NaN];
      wanted = 1 + 2 * value;
    }
    numbers.push(value);
    start = end + 1;
  }
  return numbers.slice(1);
}

/** Adds the pairs of a GNU sparse header (4 of them) or extension block (21) to `numbers`; an empty field ends the list. */
export function readGnuPairs(block: Uint8Array, start: number, count: number, numbers: number[]): void {
  for (let i = 0; i < count; i += 1) {
    const at = start + i * 24;
    if (block[at] === 0) return;
    numbers.push(parseTarNumber(block, at, 12), parseTarNumber(block, at + 12, 12));
  }
}

/** Checks that pairs ascend, do not overlap, fit the apparent size, and are all stored; a text says what is wrong. */
export function toSparseMap(numbers: readonly number[], size: number, storedSize: number): SparseMap | string {
  if (numbers.length % 2 !== 0 || numbers.length > 2 * MAX_SPARSE_PARTS) return 'a sparse map of a wrong length';
  const map: [number, number][] = [];
  let last = 0;
  let stored = 0;
  for (let i = 0; i < numbers.length; i += 2) {
    const offset = numbers[i]!;
    const length = numbers[i + 1]!;
    if (!(offset >= last && length >= 0 && offset + length <= size)) return 'a sparse map that does not fit its file';
    last = offset + length;
    stored += length;
    if (length > 0) map.push([offset, length]);
  }
  return stored > storedSize ? 'a sparse map that names more than is stored' : map;
}

/** A unified diff of two texts that `git apply` and `patch -p1` take (POSIX diff -u, git's names and notes). */
import { encodeUtf8 } from '../bytes/text';

const CONTEXT = 3;
/** Differences that are searched for; texts that differ more are replaced as a whole in between their equal ends. */
const MAX_EDITS = 1_000;

interface Change {
  /** Lines [from, to) of the old text become lines [newFrom, newTo) of the new one. */
  readonly from: number;
  readonly to: number;
  readonly newFrom: number;
  readonly newTo: number;
}

/** The patch that turns `before` into `after`, both the content of `path` (relative, forward slashes); empty when they are equal. */
export function unifiedDiff(path: string, before: string, after: string): string {
  if (before === after) return '';
  const a = linesOf(before);
  const b = linesOf(after);
  const hunks = hunksOf(changesOf(a, b));
  const head = `--- ${quoted(`a/${path}`)}\n+++ ${quoted(`b/${path}`)}\n`;
  return head + hunks.map((changes) => hunkText(a, b, changes)).join('');
}

/** The patch that makes a file which is not there yet. */
export function newFileDiff(path: string, text: string): string {
  const lines = linesOf(text);
  return lines.length === 0 ? '' : `--- /dev/null\n+++ ${quoted(`b/${path}`)}\n@@ -0,0 +${range(0, lines.length)} @@\n${lines.map((each) => line('+', each)).join('')}`;
}

/** Lines with their ends, so that a carriage return or a missing last end is a difference too. */
function linesOf(text: string): readonly string[] {
  return text.match(/[^\n]*\n|[^\n]+$/g) ?? [];
}

/** git quotes names with control characters, quotes, backslashes and bytes above 127; blanks stay, with a tab behind the name. */
function quoted(name: string): string {
  if (!/[\u0000-\u001f"\\\u007f-\uffff]/.test(name)) return name.includes(' ') ? `${name}\t` : name;
  const bytes = Array.from(encodeUtf8(name), (byte) => {
    if (byte === 0x22 || byte === 0x5c) return `\\${String.fromCharCode(byte)}`;
    return byte < 0x20 || byte >= 0x7f ? `\\${byte.toString(8).padStart(3, '0')}` : String.fromCharCode(byte);
  });
  return `"${bytes.join('')}"`;
}

function changesOf(a: readonly string[], b: readonly string[]): readonly Change[] {
  let start = 0;
  while (start < a.length && start < b.length && a[start] === b[start]) start += 1;
  let endA = a.length;
  let endB = b.length;
  while (endA > start && endB > start && a[endA - 1] === b[endB - 1]) {
    endA -= 1;
    endB -= 1;
  }
  return myers(a.slice(start, endA), b.slice(start, endB)).map(({ from, to, newFrom, newTo }) => (
    { from: from + start, to: to + start, newFrom: newFrom + start, newTo: newTo + start }
  ));
}

/** The shortest series of changes (E. W. Myers, An O(ND) Difference Algorithm, 1986). */
function myers(a: readonly string[], b: readonly string[]): readonly Change[] {
  const max = Math.min(a.length + b.length, MAX_EDITS);
  const frontiers: Int32Array[] = [];
  const frontier = new Int32Array(2 * max + 3);
  const centre = max + 1;
  for (let edits = 0; edits <= max; edits += 1) {
    frontiers.push(frontier.slice());
    for (let diagonal = -edits; diagonal <= edits; diagonal += 2) {
      const down = diagonal === -edits || (diagonal !== edits && frontier[centre + diagonal - 1]! < frontier[centre + diagonal + 1]!);
      let x = down ? frontier[centre + diagonal + 1]! : frontier[centre + diagonal - 1]! + 1;
      while (x < a.length && x - diagonal < b.length && a[x] === b[x - diagonal]) x += 1;
      frontier[centre + diagonal] = x;
      if (x >= a.length && x - diagonal >= b.length) return trace(frontiers, centre, a.length, b.length);
    }
  }
  return [{ from: 0, to: a.length, newFrom: 0, newTo: b.length }];
}

/** Walks the frontiers back and joins neighbouring single-line edits. */
function trace(frontiers: readonly Int32Array[], centre: number, lengthA: number, lengthB: number): readonly Change[] {
  const changes: Change[] = [];
  let x = lengthA;
  let y = lengthB;
  for (let edits = frontiers.length - 1; edits > 0; edits -= 1) {
    const before = frontiers[edits]!;
    const diagonal = x - y;
    const down = diagonal === -edits || (diagonal !== edits && before[centre + diagonal - 1]! < before[centre + diagonal + 1]!);
    const previous = down ? diagonal + 1 : diagonal - 1;
    const fromX = before[centre + previous]!;
    const fromY = fromX - previous;
    const edit: Change = down ? { from: fromX, to: fromX, newFrom: fromY, newTo: fromY + 1 } : { from: fromX, to: fromX + 1, newFrom: fromY, newTo: fromY };
    const next = changes[0];
    if (next !== undefined && next.from === edit.to && next.newFrom === edit.newTo) changes[0] = { ...edit, to: next.to, newTo: next.newTo };
    else changes.unshift(edit);
    x = fromX;
    y = fromY;
  }
  return changes;
}

/** Changes whose surroundings touch share a hunk. */
function hunksOf(changes: readonly Change[]): readonly (readonly Change[])[] {
  const hunks: Change[][] = [];
  for (const change of changes) {
    const last = hunks.at(-1)?.at(-1);
    if (last !== undefined && change.from - last.to <= 2 * CONTEXT) hunks.at(-1)!.push(change);
    else hunks.push([change]);
  }
  return hunks;
}

function hunkText(a: readonly string[], b: readonly string[], changes: readonly Change[]): string {
  const first = changes[0]!;
  const last = changes.at(-1)!;
  const from = Math.max(first.from - CONTEXT, 0);
  const to = Math.min(last.to + CONTEXT, a.length);
  const newFrom = first.newFrom - (first.from - from);
  const newTo = last.newTo + (to - last.to);
  let text = `@@ -${range(from, to)} +${range(newFrom, newTo)} @@\n`;
  let at = from;
  for (const change of changes) {
    for (; at < change.from; at += 1) text += line(' ', a[at]!);
    for (; at < change.to; at += 1) text += line('-', a[at]!);
    for (let added = change.newFrom; added < change.newTo; added += 1) text += line('+', b[added]!);
  }
  for (; at < to; at += 1) text += line(' ', a[at]!);
  return text;
}

/** First line and count; an empty range names the line before it. */
function range(from: number, to: number): string {
  const count = to - from;
  return `${count === 0 ? from : from + 1}${count === 1 ? '' : `,${count}`}`;
}

function line(sign: ' ' | '-' | '+', text: string): string {
  return text.endsWith('\n') ? sign + text : `${sign}${text}\n\\ No newline at end of file\n`;
}

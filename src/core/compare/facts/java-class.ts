/** The texts that a compiled Java class starts processes with (Java Virtual Machine Specification, 4.4: the constant pool). */
import { latin1 } from '../../bytes/latin1';
import type { CommandWord } from './commands';

const MAGIC = 0xcafebabe;
const TAG = { utf8: 1, integer: 3, float: 4, long: 5, double: 6, class: 7, string: 8, fieldOrMethod: [9, 10, 11, 12, 17, 18], handle: 15, short: [16, 19, 20] } as const;
/** Classes whose use means that processes are started. */
const STARTERS = new Set(['java/lang/ProcessBuilder', 'java/lang/Runtime']);

export function isJavaClass(bytes: Uint8Array): boolean {
  return bytes.length > 10 && new DataView(bytes.buffer, bytes.byteOffset).getUint32(0) === MAGIC;
}

/**
 * Text constants of a class that names one of the classes which start processes; none of any other class, nor of a damaged file.
 * Which of the texts is the command is not told by the pool: a word counts only if it turns out to be a program. Lines are unknown (0).
 */
export function readClassCommands(bytes: Uint8Array): CommandWord[] {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  const texts = new Map<number, string>();
  const strings: number[] = [];
  let starts = false;
  let at = 10;
  const count = view.getUint16(8);
  for (let index = 1; index < count; index += 1) {
    if (at + 3 > bytes.length) return [];
    const tag = bytes[at]!;
    if (tag === TAG.utf8) {
      const end = at + 3 + view.getUint16(at + 1);
      if (end > bytes.length) return [];
      const text = latin1(bytes.subarray(at + 3, end));
      if (STARTERS.has(text)) starts = true;
      texts.set(index, text);
      at = end;
    } else if (tag === TAG.long || tag === TAG.double) {
      at += 9;
      // They take two places of the pool.
      index += 1;
    } else if (tag === TAG.string || tag === TAG.class) {
      if (tag === TAG.string) strings.push(view.getUint16(at + 1));
      at += 3;
    } else if (tag === TAG.handle) at += 4;
    else if (tag === TAG.integer || tag === TAG.float || TAG.fieldOrMethod.includes(tag as 9)) at += 5;
    else if (TAG.short.includes(tag as 16)) at += 3;
    else return [];
  }
  if (!starts) return [];
  return strings.flatMap((index) => {
    // `exec("tool -x")` splits at blanks; the first word is the command.
    const word = texts.get(index)?.split(/\s/, 1)[0] ?? '';
    return /^\/?[\w+-][\w./+-]*$/.test(word) ? [{ word, line: 0 }] : [];
  });
}

/** Edits of one text by where they stand, so that thousands need not be compared pair by pair. */
import type { TextEdit } from '../../report/report';

/** Most edits are shorter than this many characters. */
const STRETCH = 256;

export class EditIndex {
  /** Edits by each stretch of the text that they touch. */
  private readonly stretches = new Map<number, TextEdit[]>();
  /** Those that touch very many: to be asked every time. */
  private readonly long: TextEdit[] = [];
  private readonly longest: number;

  /** `length` of the text that they are of. */
  constructor(length: number) {
    this.longest = Math.max(64, Math.ceil(Math.sqrt(length / STRETCH)));
  }

  add(edit: TextEdit): void {
    const [first, last] = stretchesOf(edit);
    if (last - first > this.longest) {
      this.long.push(edit);
      return;
    }
    for (let at = first; at <= last; at += 1) {
      const known = this.stretches.get(at);
      if (known === undefined) this.stretches.set(at, [edit]);
      else known.push(edit);
    }
  }

  /** Whether `test` holds for one of the edits that may touch `edit`; it is asked of a few that do not, and of some twice. */
  some(edit: TextEdit, test: (other: TextEdit) => boolean): boolean {
    if (this.long.some(test)) return true;
    const [first, last] = stretchesOf(edit);
    if (last - first >= this.stretches.size) return [...this.stretches].some(([at, edits]) => at >= first && at <= last && edits.some(test));
    for (let at = first; at <= last; at += 1) if (this.stretches.get(at)?.some(test) === true) return true;
    return false;
  }
}

/** Its first and last stretch; edits that only meet at their ends share one, which is why the end counts. */
function stretchesOf({ start, end }: TextEdit): readonly [first: number, last: number] {
  return [Math.floor(start / STRETCH), Math.floor(end / STRETCH)];
}

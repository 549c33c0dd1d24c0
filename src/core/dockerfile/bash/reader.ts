/** A place in a script that is being read, what may be skipped there, and how reading ends: at the end, at a fault, or beyond bounds. */
import type { ShellNode } from '../shell-tree';

/** Looks at characters of ordinary scripts are a few for each of them; hostile ones make the grammar read the same text again and again. */
const LOOKS_PER_CHARACTER = 200;
const MIN_LOOKS = 1_000_000;

/** Constructs inside one another: no hand writes so many, and reading recurses. */
const MAX_DEPTH = 200;

/** A heredoc whose text begins behind the next line end. */
export interface PendingHeredoc {
  readonly word: string;
  readonly quoted: boolean;
  readonly stripTabs: boolean;
  /** The redirection's node, completed when its text is read. */
  readonly node: { end: number; children: ShellNode[] };
}

export class Reader {
  readonly text: string;
  at = 0;
  end: number;
  /** The script makes no sense: nothing more is read, and nothing of it counts. */
  broken = false;
  /** Too deep, or too much work. */
  exceeded = false;
  readonly heredocs: PendingHeredoc[] = [];
  private depth = 0;
  private looks: number;

  constructor(text: string) {
    this.text = text;
    this.end = text.length;
    this.looks = Math.max(MIN_LOOKS, text.length * LOOKS_PER_CHARACTER);
  }

  /** The character here, or some further on; empty behind the end. */
  peek(ahead = 0): string {
    this.looks -= 1;
    if (this.looks < 0) this.exceed();
    const index = this.at + ahead;
    return this.broken || index >= this.end ? '' : this.text.charAt(index);
  }

  /** Whether `text` stands here. */
  sees(text: string): boolean {
    return !this.broken && this.at + text.length <= this.end && this.text.startsWith(text, this.at);
  }

  /** Goes behind `text` if it stands here. */
  take(text: string): boolean {
    if (!this.sees(text)) return false;
    this.at += text.length;
    return true;
  }

  /** Goes behind `text`, which has to stand here. */
  need(text: string): boolean {
    return this.take(text) || this.fail();
  }

  fail(): false {
    this.broken = true;
    return false;
  }

  /** Reads something that may hold itself. */
  inside<T>(read: () => T): T {
    this.depth += 1;
    if (this.depth > MAX_DEPTH) this.exceed();
    const result = read();
    this.depth -= 1;
    return result;
  }

  /** Reads what may turn out to be something else: undefined, and back here, if it makes no sense. */
  attempt<T>(read: () => T): T | undefined {
    const { at } = this;
    const heredocs = this.heredocs.length;
    if (this.broken) return undefined;
    const result = read();
    if (!this.broken || this.exceeded) return result;
    this.broken = false;
    this.at = at;
    this.heredocs.length = heredocs;
    return undefined;
  }

  /** Blanks, continued lines and a comment; whether there were any. */
  blanks(): boolean {
    const from = this.at;
    for (;;) {
      const char = this.peek();
      if (char === ' ' || char === '\t' || char === '\r' || char === '\u00a0') this.at += 1;
      else if (char === '\\' && this.peek(1) === '\n') this.at += 2;
      else break;
    }
    if (this.peek() === '#') {
      const newline = this.text.indexOf('\n', this.at);
      this.at = newline < 0 || newline > this.end ? this.end : newline;
    }
    return this.at > from;
  }

  /** The same and line ends; `onLine` is told of each, for heredocs begin there. */
  allBlanks(onLine: (reader: Reader) => void): boolean {
    const from = this.at;
    for (this.blanks(); this.peek() === '\n'; this.blanks()) {
      this.at += 1;
      onLine(this);
    }
    return this.at > from;
  }

  private exceed(): void {
    this.broken = true;
    this.exceeded = true;
  }
}

/** A node of the tree. */
export function node(type: string, start: number, end: number, children: readonly ShellNode[] = NONE): ShellNode {
  return { type, named: true, start, end, children };
}

/** What joins or closes. */
export function mark(type: string, start: number): ShellNode {
  return { type, named: false, start, end: start + type.length, children: NONE };
}

const NONE: readonly ShellNode[] = [];

/** Gathers the words of an expansion: blanks from outside quotes part them, and each knows where in the source it came from. */
import { isSpace } from './chars';

export interface ExpandedWord {
  readonly text: string;
  /** Indexes into the source. */
  readonly start: number;
  readonly end: number;
}

export class Words {
  readonly done: ExpandedWord[] = [];
  private text = '';
  private inWord = false;
  private start = 0;
  private end = 0;

  /** A character that splits words when it is blank; `[from, to)` is where it came from. */
  char(char: string, from: number, to: number): void {
    if (!isSpace(char.charCodeAt(0))) this.raw(char, from, to);
    else if (this.inWord && this.text !== '') this.finish();
  }

  raw(text: string, from: number, to: number): void {
    if (this.text === '') this.start = from;
    this.text += text;
    this.end = to;
    this.inWord = true;
  }

  finish(): void {
    if (this.text === '') return;
    this.done.push({ text: this.text, start: this.start, end: this.end });
    this.text = '';
    this.inWord = false;
  }
}

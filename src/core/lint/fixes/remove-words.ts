/** Takes words out of a command, with the blanks and continuation marks before them. */
import type { ShellWord } from '../../dockerfile/shell';
import type { TextEdit } from '../../report/report';
import type { Command } from '../commands';
import type { LintContext } from '../rule';

/** Undefined where a word is not written plainly, or a comment stands before it. */
export function removeWords({ dockerfile }: LintContext, command: Command, words: readonly ShellWord[]): readonly TextEdit[] | undefined {
  const edits: TextEdit[] = [];
  const places = new Map(command.words.map((word, index) => [word, index]));
  for (const word of words) {
    const at = places.get(word) ?? -1;
    const start = command.words[at - 1]?.end ?? command.shell.name.end;
    if (at < 0 || start > word.start || !/^(?:\s|[\\`](?=[ \t]*\r?\n))*$/.test(dockerfile.text.slice(start, word.start))) return undefined;
    edits.push({ start, end: word.end, text: '' });
  }
  return edits;
}

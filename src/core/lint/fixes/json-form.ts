/** CMD and ENTRYPOINT as a JSON array. */
import type { Instruction } from '../../dockerfile/model';
import type { Fix } from '../../report/report';

/** One word of a command: plain characters, and quotes with nothing in them that a shell would act on. */
const WORD = /(?:[\w@%+:,./=-]|'[^'\n]*'|"[^"$`\\\n]*")+/y;

/** What only a shell can do. */
const OF_THE_SHELL = /^(?:exec|cd|export|set|unset|\.|source|eval|ulimit|umask|trap|if|for|while|case|\w+=.*)$/;

/** Only for plain words: anything that a shell would act on needs a person. */
export function toJsonForm(instruction: Instruction): Fix | undefined {
  if (instruction.kind !== 'CMD' && instruction.kind !== 'ENTRYPOINT') return undefined;
  const text = instruction.args.text.trimEnd();
  const words = plainWords(text);
  if (words === undefined || OF_THE_SHELL.test(words[0] ?? '') || instruction.heredocs.length > 0) return undefined;
  const array = words.map((word) => JSON.stringify(word)).join(', ');
  return { title: 'Write it in JSON form', safety: 'review', edits: [{ ...instruction.args.span(0, text.length), text: `[${array}]` }] };
}

function plainWords(text: string): readonly string[] | undefined {
  const words: string[] = [];
  let at = 0;
  while (at < text.length) {
    WORD.lastIndex = at;
    const word = WORD.exec(text)?.[0];
    if (word === undefined) return undefined;
    words.push(word.replace(/'([^']*)'|"([^"]*)"/g, (_all, single?: string, double?: string) => single ?? double ?? ''));
    at += word.length;
    const gap = /^[ \t]+/.exec(text.slice(at, at + 1000))?.[0].length ?? 0;
    if (gap === 0 && at < text.length) return undefined;
    at += gap;
  }
  return words.length === 0 ? undefined : words;
}

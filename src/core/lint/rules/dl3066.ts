/** DL3066: a user by name. */
import type { PairsInstruction } from '../../dockerfile/model';
import { found, hadolintRule, userText } from '../hadolint-rule';

export const dl3066 = hadolintRule({
  code: 'DL3066', name: 'numeric-user', severity: 'info',
  checks: 'USER is not a number (nor an ARG).',
  why: 'Kubernetes cannot tell whether a name is root and refuses to start it under `runAsNonRoot`.',
  bad: 'FROM debian:12\nUSER app\n',
  good: 'FROM debian:12\nUSER 1000\n',
  *check({ dockerfile, instructions }) {
    const args = new Set<string>();
    for (const instruction of instructions) {
      if (instruction.kind === 'ARG') for (const { key } of (instruction as PairsInstruction).pairs) args.add(key.value);
      else if (instruction.kind === 'USER') {
        const text = userText(dockerfile.text, instruction);
        const [user = ''] = text.split(':', 1);
        if (/^\d*$/.test(user) || names(text, args)) continue;
        yield found(instruction, { at: instruction.args.span(0, text.trimEnd().length), message: `${user.trimEnd()} is no number: other systems may not know the name.` });
      }
    }
  },
});

/** Whether `$NAME` or `${NAME}` of one of `args` is in a text; `$NAMESAKE` counts as well. */
function names(text: string, args: ReadonlySet<string>): boolean {
  for (const [, brace, word = '', close] of text.matchAll(/\$(\{?)(\w{1,200})(\}?)/g)) {
    if (brace === '') {
      for (let length = 1; length <= word.length; length += 1) if (args.has(word.slice(0, length))) return true;
    } else if (close === '}' && args.has(word)) return true;
  }
  return false;
}

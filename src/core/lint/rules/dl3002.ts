/** DL3002: the container runs as root. */
import type { WordsInstruction } from '../../dockerfile/model';
import { found, hadolintRule, userText } from '../hadolint-rule';

export const dl3002 = hadolintRule({
  code: 'DL3002', name: 'last-user-not-root', severity: 'warning',
  checks: 'The last USER of a stage is root.',
  why: 'Whoever breaks out of a process that runs as root is root. Switch to an ordinary user after the steps that need root.',
  links: ['https://docs.docker.com/build/building/best-practices/#user'],
  bad: 'FROM debian:12\nUSER root\nCMD ["/app"]\n',
  good: 'FROM debian:12\nUSER root\nRUN install -d /data\nUSER 1000\nCMD ["/app"]\n',
  *check({ dockerfile, instructions }) {
    let last: WordsInstruction | undefined;
    let inStage = false;
    const flush = function* (): Iterable<ReturnType<typeof found>> {
      if (last !== undefined) yield found(last, { at: last.words[0] ?? last.keywordSpan, message: 'The last USER of this stage is root: switch to an ordinary user.' });
      last = undefined;
    };
    for (const instruction of instructions) {
      if (instruction.kind === 'FROM') {
        yield* flush();
        inStage = true;
      } else if (instruction.kind === 'USER' && inStage) {
        last = /^(?:root|0)(?::|$)/.test(userText(dockerfile.text, instruction)) ? (instruction as WordsInstruction) : undefined;
      }
    }
    yield* flush();
  },
});

/** DL3061: something stands before FROM. */
import { found, hadolintRule } from '../hadolint-rule';

export const dl3061 = hadolintRule({
  code: 'DL3061', name: 'from-first', severity: 'error',
  checks: 'An instruction other than ARG stands before the first FROM.',
  why: 'There is no image yet that it could work on; the builder refuses it.',
  bad: 'RUN make\nFROM debian:12\n',
  good: 'ARG VERSION=12\nFROM debian:${VERSION}\n',
  *check({ instructions }) {
    for (const instruction of instructions) {
      if (instruction.kind === 'FROM') return;
      if (instruction.kind !== 'ARG') yield found(instruction, { at: instruction.keywordSpan, message: `${instruction.keyword} stands before the first FROM.` });
    }
  },
});

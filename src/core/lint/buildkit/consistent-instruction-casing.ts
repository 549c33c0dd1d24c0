/** ConsistentInstructionCasing: instructions in another case than most of the file's. */
import { buildkitRule, finding, replace } from './buildkit-rule';
import { progressOf } from './progress';

export const consistentInstructionCasing = buildkitRule({
  code: 'ConsistentInstructionCasing', name: 'consistent-instruction-casing', wholeFile: true, fixable: 'safe',
  checks: 'An instruction is in mixed case, or in another case than most of the file.',
  why: 'One case throughout makes instructions easy to tell from their arguments.',
  bad: 'FROM alpine:3.20\nRun echo one\nCMD ["sh"]\n',
  good: 'FROM alpine:3.20\nRUN echo one\nCMD ["sh"]\n',
  *check({ dockerfile }) {
    if (!progressOf(dockerfile).toStages) return;
    const fragment = dockerfile.stages.length === 0;
    const counted = dockerfile.instructions.filter(({ stage }) => fragment || stage !== undefined);
    let balance = 0;
    for (const { rawKeyword } of counted) {
      if (rawKeyword === rawKeyword.toLowerCase()) balance--;
      else if (rawKeyword === rawKeyword.toUpperCase()) balance++;
    }
    for (const instruction of counted) {
      const { rawKeyword, keywordSpan } = instruction;
      const wanted = balance < 0 ? rawKeyword.toLowerCase() : rawKeyword.toUpperCase();
      if (rawKeyword === wanted) continue;
      const message = `${rawKeyword} should be in ${balance < 0 ? 'lower' : 'upper'} case like most instructions here.`;
      yield finding(dockerfile, instruction, message, keywordSpan, replace(`Write ${wanted}`, 'safe', keywordSpan, wanted));
    }
  },
});

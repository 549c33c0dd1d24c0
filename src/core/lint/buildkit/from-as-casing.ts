/** FromAsCasing: `FROM` and `as` in different cases. */
import { buildkitRule, finding, replace } from './buildkit-rule';
import { progressOf } from './progress';

export const fromAsCasing = buildkitRule({
  code: 'FromAsCasing', name: 'from-as-casing', fixable: 'safe',
  checks: '`AS` is written in another case than its `FROM`.',
  why: 'Both belong to one instruction; one case for both reads better.',
  bad: 'FROM debian:12 as base\n',
  good: 'FROM debian:12 AS base\n',
  *check({ dockerfile }) {
    for (const instruction of progressOf(dockerfile).instructions) {
      if (instruction.kind !== 'FROM' || !instruction.asKeyword || !instruction.alias) continue;
      const { rawKeyword, asKeyword } = instruction;
      const lower = rawKeyword === rawKeyword.toLowerCase();
      // A mixed FROM is the business of ConsistentInstructionCasing.
      if (!lower && rawKeyword !== rawKeyword.toUpperCase()) continue;
      const wanted = lower ? 'as' : 'AS';
      if (asKeyword.raw === wanted) continue;
      yield finding(dockerfile, instruction, `${asKeyword.raw} should be ${wanted}, as ${rawKeyword} is written.`, asKeyword, replace(`Write ${wanted}`, 'safe', asKeyword, wanted));
    }
  },
});

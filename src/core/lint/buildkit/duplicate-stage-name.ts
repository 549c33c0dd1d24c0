/** DuplicateStageName: two stages of one name. */
import { buildkitRule, finding } from './buildkit-rule';
import { progressOf } from './progress';

export const duplicateStageName = buildkitRule({
  code: 'DuplicateStageName', name: 'duplicate-stage-name', wholeFile: true,
  checks: 'Two stages have the same name.',
  why: 'A later reference finds only one of them, and it is easy to be wrong about which.',
  bad: 'FROM debian:12 AS tools\nRUN make\n\nFROM golang:1.22 AS tools\n',
  good: 'FROM debian:12 AS tools\nRUN make\n\nFROM golang:1.22 AS build\n',
  *check({ dockerfile }) {
    if (!progressOf(dockerfile).toStages) return;
    const seen = new Set<string>();
    for (const { name, from } of dockerfile.stages) {
      if (name === undefined) continue;
      if (seen.has(name)) yield finding(dockerfile, from, `Another stage above is named ${name} too.`, from.alias);
      seen.add(name);
    }
  },
});

/** ReservedStageName: a stage named `scratch` or `context`. */
import { buildkitRule, finding } from './buildkit-rule';
import { progressOf } from './progress';

const RESERVED = new Set(['context', 'scratch']);

export const reservedStageName = buildkitRule({
  code: 'ReservedStageName', name: 'reserved-stage-name', wholeFile: true,
  checks: 'A stage is named `scratch` or `context`.',
  why: 'Both words mean something to the builder: the empty image, and the files that are sent with the build.',
  bad: 'FROM alpine:3.20 AS scratch\n',
  good: 'FROM alpine:3.20 AS base\n',
  *check({ dockerfile }) {
    if (!progressOf(dockerfile).toStages) return;
    for (const { name, from } of dockerfile.stages) {
      if (name !== undefined && RESERVED.has(name)) yield finding(dockerfile, from, `${name} is a reserved word and should not name a stage.`, from.alias);
    }
  },
});

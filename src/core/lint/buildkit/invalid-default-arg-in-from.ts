/** InvalidDefaultArgInFrom: without build arguments, FROM names no valid image. */
import { globalScope } from '../../dockerfile/scope';
import { buildkitRule, finding } from './buildkit-rule';
import { progressOf } from './progress';
import { isImageReference } from './reference';

export const invalidDefaultArgInFrom = buildkitRule({
  code: 'InvalidDefaultArgInFrom', name: 'invalid-default-arg-in-from',
  checks: 'With the defaults of the global ARGs, FROM names no image or an invalid one.',
  why: 'A plain docker build fails; only whoever knows the build argument gets through.',
  bad: 'ARG TAG\nFROM alpine:${TAG}\n',
  good: 'ARG TAG=3.20\nFROM alpine:${TAG}\n',
  *check({ dockerfile }) {
    if (!progressOf(dockerfile).toStages) return;
    const scope = globalScope(dockerfile);
    for (const { from } of dockerfile.stages) {
      const { text, error } = scope.expand(from.image.raw);
      if (error !== undefined) return;
      if (isImageReference(text)) continue;
      yield finding(dockerfile, from, `Without build arguments ${from.image.raw} is ${text === '' ? 'empty' : `${text.slice(0, 100)}, which is no valid image name`}.`, from.image);
    }
  },
});

/** InvalidDefaultArgInFrom: without build arguments, FROM names no valid image. */
import { globalScope } from '../../dockerfile/scope';
import { buildkitRule, finding } from './buildkit-rule';
import { progressOf } from './progress';
import { isImageReference } from './reference';

export const invalidDefaultArgInFrom = buildkitRule({
  code: 'InvalidDefaultArgInFrom', name: 'invalid-default-arg-in-from', wholeFile: true,
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
      const shown = text.slice(0, 100);
      const message = text === from.image.raw ? `${shown} is no valid image name.`
        : `Without build arguments ${from.image.raw} is ${text === '' ? 'empty' : `${shown}, which is no valid image name`}.`;
      yield finding(dockerfile, from, message, from.image);
    }
  },
});

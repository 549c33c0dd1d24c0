/** PL034: a smaller variant of the base image exists. */
import { withFix } from '../fixes/edits';
import { slimBaseFix } from '../fixes/slim-base';
import { smallerVariant } from './base-variants';
import type { LintContext } from '../rule';
import { commandsOf, lastingRuns, lastingStages, plimsollRule } from './plimsoll-rule';

export const pl034 = plimsollRule({
  code: 'PL034', name: 'smaller-base-variant', fixable: 'review',
  checks: 'The image is built on an official image that is also published in a slim variant with the same library.',
  why: 'The full variants bring compilers and headers for whatever may be built in them. A slim one runs the same programs; what has to be compiled belongs in an earlier stage.',
  cost: 'from 20 to 350 MB, compressed',
  links: ['https://docs.docker.com/build/building/best-practices/#choose-the-right-base-image'],
  bad: 'FROM python:3.12\n',
  good: 'FROM python:3.12-slim\n',
  *check(context) {
    const { dockerfile } = context;
    const stages = lastingStages(dockerfile);
    const root = dockerfile.stages.find(({ index, base }) => stages?.has(index) === true && base === undefined);
    const variant = root === undefined ? undefined : smallerVariant(root.from.image.value);
    if (root === undefined || variant === undefined) return;
    yield {
      instruction: root.from, span: root.from.image,
      message: `${variant.image} is ${variant.saves} MB smaller to download: ${compiles(context) ? 'compile in a stage of its own, and run on that' : variant.lacks}.`,
      ...withFix(slimBaseFix(context, root.from, variant)),
    };
  },
});

function compiles(context: LintContext): boolean {
  return lastingRuns(context).some((run) => commandsOf(context, run).some(({ name }) => /^(?:.*\/)?(?:make|cmake|gcc|g\+\+|cc|configure)$/s.test(name)));
}

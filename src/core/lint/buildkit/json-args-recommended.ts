/** JSONArgsRecommended: CMD or ENTRYPOINT in shell form where no SHELL was chosen. */
import { toJsonForm } from '../fixes/json-form';
import { buildkitRule, finding } from './buildkit-rule';
import { stepsThrough } from './steps';

export const jsonArgsRecommended = buildkitRule({
  code: 'JSONArgsRecommended', name: 'json-args-recommended', fixable: 'review',
  checks: 'CMD or ENTRYPOINT is in shell form, and no SHELL above chose a shell on purpose.',
  why: 'A shell then stands between the container and the program, which gets no signals: docker stop waits, then kills it.',
  bad: 'FROM alpine:3.20\nCMD my-server --port 80\n',
  good: 'FROM alpine:3.20\nCMD ["my-server", "--port", "80"]\n',
  *check({ dockerfile }) {
    const shellSet = new Set<number>();
    let entered = -1;
    for (const { stage, base, instruction, reported, triggered } of stepsThrough(dockerfile)) {
      if (stage !== entered && base !== undefined && shellSet.has(base)) shellSet.add(stage);
      entered = stage;
      if (instruction.kind === 'SHELL') shellSet.add(stage);
      if ((instruction.kind !== 'CMD' && instruction.kind !== 'ENTRYPOINT') || instruction.json || shellSet.has(stage)) continue;
      const message = `${instruction.kind} in shell form runs under a shell that keeps signals from it; use the JSON form.`;
      yield finding(dockerfile, reported, message, triggered ? undefined : instruction.keywordSpan, triggered ? undefined : toJsonForm(instruction));
    }
  },
});

/** ExposeInvalidFormat: `EXPOSE 127.0.0.1:80:80`. */
import { buildkitRule, finding, replace } from './buildkit-rule';
import { portsOf } from './ports';
import { stepsThrough } from './steps';

export const exposeInvalidFormat = buildkitRule({
  code: 'ExposeInvalidFormat', name: 'expose-invalid-format', fixable: 'safe',
  checks: 'EXPOSE names an address or a port of the host.',
  why: 'EXPOSE says which port the container listens on. The host side belongs to docker run -p; here it is ignored, and an error one day.',
  bad: 'FROM alpine:3.20\nEXPOSE 127.0.0.1:8080:80\n',
  good: 'FROM alpine:3.20\nEXPOSE 80\n',
  *check({ dockerfile }) {
    for (const { instruction, reported, scope, triggered } of stepsThrough(dockerfile)) {
      if (instruction.kind !== 'EXPOSE') continue;
      for (const port of portsOf(instruction, scope).ports) {
        if (!port.mapped) continue;
        const fix = port.literal && !triggered ? replace(`Expose ${port.container} only`, 'safe', port, port.container) : undefined;
        yield finding(dockerfile, reported, `EXPOSE ${port.text} names a port or an address of the host; only the container's port belongs here.`, triggered ? undefined : port, fix);
      }
    }
  },
});

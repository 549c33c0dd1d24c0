/** ExposeProtoCasing: `EXPOSE 80/TCP`. */
import { buildkitRule, finding, replace } from './buildkit-rule';
import { portsOf } from './ports';
import { stepsThrough } from './steps';

export const exposeProtoCasing = buildkitRule({
  code: 'ExposeProtoCasing', name: 'expose-proto-casing', fixable: 'safe',
  checks: 'The protocol of an EXPOSE holds capital letters.',
  why: 'Protocols are written in lower case everywhere else; tools that compare texts do not match the two.',
  bad: 'FROM alpine:3.20\nEXPOSE 80/TCP\n',
  good: 'FROM alpine:3.20\nEXPOSE 80/tcp\n',
  *check({ dockerfile }) {
    for (const { instruction, reported, scope, triggered } of stepsThrough(dockerfile)) {
      if (instruction.kind !== 'EXPOSE') continue;
      for (const port of portsOf(instruction, scope).ports) {
        const lower = port.protocol.toLowerCase();
        if (lower === port.protocol) continue;
        const place = { start: port.end - port.protocol.length, end: port.end };
        const fix = port.literal && !triggered ? replace(`Write ${lower}`, 'safe', place, lower) : undefined;
        yield finding(dockerfile, reported, `The protocol in EXPOSE ${port.text} should be in lower case.`, triggered ? undefined : port, fix);
      }
    }
  },
});

/** DL3023: COPY --from refers to its own stage. */
import { copyFrom } from '../copy-from';
import { found, hadolintRule } from '../hadolint-rule';

export const dl3023 = hadolintRule({
  code: 'DL3023', name: 'copy-from-own-stage', severity: 'error',
  checks: '`COPY --from` names the stage that it stands in.',
  why: 'A stage cannot be copied from before it is finished.',
  bad: 'FROM debian:12 AS app\nCOPY --from=app /a /b\n',
  good: 'FROM debian:12 AS build\nFROM debian:12 AS app\nCOPY --from=build /a /b\n',
  *check({ instructions }) {
    let current: string | undefined;
    for (const instruction of instructions) {
      if (instruction.kind === 'FROM') current = instruction.alias?.value;
      else if (instruction.kind === 'COPY' && instruction.from !== undefined && instruction.from === current) {
        yield found(instruction, { at: copyFrom(instruction), message: `${instruction.from} is the stage that this stands in.` });
      }
    }
  },
});

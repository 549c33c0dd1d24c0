/** DL3022: COPY --from names no earlier stage. */
import { copyFrom } from '../copy-from';
import { found, hadolintRule } from '../hadolint-rule';

export const dl3022 = hadolintRule({
  code: 'DL3022', name: 'copy-from-known-stage', severity: 'warning',
  checks: '`COPY --from` names neither an earlier stage nor an image with a tag.',
  why: 'What is no stage is taken for an image and fetched from a registry; most often it is a slip of the pen.',
  bad: 'FROM debian:12\nCOPY --from=build /app /app\n',
  good: 'FROM golang:1.23 AS build\nRUN make\nFROM debian:12\nCOPY --from=build /app /app\n',
  *check({ instructions }) {
    const names = new Set<string>();
    let stages = 0;
    for (const instruction of instructions) {
      if (instruction.kind === 'FROM') {
        stages += 1;
        if (instruction.alias !== undefined) names.add(instruction.alias.value);
      } else if (instruction.kind === 'COPY' && instruction.from !== undefined) {
        const { from } = instruction;
        if (names.has(from) || from.includes(':') || (/^\d+$/.test(from) && Number(from) < stages)) continue;
        yield found(instruction, { at: copyFrom(instruction), message: `No earlier stage is called ${from}.` });
      }
    }
  },
});

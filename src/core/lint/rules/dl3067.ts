/** DL3067: a whole file system is copied. */
import { found, hadolintRule, ofKind } from '../hadolint-rule';

export const dl3067 = hadolintRule({
  code: 'DL3067', name: 'no-whole-stage-copy', severity: 'warning', bearsOnSize: true,
  checks: '`COPY --from` copies `/` to `/`.',
  why: 'It brings everything of the other stage along, build tools included, and doubles what both have.',
  cost: 'the size of the other stage',
  bad: 'FROM golang:1.23 AS build\nFROM debian:12\nCOPY --from=build / /\n',
  good: 'FROM golang:1.23 AS build\nFROM debian:12\nCOPY --from=build /app /app\n',
  *check({ instructions }) {
    for (const copy of ofKind(instructions, 'COPY')) {
      const root = copy.sources.find(({ value }) => value === '/');
      if (copy.from !== undefined && root !== undefined && copy.destination?.value === '/') {
        yield found(copy, { at: root, message: `This copies the whole file system of ${copy.from}: name what is needed.` });
      }
    }
  },
});

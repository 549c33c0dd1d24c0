/** DL3024: two stages of one name. */
import { found, hadolintRule, ofKind } from '../hadolint-rule';

export const dl3024 = hadolintRule({
  code: 'DL3024', name: 'unique-stage-names', severity: 'error',
  checks: 'Two stages have the same name.',
  why: 'A reference would mean one of them, and readers may think of the other.',
  bad: 'FROM debian:12 AS build\nFROM debian:12 AS build\n',
  good: 'FROM debian:12 AS build\nFROM debian:12 AS run\n',
  *check({ instructions }) {
    const names = new Set<string>();
    for (const from of ofKind(instructions, 'FROM')) {
      if (from.alias === undefined) continue;
      if (names.has(from.alias.value)) yield found(from, { at: from.alias, message: `Another stage is called ${from.alias.value} already.` });
      names.add(from.alias.value);
    }
  },
});

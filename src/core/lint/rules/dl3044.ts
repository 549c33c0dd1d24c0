/** DL3044: ENV uses a variable that the same ENV defines. */
import type { Pair, PairsInstruction } from '../../dockerfile/model';
import { found, hadolintRule } from '../hadolint-rule';

export const dl3044 = hadolintRule({
  code: 'DL3044', name: 'env-self-reference', severity: 'error',
  checks: 'ENV uses a variable that is defined in the same ENV, and nowhere before.',
  why: 'All values of one ENV are worked out before any is set: the variable still has its old value, or none.',
  bad: 'FROM debian:12\nENV HOME_DIR=/srv APP_DIR=$HOME_DIR/app\n',
  good: 'FROM debian:12\nENV HOME_DIR=/srv\nENV APP_DIR=$HOME_DIR/app\n',
  *check({ instructions }) {
    const known = new Set<string>();
    for (const instruction of instructions) {
      if (instruction.kind !== 'ENV' && instruction.kind !== 'ARG') continue;
      const { pairs } = instruction as PairsInstruction;
      if (instruction.kind === 'ENV') {
        const readers = readersOf(pairs);
        const hit = pairs.flatMap(({ key }, index) => {
          const user = known.has(key.value) ? undefined : pairs[readers(key.value).find((at) => at !== index) ?? -1];
          return user?.value === undefined ? [] : [{ at: user.value, message: `${key.value} is not set yet: put it into an ENV of its own before this one.` }];
        })[0];
        if (hit !== undefined) yield found(instruction, hit);
      }
      for (const { key } of pairs) known.add(key.value);
    }
  },
});

/** By name, the first two pairs whose values refer to it: one of them is not the pair itself. One walk, however long the ENV. */
function readersOf(pairs: readonly Pair[]): (name: string) => readonly number[] {
  const readers = new Map<string, number[]>();
  pairs.forEach(({ value }, index) => {
    for (const form of [/\$\{([^{}$]+)\}/g, /\$(\w+(?:[.-]\w+){0,8})/g]) {
      for (const [, name = ''] of value?.raw.matchAll(form) ?? []) {
        for (const part of form.source.includes('{0,8}') ? prefixes(name) : [name]) {
          const known = readers.get(part);
          if (known === undefined) readers.set(part, [index]);
          else if (known.length < 2 && known[0] !== index) known.push(index);
        }
      }
    }
  });
  return (name) => readers.get(name) ?? [];
}

/** Of `A-B.c` also `A-B` and `A`: where a name ends that is followed by such a character. */
function prefixes(name: string): readonly string[] {
  return [name, ...[...name.matchAll(/[.-]/g)].map(({ index }) => name.slice(0, index))];
}

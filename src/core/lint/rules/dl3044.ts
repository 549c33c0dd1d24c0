/** DL3044: ENV uses a variable that the same ENV defines. */
import type { PairsInstruction } from '../../dockerfile/model';
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
        const hit = pairs.flatMap(({ key }, index) => {
          if (known.has(key.value)) return [];
          const user = pairs.find((other, at) => at !== index && uses(other.value?.raw ?? '', key.value));
          return user?.value === undefined ? [] : [{ at: user.value, message: `${key.value} is not set yet: put it into an ENV of its own before this one.` }];
        })[0];
        if (hit !== undefined) yield found(instruction, hit);
      }
      for (const { key } of pairs) known.add(key.value);
    }
  },
});

function uses(text: string, name: string): boolean {
  if (text.includes(`\${${name}}`)) return true;
  const mark = `$${name}`;
  for (let at = text.indexOf(mark); at >= 0; at = text.indexOf(mark, at + 1)) {
    if (!/^[0-9A-Za-z_]/.test(text.slice(at + mark.length, at + mark.length + 1))) return true;
  }
  return false;
}

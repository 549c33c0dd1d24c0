/** DL3060: yarn's cache stays in the layer. */
import { calls, head } from '../commands';
import type { FromInstruction } from '../../dockerfile/model';
import { cleanUpFix } from '../fixes/clean-up';
import { withFix } from '../fixes/edits';
import { found, hadolintRule } from '../hadolint-rule';
import { keepsOutOfImageAnywhere } from '../mounts';
import type { RawFinding } from '../rule';
import { inLastingStages, withFrom } from '../stages';

export const dl3060 = hadolintRule({
  code: 'DL3060', name: 'yarn-cache-clean', severity: 'info', bearsOnSize: true, onbuild: true, fixable: 'review',
  checks: '`yarn install` without `yarn cache clean` after it in the same RUN, and `.cache/yarn` is not a cache mount.',
  why: 'yarn keeps a copy of every package that it fetched. In an image nobody will use it again.',
  cost: 'about as much again as node_modules',
  bad: 'FROM node:22\nRUN yarn install\n',
  good: 'FROM node:22\nRUN yarn install && yarn cache clean\n',
  check(context) {
    const forgotten: { finding: RawFinding; from?: FromInstruction }[] = [];
    for (const { instruction, from } of withFrom(context.instructions)) {
      if (instruction.kind !== 'RUN' || keepsOutOfImageAnywhere(instruction, '.cache/yarn')) continue;
      const { commands } = context.hadolintScript(instruction);
      const install = commands.find((command) => calls(command, 'yarn', 'install'));
      if (install === undefined) continue;
      // One command may do both, for hadolint.
      if (commands.findIndex((command) => calls(command, 'yarn', 'cache', 'clean')) >= commands.indexOf(install)) continue;
      // Yarn 2 and later may keep in its cache what the program is started from.
      const fix = withFix(cleanUpFix(context, instruction, 'yarn cache clean', 'review'));
      const finding = found(instruction, { at: head(install, 'install'), message: 'yarn leaves its cache in the layer: end the RUN with yarn cache clean.', ...fix });
      forgotten.push(from === undefined ? { finding } : { finding, from });
    }
    return inLastingStages(context.instructions, forgotten).map(({ finding }) => finding);
  },
});

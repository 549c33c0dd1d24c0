/** PL035: dependencies of development are part of the image. */
import { calls, hasFlag, type Command } from '../commands';
import { withFix } from '../fixes/edits';
import { npmWithoutDevelopment } from '../fixes/without-development';
import { verbIs } from './cache-rule';
import { commandsOf, lasting, lastingRuns, plimsollRule, setsVariable } from './plimsoll-rule';

/** What starts a program for development: its container needs those dependencies. */
const DEVELOPS = /\b(?:npm|yarn|pnpm)["',\s]+(?:run["',\s]+)?(?:(?:start|serve):)?(?:dev|develop|development|watch|test)\b|\b(?:nodemon|webpack-dev-server|jest|mocha)\b/;

export const pl035 = plimsollRule({
  code: 'PL035', name: 'npm-dev-dependencies', fixable: 'review',
  checks: '`npm ci`, `npm install`, `yarn install` or `pnpm install` in a stage that is part of the image, without leaving out what only development needs.',
  why: 'Compilers, bundlers and test runners often outweigh what the program needs. `npm ci --omit=dev` leaves them out; what has to be built belongs in an earlier stage.',
  cost: 'often more than half of node_modules',
  links: ['https://docs.npmjs.com/cli/commands/npm-ci'],
  bad: 'FROM node:22\nCOPY package.json package-lock.json ./\nRUN npm install && npm cache clean --force\n',
  good: 'FROM node:22\nCOPY package.json package-lock.json ./\nRUN npm ci --omit=dev && npm cache clean --force\n',
  *check(context) {
    if (setsVariable(context, /^(?:NODE_ENV|npm_config_(?:omit|production|only)|NPM_CONFIG_(?:OMIT|PRODUCTION))$/i)) return;
    const runs = lastingRuns(context).map((run) => ({ run, commands: commandsOf(context, run) }));
    if (runs.some(({ commands }) => commands.some((command) => calls(command, ['npm', 'pnpm', 'yarn'], 'prune', 'autoclean')))) return;
    if (lasting(context).some(({ kind, args }) => (kind === 'CMD' || kind === 'ENTRYPOINT') && DEVELOPS.test(args.text))) return;
    for (const { run, commands } of runs) {
      if (/NODE_ENV=/.test(context.hadolintScript(run).text) || commands.some((command) => command.name === 'rm' && command.args.some((arg) => arg.includes('node_modules')))) continue;
      const install = commands.find(installsAll);
      if (install === undefined) continue;
      const advice = install.name === 'npm' ? 'npm ci --omit=dev' : install.name === 'yarn' ? 'yarn install --production' : 'pnpm install --prod';
      yield {
        instruction: run, span: { start: install.shell.name.start, end: install.words[0]?.end ?? install.shell.name.end },
        message: `This installs what only development needs, too: ${advice}, or build in an earlier stage.`, ...withFix(npmWithoutDevelopment(context, run, install)),
      };
    }
  },
});

function installsAll(command: Command): boolean {
  if (hasFlag(command, 'omit', 'production', 'prod', 'only', 'P', 'g', 'global', 'version', 'v')) return false;
  // A variable may say that they are left out.
  if (!verbIs(command, ['npm', 'yarn', 'pnpm'], ['install', 'i', 'ci', 'clean-install']) || command.words.some(({ literal, value }) => !literal && value.startsWith('-'))) return false;
  return command.args.filter((arg) => !arg.startsWith('-')).length === 1;
}

/** Installs without what only development needs, where the Dockerfile shows nothing that needs it. */
import type { CommandInstruction, Dockerfile, PairsInstruction } from '../../dockerfile/model';
import { once } from '../../once';
import type { Fix } from '../../report/report';
import type { Command } from '../commands';
import { insertAfter } from '../hadolint-rule';
import { commandsOf, lasting, lastingRuns, rootImage } from '../plimsoll/plimsoll-rule';
import type { LintContext } from '../rule';
import { fixOf, hasPragma, lineEndOf } from './edits';

/** Programs that projects keep among the dependencies of development, and scripts that call them. */
const BUILDS_WITH = /\b(?:npx|gulp|grunt|bower|webpack|tsc|ts-node|ng|vite|rollup|babel|gatsby|next|nuxt|react-scripts|nodemon|jest|mocha|karma|eslint|lerna|electron|cypress|typescript)\b|\b(?:npm|yarn|pnpm)\s+(?:run|test|build|exec|dev|watch)\b|\byarn\s+(?!install\b|cache\b|add\b|global\b|--)[a-z]/;
const TESTS = /\b(?:phpunit|phpstan|behat|rspec|minitest|rubocop|guard|rake\s+(?:test|spec)|test|cucumber)\b/;

/** npm, yarn or pnpm. Undefined where a script is run that may need what would be missing. */
export function npmWithoutDevelopment(context: LintContext, run: CommandInstruction, install: Command): Fix | undefined {
  if (callsBuilders(context) || install.words.some(({ literal }) => !literal) || install.shell.redirects.length > 0) return undefined;
  const flag = install.name === 'yarn' ? '--production' : install.name === 'pnpm' ? '--prod' : isOldNpm(context, run) ? '--only=production' : '--omit=dev';
  if (install.name === 'yarn' && install.args.includes('--immutable')) return undefined;
  const edit = insertAfter(install, ['install', 'i', 'ci', 'clean-install'], flag);
  return withAssumption(fixOf(`Install with ${flag}`, 'review', [edit]), 'The program starts without anything of devDependencies, and no install script builds with them.');
}

export function composerWithoutDevelopment(context: LintContext, install: Command): Fix | undefined {
  if (callsTests(context)) return undefined;
  return withAssumption(fixOf('Install with --no-dev', 'review', [insertAfter(install, ['install'], '--no-dev')]), 'The program uses nothing of require-dev.');
}

/** An ENV, since Bundler has to know it when the program runs, too. Only where the Dockerfile says that it runs in production. */
export function bundleWithoutDevelopment(context: LintContext, run: CommandInstruction): Fix | undefined {
  const { dockerfile } = context;
  if (run.onbuild || hasPragma(run) || developsRails(context) || callsTests(context)) return undefined;
  const at = dockerfile.offsetOfLine(run.startLine);
  const keyword = run.rawKeyword === run.rawKeyword.toLowerCase() ? 'env' : 'ENV';
  return withAssumption(
    fixOf('Leave the groups development and test out', 'review', [{ start: at, end: at, text: `${keyword} BUNDLE_WITHOUT=development:test${lineEndOf(dockerfile)}` }]),
    'The program loads no gem of the groups development and test.',
  );
}

const developsRails = once((context: LintContext): boolean => lasting(context).some(({ args }) => /\b(?:rails|rackup|puma|unicorn|sidekiq|thin)\b/.test(args.text))
  && !/\b(?:RAILS_ENV|RACK_ENV|APP_ENV)[= ]"?production\b/.test(context.dockerfile.text));

const callsTests = once((context: LintContext): boolean => runs(context).some((text) => TESTS.test(text)));
const callsBuilders = once((context: LintContext): boolean => runs(context).some((text) => BUILDS_WITH.test(text)));

function withAssumption(fix: Fix | undefined, assumption: string): Fix | undefined {
  return fix === undefined ? undefined : { ...fix, assumes: [assumption] };
}

/** What is run while the image is built, and when it is started. */
const runs = once((context: LintContext): readonly string[] => {
  const started = lasting(context).filter(({ kind }) => kind === 'CMD' || kind === 'ENTRYPOINT').map((one) => context.hadolintScript(one).text);
  return [...lastingRuns(context).flatMap((run) => commandsOf(context, run).map(({ name, args }) => (name === 'apt-get' || name === 'apk' || args.includes('-g') ? '' : [name, ...args].join(' ')))), ...started];
});

/** npm 6 and older do not know --omit. */
function isOldNpm(context: LintContext, run: CommandInstruction): boolean {
  const tag = /(?:^|\/)node:(\d+)/.exec(rootImage(context.dockerfile, run.stage))?.[1] ?? installedNode(context.dockerfile);
  return tag !== undefined && Number(tag) < 15;
}

/** The major version that a set-up script or a variable names. */
const installedNode = once(({ text, instructions }: Dockerfile): string | undefined => /setup_(\d+)\.x/.exec(text)?.[1]
  ?? instructions.flatMap((one) => (one.kind === 'ENV' || one.kind === 'ARG' ? (one as PairsInstruction).pairs : []))
    .flatMap(({ key, value }) => (/^NODE_?VERSION$/i.test(key.value) ? /^v?(\d+)/.exec(value?.value ?? '')?.[1] ?? [] : []))[0]);

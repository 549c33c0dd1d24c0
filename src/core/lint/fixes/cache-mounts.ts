/** On demand: cache mounts in place of clean-up, never both. */
import type { CommandInstruction, Instruction } from '../../dockerfile/model';
import { once } from '../../once';
import type { Fix, TextEdit } from '../../report/report';
import { isPipInstall, type Command } from '../commands';
import { mountsOf } from '../mounts';
import { cleanUpOf, type Manager } from '../plimsoll/managers';
import type { LintContext } from '../rule';
import { fixOf } from './edits';
import { prependCommand } from './prepend-command';
import { removeCommand } from './remove-command';

interface CacheOf {
  readonly targets: readonly string[];
  /** Package managers that lock their cache: two builds must not share it at a time. */
  readonly locked?: boolean;
  uses(command: Command): boolean;
  readonly cleans?: Manager;
  /** Other commands that empty it, words joined by blanks. */
  readonly cleanUp?: RegExp;
  /** Flags that do without the cache. */
  readonly flags?: readonly string[];
  /** What takes the place of such a flag; nothing does where it is left out. */
  readonly instead?: string;
}

const has = (command: Command, ...verbs: readonly string[]): boolean => command.args.some((arg) => verbs.includes(arg));

/** Places for root, in official images. */
const CACHES: readonly CacheOf[] = [
  { targets: ['/var/cache/apt', '/var/lib/apt'], locked: true, cleans: 'apt', uses: (one) => one.name === 'apt-get' && has(one, 'update', 'install') },
  { targets: ['/var/cache/libdnf5', '/var/cache/dnf'], locked: true, cleans: 'dnf', uses: (one) => one.name === 'dnf' && has(one, 'install', 'upgrade') },
  { targets: ['/var/cache/yum'], locked: true, cleans: 'yum', uses: (one) => one.name === 'yum' && has(one, 'install', 'update') },
  { targets: ['/var/cache/zypp'], locked: true, cleans: 'zypper', uses: (one) => one.name === 'zypper' && has(one, 'install', 'in') },
  {
    targets: ['/etc/apk/cache'], locked: true, cleans: 'apk', flags: ['--no-cache'], instead: '--update-cache',
    uses: (one) => one.name === 'apk' && has(one, 'add') && has(one, '--no-cache', '--update-cache', '-U'),
  },
  { targets: ['/root/.cache/pip'], cleans: 'pip', flags: ['--no-cache-dir'], uses: isPipInstall },
  { targets: ['/root/.npm'], cleans: 'npm', uses: (one) => one.name === 'npm' && has(one, 'install', 'i', 'ci') },
  { targets: ['/usr/local/share/.cache/yarn'], cleans: 'yarn', uses: (one) => one.name === 'yarn' && (has(one, 'install', 'add') || one.args.length === 0) },
  { targets: ['/go/pkg/mod', '/root/.cache/go-build'], uses: (one) => one.name === 'go' && has(one, 'build', 'install', 'download', 'test', 'get') },
  { targets: ['/usr/local/cargo/registry'], uses: (one) => one.name === 'cargo' && has(one, 'build', 'install', 'fetch') },
  { targets: ['/root/.m2'], uses: (one) => /^(?:\.\/)?mvnw?$/.test(one.name) },
  { targets: ['/root/.gradle'], uses: (one) => /^(?:\.\/)?gradlew?$/.test(one.name) },
  { targets: ['/root/.local/share/pnpm/store'], cleanUp: /^pnpm store prune$/, uses: (one) => one.name === 'pnpm' && has(one, 'install', 'i', 'add', 'fetch') },
  { targets: ['/usr/local/bundle/cache'], cleanUp: /^rm -r?f "\$\(gem env gemdir\)"\/cache\/\*\.gem$|^gem sources (?:-c|--clear-all)$/, uses: (one) => (one.name === 'gem' || one.name === 'bundle') && has(one, 'install') },
  { targets: ['/opt/conda/pkgs'], locked: true, cleans: 'conda', uses: (one) => /^(?:conda|mamba)$/.test(one.name) && has(one, 'install', 'create', 'update') },
  { targets: ['/root/.nuget/packages'], uses: (one) => one.name === 'dotnet' && has(one, 'restore', 'build', 'publish') },
  { targets: ['/root/.cache/pypoetry'], cleanUp: /^rm -rf ~\/\.cache\/pypoetry/, uses: (one) => one.name === 'poetry' && has(one, 'install', 'sync') },
  { targets: ['/root/.cache/uv'], flags: ['--no-cache'], uses: (one) => one.name === 'uv' && has(one, 'sync', 'install') },
];

/** Images of Debian and Ubuntu delete apt's archives after each use; a cache needs that turned off. */
const KEEP_ARCHIVES = 'rm -f /etc/apt/apt.conf.d/docker-clean';

/** The fix for one RUN; undefined where it uses no cache that is known, runs as somebody else, has its mounts, or cannot be edited. */
export function cacheMountFix(context: LintContext, run: CommandInstruction): Fix | undefined {
  const { commands } = context.hadolintScript(run);
  const caches = CACHES.filter((cache) => commands.some(cache.uses));
  if (caches.length === 0 || run.onbuild || context.scriptsOf(run).length !== 1 || mountsOf(run).length > 0 || !runsAsRoot(context, run)) return undefined;
  const edits: (TextEdit | undefined)[] = [];
  for (const { cleans, cleanUp, flags = [], instead, uses } of caches) {
    for (const command of commands) {
      const apt = cleans === 'apt' && command.name === 'apt-get' && has(command, 'clean', 'autoclean');
      const own = cleanUp?.test([command.name, ...command.words.map(({ raw }) => raw)].join(' ')) === true;
      if (apt || own || (cleans !== undefined && cleanUpOf(command) === cleans)) edits.push(removeCommand(context, run, command.shell));
      else if (uses(command)) edits.push(...command.words.filter(({ value }) => flags.includes(value)).map(({ start, end }) => ({ start: start - 1, end, text: instead === undefined ? '' : ` ${instead}` })));
    }
  }
  const first = commands.find((command) => CACHES[0]?.uses(command) === true);
  if (first !== undefined) edits.push(prependCommand(context, run, first.shell, KEEP_ARCHIVES));
  const mounts = caches.flatMap(({ targets, locked }) => targets.map((target) => `--mount=type=cache,target=${target}${locked === true ? ',sharing=locked' : ''}`));
  edits.push({ start: run.keywordSpan.end, end: run.keywordSpan.end, text: ` ${mounts.join(' ')}` });
  return fixOf('Keep the cache in a mount', 'review', edits);
}

/** Whether the USER that stands for the RUN is root, as far as the stage itself tells. */
export function runsAsRoot(context: LintContext, run: CommandInstruction): boolean {
  return !userRuns(context.instructions).has(run);
}

const userRuns = once((instructions: readonly Instruction[]): ReadonlySet<Instruction> => {
  const found = new Set<Instruction>();
  let root = true;
  for (const one of instructions) {
    if (one.kind === 'FROM') root = true;
    else if (one.kind === 'USER') root = /^(?:root|0)(?::|$)/.test(one.args.text.trim());
    else if (!root) found.add(one);
  }
  return found;
});

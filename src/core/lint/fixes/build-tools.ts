/** Build tools only for the RUN that builds: installed in front of it and removed behind it, so that no layer keeps them. */
import type { CommandInstruction, Instruction } from '../../dockerfile/model';
import type { ShellWord } from '../../dockerfile/shell';
import { once } from '../../once';
import type { Fix, TextEdit } from '../../report/report';
import { isPipInstall, type Command } from '../commands';
import { hasCompilers } from '../plimsoll/base-variants';
import { installed, packageName } from '../plimsoll/packages';
import { rootImage } from '../plimsoll/plimsoll-rule';
import type { LintContext } from '../rule';
import { appendCommand } from './append-command';
import { runsAsRoot } from './cache-mounts';
import { fixOf } from './edits';
import { laterRuns } from './later-runs';
import { prependCommand } from './prepend-command';
import { removeCommand } from './remove-command';
import { removeWords } from './remove-words';
import { runScript } from './run-script';

interface Manager {
  readonly install: (names: string) => string;
  readonly remove: (names: string) => string;
  /** Empties what the installation leaves. */
  readonly clean?: string;
}

const MANAGERS: Readonly<Record<string, Manager>> = {
  'apt-get': {
    install: (names) => `apt-get update && apt-get install -y --no-install-recommends ${names}`,
    // apt suggests dpkg-dev, which recommends compilers: where suggestions hold packages (Debian's default outside of its container images), none of them would go.
    remove: (names) => `apt-get purge -y --auto-remove -o APT::AutoRemove::SuggestsImportant=false ${names}`, clean: 'apt-get clean && rm -rf /var/lib/apt/lists/*',
  },
  apk: { install: (names) => `apk add --no-cache ${names}`, remove: (names) => `apk del ${names}` },
  yum: { install: (names) => `yum install -y ${names}`, remove: (names) => `yum autoremove -y ${names}`, clean: 'yum clean all' },
  dnf: { install: (names) => `dnf install -y ${names}`, remove: (names) => `dnf autoremove -y ${names}`, clean: 'dnf clean all' },
};

/** Installed again for so many RUNs at most; beyond that a build stage is the better answer. */
const MOST_BUILDS = 2;

/** What brings its own runtime along: to remove it would take away what runs the program. */
const WITH_RUNTIME = /jdk|java|maven|gradle|^ant$|clang|rust|^cargo$|kernel|linux-headers-\$/;

/** What the full variants of official language images hold anyway. */
const OF_FULL_IMAGES = /^(?:build-essential|gcc|g\+\+|autoconf|automake)$/;

/** Programs that may call a compiler, that come with one, or a script of unknown content. */
const BUILDERS = /^(?:make|gmake|cmake|gcc|g\+\+|cc|c\+\+|clang|configure|config|bootstrap|autogen|autoreconf|ninja|meson|scons|waf|b2|bjam|bazel|qmake|go|cargo|rustc|rustup|ghc|stack|cabal|opam|dep|glide|godep|govendor|docker-php-ext-\w+|pecl|phpize|bundle|bundler|gem|javac|ant|sbt|rebar3?|mix|npm|npx|yarn|pnpm|node-gyp|pipenv|poetry|easy_install|virtualenv|buildout|conda|mamba|cpanm?|luarocks|rscript|r|install2\.r|installgithub\.r|nvcc|swig|rbenv|ruby-build|rvm|pyenv|nvm|sh|bash|dash|zsh|source|\.|eval|su|gosu|dpkg-buildpackage|debuild|strip|objcopy|objdump|readelf|ar|ranlib|nm|ld|as|m4|bison|yacc|flex|lex|libtool|libtoolize|aclocal|autoconf|automake|autoheader|rpmbuild|checkinstall|catkin_make|colcon|rake|perl)$/i;

/** Of the image as it runs. */
const CALLS_COMPILER = /\b(?:make|cmake|gcc|g\+\+|cc|clang|go|cargo|rustc|npm (?:i|install|ci)|pip3? install|bundle install|node-gyp|gulp|webpack|setup\.py|build)\b/;

/**
 * `install` of `run` brings `tools`. Undefined where they cannot be told apart, something built later needs a user who may not install,
 * or they are called when the container runs.
 */
export function buildToolsFix(context: LintContext, run: CommandInstruction, install: Command, tools: readonly ShellWord[]): Fix | undefined {
  const manager = MANAGERS[install.name === 'apt' || install.name === 'aptitude' ? 'apt-get' : install.name];
  if (manager === undefined || run.onbuild || tools.some((word) => !isPlain(word) || WITH_RUNTIME.test(word.value))) return undefined;
  const given = tools.every((word) => OF_FULL_IMAGES.test(packageName(word))) && hasCompilers(rootImage(context.dockerfile, run.stage));
  if (given) return fixOf('Leave out what the base image has', 'review', installed(install).length === tools.length ? [removeCommand(context, run, install.shell)] : removeWords(context, install, tools) ?? [undefined]);
  const names = [...new Set(tools.map(({ value }) => value))].join(' ');
  const bare = [...new Set(tools.map(packageName))].join(' ');
  const builders = buildingRuns(context);
  // A stage that builds on this one has the layers, but its RUNs stand for another image as well.
  if (builders.inHeirs(run) || callsCompiler(context, run)) return undefined;
  const here = context.hadolintScript(run).commands.some((command) => command.start > install.end && mayBuild(command));
  const others = builders.all(run, MOST_BUILDS - Number(here));
  if (others === undefined || others.length + Number(here) === 0) return undefined;
  const edits: (TextEdit | undefined)[] = [];
  const keep = install.name === 'apk' && tools.some((word) => /^(?:gcc|g\+\+|build-base|alpine-sdk)$/.test(packageName(word)));
  if (here) edits.push(appendCommand(context, run, `${keep ? 'apk add --no-cache libstdc++ && ' : ''}${manager.remove(bare)}`));
  else if (installed(install).length === tools.length && !keep) edits.push(removeCommand(context, run, install.shell));
  else edits.push(...(removeWords(context, install, tools) ?? [undefined]), ...(keep ? [{ start: tools[0]!.end, end: tools[0]!.end, text: ' libstdc++' }] : []));
  for (const other of others) {
    const first = runScript(context, other)?.script.commands[0];
    const [before] = context.hadolintScript(other).commands;
    if (first === undefined || before === undefined || !runsAsRoot(context, other as CommandInstruction)) return undefined;
    // `set -e` and its like have to come first.
    const start = before.name === 'set' ? context.hadolintScript(other).commands[1]?.shell : first;
    if (start === undefined || start.depth > 0 || start.inPipeline) return undefined;
    const clean = manager.clean === undefined ? '' : ` && ${manager.clean}`;
    edits.push(prependCommand(context, other, start, manager.install(names)), appendCommand(context, other, `${manager.remove(bare)}${clean}`));
  }
  const fix = fixOf(others.length === 0 ? `Remove ${bare} where the building ends` : `Have ${bare} only in the RUN that builds`, 'review', edits);
  return fix === undefined ? undefined : { ...fix, assumes: [
    `Nothing calls ${bare} when the container runs.`,
    'A library that only the tools brought (libgomp, libgfortran, libquadmath) is named in the installation if the program needs it.',
    ...(others.length === 0 ? [] : [`No other RUN than line ${others.map(({ startLine }) => startLine).join(' and ')} compiles anything.`]),
  ] };
}

function isPlain(word: ShellWord): boolean {
  return word.literal && word.end - word.start === word.raw.length && /^[\w.+:=~*-]+$/.test(word.raw);
}

const buildingRuns = laterRuns(builds);

function builds(context: LintContext, run: Instruction): boolean {
  // What cannot be read may build anything.
  return run.json !== undefined || run.heredocs.length > 0 ? true : context.hadolintScript(run).commands.some(mayBuild);
}

function mayBuild(command: Command): boolean {
  const name = command.name.replace(/^.*\//s, '');
  if (BUILDERS.test(name) || isPipInstall(command) || /^\.{0,2}\//.test(command.name) || /\.(?:sh|bash|pl|py)$/.test(name)) return true;
  return /^python[\d.]*$/.test(name) && command.args.some((arg) => /setup\.py|build|waf|install/.test(arg));
}

function callsCompiler(context: LintContext, run: Instruction): boolean {
  return lastCallOfCompiler(context) >= (run.stage ?? 0);
}

/** The number of the last stage that starts a compiler; -1 if none does. */
const lastCallOfCompiler = once(({ instructions }: LintContext): number => {
  const found = instructions.findLast((one) => (one.kind === 'CMD' || one.kind === 'ENTRYPOINT') && CALLS_COMPILER.test(one.args.text));
  return found === undefined ? -1 : found.stage ?? 0;
});

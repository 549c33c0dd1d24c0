/** The slim variant of the base image, where the Dockerfile shows nothing that only the full one has. */
import type { FromInstruction, Instruction } from '../../dockerfile/model';
import type { Fix } from '../../report/report';
import { isPipInstall, type Command } from '../commands';
import { hasCompilers, type Variant } from '../plimsoll/base-variants';
import { installed, packageName } from '../plimsoll/packages';
import { lasting } from '../plimsoll/plimsoll-rule';
import type { LintContext } from '../rule';

/** Programs that the slim variants have: the shell's own, coreutils and what every Debian has, and the language's. */
const IN_SLIM = new RegExp(`^(?:${[
  '\\.|:|\\[|alias|cd|command|echo|eval|exec|exit|export|false|getopts|hash|printf|pwd|read|return|set|shift|source|test|times|trap|true|type|ulimit|umask|unset',
  'basename|cat|chgrp|chmod|chown|cp|cut|date|dd|df|dirname|du|env|expr|find|getent|grep|egrep|fgrep|gzip|gunzip|head|hostname|id|install|ln|ls|md5sum|mkdir|mktemp|mv|nproc',
  'readlink|realpath|rm|rmdir|sed|seq|sha1sum|sha256sum|sha512sum|sleep|sort|stat|tail|tar|tee|touch|tr|tty|uname|uniq|wc|which|whoami|xargs|yes|awk|mawk|perl|sh|bash|dash|su',
  'apt-get|apt|apt-cache|apt-mark|dpkg|dpkg-reconfigure|debconf-set-selections|useradd|groupadd|usermod|groupmod|adduser|addgroup|passwd|chpasswd|ldconfig|update-rc\\.d|update-alternatives|addgroup',
  'python[\\d.]*|pip[\\d.]*|node|nodejs|npm|npx|yarn|corepack|ruby|gem|bundle|bundler|rake|irb',
].join('|')})$`);

/** What a package is called whose program has another name. */
const PROGRAM_OF: Readonly<Record<string, RegExp>> = {
  'build-essential': /^(?:gcc|g\+\+|cc|make)$/, gnupg: /^(?:gpg|apt-key)$/, gnupg2: /^(?:gpg|apt-key)$/, 'locales': /^locale-gen$/, 'ca-certificates': /^update-ca-certificates$/,
};
const COMPILERS = /^(?:build-essential|gcc|g\+\+)$/;

/** Languages whose packages are mostly compiled when they are installed. */
const COMPILES = /^(?:bundle|bundler|gem|cargo|rustc|cpanm?)$/;

export function slimBaseFix(context: LintContext, from: FromInstruction, variant: Variant): Fix | undefined {
  const { image } = from;
  const runs = lasting(context);
  const commands = runs.flatMap((one) => (one.kind === 'RUN' ? context.hadolintScript(one).commands : []));
  if (image.end - image.start !== image.raw.length || runs.some((one) => one.kind === 'RUN' && !isReadable(context, one))) return undefined;
  const packages = commands.flatMap(installed).map(packageName);
  const named = new Set(packages);
  const brought = (name: string): boolean => named.has(name) || Object.entries(PROGRAM_OF).some(([one, programs]) => named.has(one) && programs.test(name));
  const added = new Set(commands.flatMap((one) => (/^(?:pip|npm|yarn|gem|python)/.test(one.name) ? one.args.map((arg) => arg.replace(/[=<>~@[].*$/s, '')) : [])));
  const called = [...commands, ...runs.flatMap((one) => (one.kind === 'CMD' || one.kind === 'ENTRYPOINT' ? context.hadolintScript(one).commands : []))];
  if (called.some((command) => !isKnown(command, brought, added))) return undefined;
  const compilers = packages.some((name) => COMPILERS.test(name));
  // JRE in place of JDK: whether a program compiles at run time cannot be read from the Dockerfile.
  const full = hasCompilers(image.value);
  if (full && !compilers && commands.some(({ name }) => COMPILES.test(name))) return undefined;
  const builds = commands.some((command) => isPipInstall(command) || /^(?:npm|yarn)$/.test(command.name));
  return {
    title: `Use ${variant.image}`, safety: 'review', edits: [{ start: image.start, end: image.end, text: variant.image }],
    assumes: [
      'The tag exists for this version.', 'The program itself, and scripts that are copied in, call nothing that only the full variant has (curl, git, gcc, imagemagick).',
      ...(full && builds && !compilers ? ['What pip or npm installs comes ready to run and is not compiled.'] : []),
    ],
  };
}

function isReadable(context: LintContext, run: Instruction): boolean {
  return run.json !== undefined || context.scriptsOf(run).every(({ hasErrors }) => !hasErrors);
}

function isKnown(command: Command, brought: (name: string) => boolean, added: ReadonlySet<string>): boolean {
  const name = command.name.replace(/^(?:\/usr)?(?:\/local)?\/s?bin\//, '');
  // git in an address is git as a program.
  if (command.args.some((arg) => /^git[+:]|\.git(?:[@#]|$)/.test(arg)) && !brought('git')) return false;
  if ((name === 'sh' || name === 'bash') && command.args.length > 0 && !command.args[0]!.startsWith('-')) return false;
  // Or a program of a package that pip, npm or gem installs.
  return IN_SLIM.test(name) || brought(name) || added.has(name);
}

/** PL033: an archive is downloaded and unpacked, and stays. */
import type { CommandInstruction, Dockerfile, Span } from '../../dockerfile/model';
import { once } from '../../once';
import { flagValues, operands, type Command } from '../commands';
import { cleanUpFix } from '../fixes/clean-up';
import { withFix } from '../fixes/edits';
import { keepsOutOfImage } from '../mounts';
import { commandsOf, lastingRuns, plimsollRule } from './plimsoll-rule';
import { trimEndOf } from '../../trim-chars';

const ARCHIVE = /\.(?:tar|tgz|tbz2?|txz|tar\.\w+|zip|deb|rpm|xz|bz2|gz|7z|run)$/i;
const UNPACKERS: ReadonlySet<string> = new Set(['tar', 'unzip', 'dpkg', 'rpm', 'gunzip', 'bsdtar', '7z', 'yum', 'dnf', 'apt', 'apt-get', 'gdebi', 'sh', 'bash']);
const MOVERS: ReadonlySet<string> = new Set(['rm', 'mv', 'find', 'unlink', 'shred', 'gunzip', 'unxz', 'bunzip2', 'gzip', 'xz']);

export const pl033 = plimsollRule({
  code: 'PL033', name: 'download-not-removed', severity: 'warning', fixable: 'safe',
  checks: 'A RUN downloads an archive with curl or wget, unpacks or installs it, and does not delete it.',
  why: 'The archive stays in the layer beside its content. A later RUN cannot take it out again.',
  cost: 'the size of the archive',
  bad: 'FROM debian:12\nRUN curl -fsSLo /tmp/app.tar.gz https://example.com/app.tar.gz && tar -xzf /tmp/app.tar.gz -C /opt\n',
  good: 'FROM debian:12\nRUN curl -fsSL https://example.com/app.tar.gz | tar -xz -C /opt\n',
  *check(context) {
    for (const run of lastingRuns(context)) {
      const commands = commandsOf(context, run);
      const hit = commands.map((command) => ({ command, file: downloaded(command) })).find(({ file }) => file !== undefined && isLeft(file, commands, run));
      if (hit?.file === undefined) continue;
      const { command, file } = hit;
      // Whoever names it again may need it. `cd` on the way: where the RUN ends is not where the file is.
      const reachable = file.startsWith('/') || !commands.some(({ name }) => name === 'cd' || name === 'pushd');
      const named = archivesNamed(context.dockerfile).get(file.replace(/^.*\//s, ''));
      const elsewhere = named === undefined || named.start < run.span.start || named.end > run.span.end;
      const plain = !elsewhere && /^[\w./+@%-]+$/.test(file) && !file.startsWith('-') && command.shell.depth === 0;
      yield {
        instruction: run, span: { start: command.start, end: command.end }, message: `${file} stays in this layer: delete it in the same RUN${/\.(?:tar\.?\w*|t[gbx]z2?)$/i.test(file) ? ', or pipe the download into tar' : ''}.`,
        ...withFix(reachable && plain ? cleanUpFix(context, run, `rm -f ${file}`) : undefined),
      };
    }
  },
});

/** From the first to the last place where the text has the name of an archive. */
const archivesNamed = once(({ text }: Dockerfile): ReadonlyMap<string, Span> => {
  const found = new Map<string, { readonly start: number; end: number }>();
  for (const { 0: name, index } of text.matchAll(/[\w.+@%-]+/g)) {
    if (!ARCHIVE.test(name)) continue;
    const known = found.get(name);
    if (known === undefined) found.set(name, { start: index, end: index + name.length });
    else known.end = index + name.length;
  }
  return found;
});

/** The name of the archive that a command writes, if that is plain. */
function downloaded(command: Command): string | undefined {
  const { name, shell } = command;
  if ((name !== 'curl' && name !== 'wget') || shell.pipesInto) return undefined;
  const out = name === 'curl' ? ['o', 'output'] : ['O', 'output-document'];
  const urls = operands(command, ['o', 'output', 'O', 'output-document', 'H', 'header', 'P', 'directory-prefix', 'retry', 'A', 'e', 'b', 'c']).filter(({ value }) => /^(?:https?|ftp):\/\//.test(value) || /^\$/.test(value));
  const given = out.flatMap((flag) => flagValues(command, flag)).find(({ value }) => value !== '-');
  const attached = command.words.map(({ value }) => /^--output(?:-document)?=(.+)$/.exec(value)?.[1]).find((value) => value !== undefined);
  let file = attached ?? (name === 'curl' || given !== undefined ? given?.literal === true ? given.value : undefined : undefined);
  const remote = name === 'wget' ? given === undefined && attached === undefined : command.flags.some((flag) => flag.name === 'O' || flag.name === 'remote-name');
  if (file === undefined && remote && urls.length === 1 && !command.flags.some((flag) => flag.name === 'P' || flag.name === 'directory-prefix' || flag.name === 'J')) {
    file = urls[0]?.literal === true ? urls[0].value.replace(/[?#].*$/s, '').replace(/^.*\//s, '') : undefined;
  }
  return file !== undefined && ARCHIVE.test(file) && !/[$`*?]/.test(file) ? file : undefined;
}

/** Unpacked or installed by its name, and nothing that may delete or move it. */
function isLeft(file: string, commands: readonly Command[], run: CommandInstruction): boolean {
  const base = file.replace(/^.*\//s, '');
  const names = (command: Command): boolean => command.args.some((arg) => arg === file || arg.replace(/^.*\//s, '') === base);
  if (file.startsWith('/') && keepsOutOfImage(run, file.slice(0, Math.max(1, file.lastIndexOf('/'))))) return false;
  if (!commands.some((command) => UNPACKERS.has(command.name) && names(command))) return false;
  return !commands.some((command) => MOVERS.has(command.name) && operands(command).some(({ value, literal }) => !literal || /[*?]/.test(value)
    || value.replace(/^.*\//s, '') === base || file.startsWith(`${trimEndOf(value, '/')}/`) || (!file.startsWith('/') && (command.name === 'mv' || command.args.includes('-r') || command.args.includes('-rf') || command.args.includes('-fr')))));
}

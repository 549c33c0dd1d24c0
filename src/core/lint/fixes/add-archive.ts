/** ADD of an archive in place of COPY and tar. */
import type { CommandInstruction, CopyInstruction, Instruction } from '../../dockerfile/model';
import type { Fix, TextEdit } from '../../report/report';
import { flagValues, hasFlag, operands, type Command } from '../commands';
import { absolutePath, workdirAt } from '../plimsoll/paths';
import type { LintContext } from '../rule';
import { fixOf, indexIn, removeInstruction } from './edits';
import { removeCommand } from './remove-command';

/**
 * Only where the RUN right after the COPY unpacks the one archive with plain options, first of all it does: then ADD leaves the same
 * files. `rm` of the archive goes as well.
 */
export function addArchiveFix(context: LintContext, copy: Instruction): Fix | undefined {
  const index = indexIn(context.instructions, copy);
  const run = context.instructions[index + 1];
  if (copy.kind !== 'COPY' || run?.kind !== 'RUN' || copy.flags.length > 0 || copy.sources.length !== 1 || copy.onbuild) return undefined;
  const workdir = workdirAt(context.instructions, copy);
  const archive = archivePath(copy, workdir);
  const { commands } = context.hadolintScript(run);
  const [tar] = commands;
  if (archive === undefined || tar === undefined || context.scriptsOf(run).length !== 1) return undefined;
  const target = unpackedTo(tar, archive, workdir);
  if (target === undefined || copy.destination === undefined) return undefined;
  const removal = commands.find((command) => command.name === 'rm' && operands(command).length === 1 && absolutePath(operands(command)[0]?.value ?? '', workdir) === archive);
  // Whatever else reads the archive, or changes where names point to, needs it where it is.
  if (commands.some((command) => command !== tar && command !== removal && command.args.some((arg) => archive.endsWith(arg.replace(/^.*\//s, '')) && arg !== ''))) return undefined;
  const gone = [tar, ...(removal === undefined ? [] : [removal])];
  const edits = commands.length === gone.length ? [removeInstruction(context.dockerfile, run as CommandInstruction)] : gone.map((command) => removeCommand(context, run, command.shell));
  const { keywordSpan, destination } = copy;
  const later = laterRemovals(context, index + 2, archive);
  if (later === undefined) return undefined;
  return fixOf('Let ADD unpack it', 'review', [
    { ...keywordSpan, text: copy.rawKeyword === copy.rawKeyword.toLowerCase() ? 'add' : 'ADD' },
    { start: destination.start, end: destination.end, text: target === '/' ? '/' : `${target}/` }, ...edits, ...later,
  ]);
}

/** Edits that take out what deletes the archive in a RUN further down; undefined where one uses it otherwise, or deletes more at once. */
function laterRemovals(context: LintContext, from: number, archive: string): readonly (TextEdit | undefined)[] | undefined {
  const edits: (TextEdit | undefined)[] = [];
  const name = archive.replace(/^.*\//s, '');
  for (const one of context.instructions.slice(from)) {
    if (one.kind === 'FROM') break;
    if (one.kind !== 'RUN') continue;
    const workdir = workdirAt(context.instructions, one);
    for (const command of context.hadolintScript(one).commands) {
      const forced = command.name === 'rm' && hasFlag(command, 'f', 'force');
      // A pattern that finds nothing is a name that is not there.
      if (command.name === 'rm' && !forced && command.args.some((arg) => /[*?[]/.test(arg))) return undefined;
      if (!command.args.some((arg) => arg.endsWith(name))) continue;
      if (command.name === 'rm' && operands(command).length === 1 && absolutePath(operands(command)[0]?.value ?? '', workdir) === archive) edits.push(removeCommand(context, one, command.shell));
      else if (!forced) return undefined;
    }
  }
  return edits;
}

function archivePath(copy: CopyInstruction, workdir: string | undefined): string | undefined {
  const source = copy.sources[0]?.value ?? '';
  const to = copy.destination?.value ?? '';
  if (!/\.(?:tar|tar\.(?:gz|bz2|xz)|tgz|tbz2?|txz)$/.test(source) || /[*?[$\s]/.test(source)) return undefined;
  const path = absolutePath(to, workdir);
  if (path === undefined) return undefined;
  const name = source.replace(/^.*\//s, '');
  return path.endsWith(`/${name}`) ? path : to.endsWith('/') || to === '.' ? `${path === '/' ? '' : path}/${name}` : undefined;
}

/** `tar -xzf FILE [-C DIR]`, with nothing that changes names or owners. */
function unpackedTo(tar: Command, archive: string, workdir: string | undefined): string | undefined {
  if (tar.name !== 'tar' || tar.shell.depth > 0 || tar.shell.inPipeline || tar.shell.redirects.length > 0) return undefined;
  if (!tar.flags.every(({ name }) => ['x', 'z', 'j', 'J', 'v', 'f', 'p', 'C'].includes(name)) || !tar.flags.some(({ name }) => name === 'x')) return undefined;
  const files = operands(tar, ['C']).map(({ value }) => value);
  const [to] = flagValues(tar, 'C');
  if (files.length !== 1 || absolutePath(files[0] ?? '', workdir) !== archive || (to !== undefined && !to.literal)) return undefined;
  return absolutePath(to?.value ?? '.', workdir);
}

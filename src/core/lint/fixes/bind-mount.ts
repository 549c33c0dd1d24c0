/** A mount of the build context in place of a COPY whose file a later RUN deletes: it is there while it is needed, and in no layer. */
import type { CommandInstruction, Instruction } from '../../dockerfile/model';
import type { Fix, TextEdit } from '../../report/report';
import { operands, type Command } from '../commands';
import { absolutePath, isWithin, workdirAt } from '../plimsoll/paths';
import { commandsOf } from '../plimsoll/plimsoll-rule';
import type { LintContext } from '../rule';
import { fixOf, indexIn, removeInstruction } from './edits';
import { removeCommand } from './remove-command';
import { removeWords } from './remove-words';
import { trimEndOf } from '../../trim-chars';

/** Commands that only read the files they are given: a mount cannot be written to. */
const READERS: ReadonlySet<string> = new Set([
  'apk', 'apt', 'apt-get', 'apt-key', 'bash', 'cat', 'conda', 'cp', 'dash', 'dnf', 'dpkg', 'dpkg-deb', 'gem', 'gpg', 'grep', 'install', 'java', 'jar', 'ls',
  'mamba', 'md5sum', 'microdnf', 'mkdir', 'npm', 'perl', 'php', 'pip', 'pip3', 'pnpm', 'python', 'python3', 'rpm', 'ruby', 'sh', 'sha1sum', 'sha256sum', 'sha512sum',
  'tar', 'test', 'unzip', 'yarn', 'yum', 'zcat', 'zypper',
]);
/** Of these, what lies below a copied directory may be a program that writes beside itself. */
const RUNNERS: ReadonlySet<string> = new Set(['bash', 'dash', 'java', 'npm', 'perl', 'php', 'pip', 'pip3', 'pnpm', 'python', 'python3', 'ruby', 'sh', 'yarn']);

/** Instructions between COPY and deletion; what comes later is no longer one step. */
const MAX_BETWEEN = 100;

/** What holds for every mount that takes the place of a COPY. */
export const MOUNT_ASSUMES: readonly string[] = ['BuildKit or buildah builds it: the classic builder knows no mounts. Old ones leave an empty file in its place.', 'No command writes into what was copied: the mount is read-only.'];

/**
 * `path` is where `copy` puts the one thing that it copies, `deletion` the command in `run` that deletes it. Undefined where anything
 * between them might write to it, hide it, or use it in a way that cannot be read from the text.
 */
export function bindMountFix(context: LintContext, copy: Instruction, path: string, run: Instruction, deletion: Command): Fix | undefined {
  const source = mountSource(copy);
  if (source === undefined || !/^[\w@%+./-]+$/.test(path)) return undefined;
  const from = indexIn(context.instructions, copy) + 1;
  const to = indexIn(context.instructions, run) + 1;
  if (to - from > MAX_BETWEEN) return undefined;
  const between = context.instructions.slice(from, to);
  const edits: (TextEdit | undefined)[] = [removeInstruction(context.dockerfile, copy)];
  let workdir = workdirAt(context.instructions, copy);
  let mounted = 0;
  for (const one of between) {
    if (one.kind === 'WORKDIR') workdir = absolutePath(one.args.text, workdir);
    else if (one.kind === 'COPY' || one.kind === 'ADD') {
      if (one.destination === undefined || isWithin(absolutePath(one.destination.value, workdir) ?? path, path)) return undefined;
    } else if (one.kind === 'RUN') {
      const use = useOfPath(context, one, path, workdir, one === run ? deletion : undefined);
      if (use === 'unclear') return undefined;
      if (use === 'none') continue;
      mounted += 1;
      edits.push({ start: one.keywordSpan.end, end: one.keywordSpan.end, text: ` --mount=type=bind,${source},target=${path}` });
    }
  }
  if (mounted === 0) return undefined;
  edits.push(...removalOf(context, run, path, workdir, deletion));
  const fix = fixOf(`Mount it instead of ${copy.keyword}`, 'review', edits);
  return fix === undefined ? undefined : { ...fix, assumes: MOUNT_ASSUMES };
}

/** `source=…` of a plain COPY of one thing, from the context or another stage. */
function mountSource(copy: Instruction): string | undefined {
  if (copy.kind !== 'COPY' || copy.onbuild || copy.sources.length !== 1 || copy.flags.some(({ name }) => name !== 'from' && name !== 'link')) return undefined;
  const path = copy.sources[0]!.value;
  if (!/^[\w@%+./-]+$/.test(path) || path.split('/').includes('..')) return undefined;
  if (copy.from === undefined) return `source=${trimEndOf(path.replace(/^(?:\.?\/)+/, ''), '/') || '.'}`;
  return /^[\w./:@-]+$/.test(copy.from) ? `from=${copy.from},source=${absolutePath(path, '/')}` : undefined;
}

/** Whether a RUN needs what stands at `path`; `deletion` does not count. */
export function useOfPath(context: LintContext, run: CommandInstruction, path: string, workdir: string | undefined, deletion: Command | undefined): 'none' | 'reads' | 'unclear' {
  const name = path.replace(/^.*\//s, '');
  const users = commandsOf(context, run).filter((one) => one !== deletion && [one.name, ...one.args].some((word) => word.includes(name)));
  const { start, end } = run.span;
  const rest = [...users, ...(deletion === undefined ? [] : [deletion])]
    .reduce((text, one) => text.slice(0, one.shell.start - start) + ' '.repeat(one.shell.end - one.shell.start) + text.slice(one.shell.end - start), context.dockerfile.text.slice(start, end));
  // In a redirection, a heredoc, a command whose name is not plain, or reached through its directory.
  if (rest.includes(name) || reachedByDirectory(context, run, path, deletion)) return 'unclear';
  if (users.length === 0) return 'none';
  if (run.onbuild || context.scriptsOf(run).length !== 1) return 'unclear';
  return users.every((one) => readsOnly(one, path, workdir)) ? 'reads' : 'unclear';
}

/** `/tmp/*.deb`, or `cd /tmp`: files are used by a name that is not theirs. */
function reachedByDirectory(context: LintContext, run: Instruction, path: string, deletion: Command | undefined): boolean {
  const directory = path.replace(/\/[^/]*$/s, '');
  return commandsOf(context, run).some((one) => one !== deletion && one.words.some(({ value }) => value.startsWith(`${directory}/`) && /[*?[]/.test(value)));
}

function readsOnly(command: Command, path: string, workdir: string | undefined): boolean {
  if (command.shell.redirects.some(({ target }) => target !== undefined && target.value.includes(path))) return false;
  if (absolutePath(command.name, workdir) === path) return true;
  if (!READERS.has(command.name)) return false;
  // The last operand of these is what they write.
  const target = command.name === 'cp' || command.name === 'install' || command.name === 'mkdir' ? operands(command).at(-1) : undefined;
  if (target !== undefined && isWithin(absolutePath(target.value, workdir) ?? '/', path)) return false;
  return !RUNNERS.has(command.name) || command.words.every(({ value }) => !isWithin(absolutePath(value, workdir) ?? '/', path) || absolutePath(value, workdir) === path);
}

/** Without the deletion of `path`: what is not there need not be deleted, and a mount cannot be. */
function removalOf(context: LintContext, run: Instruction, path: string, workdir: string | undefined, deletion: Command): readonly (TextEdit | undefined)[] {
  const words = operands(deletion);
  const own = words.filter(({ value }) => absolutePath(value, workdir) === path);
  if (own.length === 0) return [undefined];
  return own.length === words.length ? [removeCommand(context, run, deletion.shell)] : removeWords(context, deletion, own) ?? [undefined];
}

/** PL042: chmod or chown of a copied file in a RUN of its own. */
import type { CommandInstruction, CopyInstruction } from '../../dockerfile/model';
import type { Fix } from '../../report/report';
import { operands, type Command } from '../commands';
import { fixOf, removeInstruction, withFix } from '../fixes/edits';
import type { LintContext } from '../rule';
import { absolutePath } from './paths';
import { commandsOf, plimsollRule } from './plimsoll-rule';

export const pl042 = plimsollRule({
  code: 'PL042', name: 'mode-after-copy', fixable: 'review',
  checks: 'A RUN changes mode or owner of a single file that the COPY right before it brought.',
  why: 'The file is stored twice, and a shell is started for what COPY does itself with `--chmod` or `--chown`. It needs BuildKit, the default since Docker 23.',
  cost: 'the size of the file, and a layer',
  links: ['https://docs.docker.com/reference/dockerfile/#copy---chown---chmod'],
  bad: 'FROM debian:12\nCOPY entrypoint.sh /\nRUN chmod +x /entrypoint.sh\n',
  good: 'FROM debian:12\nCOPY --chmod=755 entrypoint.sh /\n',
  *check(context) {
    let workdir: string | undefined;
    let user = false;
    for (const [index, instruction] of context.instructions.entries()) {
      if (instruction.kind === 'FROM') {
        workdir = undefined;
        user = false;
      } else if (instruction.kind === 'WORKDIR') workdir = absolutePath(instruction.args.text, workdir);
      else if (instruction.kind === 'USER') user = true;
      const copy = context.instructions[index - 1];
      if (instruction.kind !== 'RUN' || copy === undefined || (copy.kind !== 'COPY' && copy.kind !== 'ADD')) continue;
      const run = instruction as CommandInstruction;
      const commands = commandsOf(context, run);
      const [command] = commands;
      const change = command === undefined || commands.length > 1 ? undefined : readChange(command);
      const file = copiedFile(copy, workdir);
      if (command === undefined || change === undefined || file === undefined || absolutePath(change.target, workdir) !== file) continue;
      const flag = `--${command.name}=${change.value}`;
      yield {
        instruction: run, span: { start: command.start, end: command.end }, message: `${file} is stored twice: write ${copy.keyword} ${flag}.`,
        ...withFix(user ? undefined : moveIntoCopy(context, run, copy, command.name, flag)),
      };
    }
  },
});

/** One path, and a value that COPY takes as well: an octal mode, `+x` for scripts, an owner. */
function readChange(command: Command): { readonly value: string; readonly target: string } | undefined {
  const [value, target, ...more] = operands(command);
  if (value === undefined || target === undefined || more.length > 0 || command.flags.length > 0 || !target.literal) return undefined;
  if (command.name === 'chmod') {
    const mode = /^(?:[ua]?\+x|a\+rx|\+rx|[ug]+\+x)$/.test(value.value) ? '755' : /^0?[0-7]{3}$/.test(value.value) ? value.value : undefined;
    return mode === undefined ? undefined : { value: mode, target: target.value };
  }
  return command.name === 'chown' && /^[\w.-]+(?::[\w.-]+)?$/.test(value.value) ? { value: value.value, target: target.value } : undefined;
}

/** Where a COPY of one plain file puts it; a source without an extension may be a directory, unless the destination names it. */
function copiedFile(copy: CopyInstruction, workdir: string | undefined): string | undefined {
  const [source, ...more] = copy.sources;
  const { destination } = copy;
  if (source === undefined || more.length > 0 || destination === undefined || copy.heredocs.length > 0) return undefined;
  const name = source.value.replace(/^.*\//s, '');
  if (!/\.\w+$/.test(name) || /[*?[\]$]|\.(?:tar|gz|tgz|xz|bz2)$|:\/\//.test(source.value)) return undefined;
  const path = absolutePath(destination.value, workdir);
  if (path === undefined) return undefined;
  const into = destination.value.endsWith('/') || destination.value === '.' || destination.value === './' || (!/\.\w+$/.test(path) && path !== workdir && /^\/(?:usr(?:\/local)?\/)?s?bin$|^\/$/.test(path)) || path === workdir;
  return into ? `${path === '/' ? '' : path}/${name}` : path;
}

function moveIntoCopy(context: LintContext, run: CommandInstruction, copy: CopyInstruction, name: string, flag: string): Fix | undefined {
  if (copy.flags.some((one) => one.name === name) || run.flags.length > 0 || run.onbuild || context.scriptsOf(run)[0]?.hasPipe === true) return undefined;
  if (context.scriptsOf(run)[0]?.statements.length !== 1 || context.scriptsOf(run)[0]?.connectives.length !== 0) return undefined;
  return fixOf(`Write ${copy.keyword} ${flag}`, 'review', [{ start: copy.keywordSpan.end, end: copy.keywordSpan.end, text: ` ${flag}` }, removeInstruction(context.dockerfile, run)]);
}

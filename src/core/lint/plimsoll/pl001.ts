/** PL001: chown -R or chmod -R of what a COPY or ADD brought writes every file a second time. */
import { operands, type Command } from '../commands';
import type { CommandInstruction, CopyInstruction, Instruction } from '../../dockerfile/model';
import type { Fix, TextEdit } from '../../report/report';
import { indexIn } from '../fixes/edits';
import type { LintContext, RawFinding, Rule } from '../rule';
import { PathIndex } from './path-index';
import { absolutePath } from './paths';
import { commandsOf } from './plimsoll-rule';

interface Copied {
  readonly copy: CopyInstruction;
  readonly path: string;
  readonly order: number;
}

export const pl001: Rule = {
  code: 'PL001', name: 'chown-after-copy', source: 'plimsoll', severity: 'warning', bearsOnSize: true, fixable: 'review',
  checks: 'RUN changes owner or mode, recursively, of a directory that an earlier COPY or ADD of the stage filled.',
  why: 'A layer cannot hold a changed owner alone: every file is stored again in whole, and the first copy stays in the image below.',
  cost: 'the size of the copied files once more',
  links: ['https://docs.docker.com/reference/dockerfile/#copy---chown---chmod'],
  bad: 'FROM debian:12\nCOPY app /srv/app\nRUN chown -R 1000:1000 /srv/app\n',
  good: 'FROM debian:12\nCOPY --chown=1000:1000 app /srv/app\n',
  *check(context) {
    let copies = new PathIndex<Copied>('last');
    let order = 0;
    let workdir: string | undefined;
    let user = false;
    for (const instruction of context.instructions) {
      if (instruction.kind === 'FROM') {
        copies = new PathIndex('last');
        workdir = undefined;
        user = false;
      } else if (instruction.kind === 'WORKDIR') workdir = absolutePath(instruction.args.text, workdir);
      else if (instruction.kind === 'USER') user = true;
      else if (instruction.kind === 'COPY' || instruction.kind === 'ADD') {
        const path = instruction.destination === undefined ? undefined : absolutePath(instruction.destination.value, workdir);
        if (path !== undefined) copies.add(path, { copy: instruction, path, order: (order += 1) });
      } else if (instruction.kind === 'RUN') yield* checkRun(context, instruction as CommandInstruction, copies, workdir, user);
    }
  },
};

function* checkRun(
  context: LintContext, run: CommandInstruction, copies: PathIndex<Copied>, workdir: string | undefined, user: boolean,
): Iterable<RawFinding> {
  const all = context.scriptsOf(run).flatMap((script) => script.commands);
  for (const command of commandsOf(context, run)) {
    const change = readChange(command);
    if (change === undefined) continue;
    const targets = change.targets.map((target) => absolutePath(target, workdir));
    const hits = targets.flatMap((target) => (target === undefined ? [] : copies.at(target) ?? []));
    if (hits.length === 0) continue;
    const hit = hits.reduce((last, one) => (one.order > last.order ? one : last));
    const flag = command.name === 'chown' ? 'chown' : 'chmod';
    const fix = all.length === 1 && targets.length === 1 && targets[0] === hit.path && !user ? moveIntoCopy(context, run, hit.copy, flag, change.value) : undefined;
    yield {
      instruction: run, span: { start: command.shell.name.start, end: command.shell.end },
      message: `This stores every file of ${hit.path} a second time: write ${hit.copy.keyword} --${flag}=${change.value}.`,
      ...(fix === undefined ? {} : { fix }),
    };
  }
}

/** `chown -R OWNER PATH…`; undefined for anything else. */
function readChange(command: Command): { readonly value: string; readonly targets: readonly string[] } | undefined {
  if (command.name !== 'chown' && command.name !== 'chmod') return undefined;
  if (!command.flags.some(({ name }) => name === 'R' || name === 'recursive')) return undefined;
  if (command.flags.some(({ name }) => name === 'reference')) return undefined;
  const [value, ...targets] = operands(command);
  return value === undefined || targets.length === 0 ? undefined : { value: value.value, targets: targets.map((target) => target.value) };
}

/** Puts the flag on the COPY and takes the RUN away, line end included; not where that would change more than this. */
function moveIntoCopy(context: LintContext, run: CommandInstruction, copy: CopyInstruction, flag: 'chown' | 'chmod', value: string): Fix | undefined {
  if (run.heredocs.length > 0 || copy.heredocs.length > 0 || copy.flags.some(({ name }) => name === flag)) return undefined;
  if (/[\s"'`$\\]/.test(value) || (flag === 'chmod' && !/^[0-7]{3,4}$/.test(value))) return undefined;
  if (!follows(context.instructions, copy, run)) return undefined;
  const { text } = context.dockerfile;
  const end = text.startsWith('\r\n', run.span.end) ? run.span.end + 2 : run.span.end + (text[run.span.end] === '\n' ? 1 : 0);
  const edits: TextEdit[] = [
    { start: copy.keywordSpan.end, end: copy.keywordSpan.end, text: ` --${flag}=${value}` },
    { start: context.dockerfile.offsetOfLine(run.startLine), end, text: '' },
  ];
  return { title: `Move --${flag} to the ${copy.keyword}`, safety: 'review', edits };
}

function follows(instructions: readonly Instruction[], first: Instruction, second: Instruction): boolean {
  return indexIn(instructions, second) === indexIn(instructions, first) + 1;
}

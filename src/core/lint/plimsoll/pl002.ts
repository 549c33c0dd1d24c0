/** PL002: what one RUN (or COPY) made, a later RUN deletes: it stays in the image. */
import { operands, type Command } from '../commands';
import { bindMountFix } from '../fixes/bind-mount';
import { fixOf, withFix } from '../fixes/edits';
import { mergeChain } from '../fixes/merge-runs';
import type { Instruction } from '../../dockerfile/model';
import type { ShellWord } from '../../dockerfile/shell';
import type { LintContext, RawFinding, Rule } from '../rule';
import { mountsOf } from '../mounts';
import { foldersOf, PathIndex } from './path-index';
import { absolutePath, isWithin } from './paths';
import { commandsOf } from './plimsoll-rule';
import { trimEndOf } from '../../trim-chars';

interface Made {
  readonly path: string;
  readonly by: Instruction;
}

export const pl002: Rule = {
  code: 'PL002', name: 'deleted-in-later-layer', source: 'plimsoll', severity: 'warning', bearsOnSize: true, fixable: 'review',
  checks: 'RUN deletes files that an earlier RUN, COPY or ADD of the stage made.',
  why: 'Each instruction makes a layer, and layers only ever add. A file that a later layer deletes is hidden, not gone: everybody still downloads it.',
  cost: 'the size of the deleted files',
  links: ['https://docs.docker.com/build/building/best-practices/#run'],
  bad: 'FROM debian:12\nRUN curl -o /tmp/app.tar.gz https://example.com/app.tar.gz\nRUN tar -xf /tmp/app.tar.gz -C /opt\nRUN rm /tmp/app.tar.gz\n',
  good: 'FROM debian:12\nRUN curl -o /tmp/app.tar.gz https://example.com/app.tar.gz && tar -xf /tmp/app.tar.gz -C /opt && rm /tmp/app.tar.gz\n',
  *check(context) {
    let made = new PathIndex<Made>('first');
    let workdir: string | undefined;
    for (const instruction of context.instructions) {
      if (instruction.kind === 'FROM') {
        made = new PathIndex('first');
        workdir = undefined;
      } else if (instruction.kind === 'WORKDIR') workdir = absolutePath(instruction.args.text, workdir);
      else if (instruction.kind === 'COPY' || instruction.kind === 'ADD') for (const one of copied(instruction, workdir)) made.add(one.path, one);
      else if (instruction.kind === 'RUN') {
        yield* deletions(context, instruction, made, workdir);
        for (const one of written(context, instruction, workdir)) made.add(one.path, one);
      }
    }
  },
};

/** One finding a RUN, at the first word that deletes something older. */
function* deletions(context: LintContext, run: Instruction, made: PathIndex<Made>, workdir: string | undefined): Iterable<RawFinding> {
  for (const command of commandsOf(context, run)) {
    if (command.name !== 'rm' && command.name !== 'unlink') continue;
    for (const word of operands(command)) {
      const deleted = deletedBy(word, workdir);
      const hit = deleted === undefined ? undefined : made.at(deleted.directory, deleted.itself);
      if (hit === undefined) continue;
      yield {
        instruction: run, span: word,
        message: `${hit.path} was made in line ${hit.by.startLine} and stays in that layer: delete it in the same RUN${hit.by.kind === 'RUN' ? '' : ', or mount it'}.`,
        ...withFix(hit.by.kind === 'RUN'
          ? fixOf('Join it to the RUN that made it', 'review', mergeChain(context, hit.by, run) ?? [undefined])
          : bindMountFix(context, hit.by, hit.path, run, command)),
      };
      return;
    }
  }
}

/** The directory or file that a word of `rm` names; not itself where only what is in it goes. */
function deletedBy(word: ShellWord, workdir: string | undefined): { readonly directory: string; readonly itself: boolean } | undefined {
  if (!word.literal) return undefined;
  // `rm -rf /tmp/*` takes everything below the directory.
  const all = /^(.*)\/\*$/s.exec(word.value);
  const directory = absolutePath(all?.[1] === '' ? '/' : all?.[1] ?? word.value, workdir);
  return directory === undefined ? undefined : { directory, itself: all === null };
}

function copied(copy: Extract<Instruction, { kind: 'COPY' | 'ADD' }>, workdir: string | undefined): readonly Made[] {
  const destination = copy.destination === undefined ? undefined : absolutePath(copy.destination.value, workdir);
  if (destination === undefined || copy.destination === undefined) return [];
  if (copy.sources.length === 1 && isFolder(copy.sources[0]!.value)) return [{ path: destination, by: copy }];
  const into = copy.destination.value.endsWith('/') || copy.sources.length > 1 || copy.destination.value === '.';
  if (!into) return [{ path: destination, by: copy }];
  return copy.sources.flatMap(({ value }) => {
    const name = trimEndOf(value.replace(/[?#].*$/, ''), '/').replace(/^.*\//s, '');
    return name === '' || /[*?[\]$]/.test(name) || name === '.' ? [] : [{ path: destination === '/' ? `/${name}` : `${destination}/${name}`, by: copy }];
  });
}

/** Of a directory the content is copied, whatever its name. */
function isFolder(source: string): boolean {
  return source === '' || source.endsWith('/') || /(?:^|\/)\.$/.test(source);
}

/** Files that a RUN surely makes: downloads with a name, and redirections; not those on a mount, nor what it deletes itself. */
function written(context: LintContext, run: Instruction, workdir: string | undefined): readonly Made[] {
  const mounted = mountsOf(run).flatMap(({ target }) => (target === undefined ? [] : [target]));
  const commands = commandsOf(context, run);
  const moved = commands.some(({ name }) => name === 'cd' || name === 'pushd');
  const made: Made[] = [];
  for (const command of commands) {
    for (const name of [...downloads(command), ...redirections(command)]) {
      const path = absolutePath(name, moved ? undefined : workdir);
      if (path === undefined || path.startsWith('/dev/') || path.startsWith('/proc/') || mounted.some((target) => isWithin(path, target))) continue;
      made.push({ path, by: run });
    }
  }
  const gone = { itself: new Set<string>(), below: new Set<string>() };
  for (const command of made.length === 0 ? [] : commands) {
    if (command.name !== 'rm' && command.name !== 'mv') continue;
    for (const word of operands(command)) {
      const deleted = deletedBy(word, workdir);
      if (deleted !== undefined) (deleted.itself ? gone.itself : gone.below).add(deleted.directory);
    }
  }
  return made.filter(({ path }) => !foldersOf(path).some((folder) => gone.itself.has(folder) || (folder !== path && gone.below.has(folder))));
}

function downloads(command: Command): readonly string[] {
  const names: Readonly<Record<string, readonly string[]>> = { curl: ['o', 'output'], wget: ['O', 'output-document'], git: [] };
  const flags = names[command.name];
  if (flags === undefined) return [];
  if (command.name === 'git') {
    const [verb, , target] = operands(command, ['b', 'branch', 'depth']);
    return verb?.value === 'clone' && target !== undefined ? [target.value] : [];
  }
  return command.flags.flatMap(({ name, at }) => {
    const word = command.words[at];
    if (!flags.includes(name) || word === undefined) return [];
    const equals = word.value.indexOf('=');
    const value = word.value.startsWith('--') && equals > 0 ? word.value.slice(equals + 1) : command.words[at + 1]?.value;
    return value === undefined || value === '-' ? [] : [value];
  });
}

function redirections(command: Command): readonly string[] {
  return command.shell.redirects.flatMap(({ operator, target }) => ((operator === '>' || operator === '>|') && target?.literal === true && target.value !== '' && !/^\d+$/.test(target.value) ? [target.value] : []));
}

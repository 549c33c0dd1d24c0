/** A shell command as hadolint's rules see it: a literal name, its words, and its flags taken apart. */
import type { Span } from '../dockerfile/model';
import type { ShellCommand, ShellWord } from '../dockerfile/shell';

/** `--name[=value]` gives one flag `name`; `-yqq` gives `y`, `q` and `q`. */
export interface CommandFlag {
  readonly name: string;
  /** Index of its word in `words`. */
  readonly at: number;
}

export interface Command extends Span {
  readonly name: string;
  /** The words after the first, as ShellCheck simplifies them. */
  readonly args: readonly string[];
  readonly words: readonly ShellWord[];
  readonly flags: readonly CommandFlag[];
  readonly shell: ShellCommand;
}

/** Wrappers that ShellCheck looks through when it names a command. */
const WRAPPERS: ReadonlySet<string> = new Set(['busybox', 'builtin', 'command', 'run']);

/** Undefined when the name holds an expansion or a glob: hadolint does not see such commands. */
export function toCommand(shell: ShellCommand): Command | undefined {
  const name = effectiveName(shell);
  if (name === undefined) return undefined;
  return { name, args: shell.args.map((word) => word.simplified), words: shell.args, flags: flagsOf(shell.args), shell, start: shell.start, end: shell.end };
}

function literal(word: ShellWord | undefined): string | undefined {
  if (word === undefined || !word.literal) return undefined;
  return /[*?]/.test(word.value) && !/['"\\]/.test(word.raw) ? undefined : word.value;
}

function effectiveName(shell: ShellCommand): string | undefined {
  const name = literal(shell.name);
  const [first] = shell.args;
  if (name !== undefined && WRAPPERS.has(name) && first !== undefined && !first.value.startsWith('-')) return literal(first);
  if (name === 'exec') {
    let at = 0;
    while (at < shell.args.length && /^-[cla]+$/.test(shell.args[at]?.value ?? '')) at += shell.args[at]?.value.includes('a') === true ? 2 : 1;
    const target = shell.args[at];
    if (target !== undefined && !target.value.startsWith('-')) return literal(target);
  }
  return name;
}

function flagsOf(words: readonly ShellWord[]): readonly CommandFlag[] {
  const flags: CommandFlag[] = [];
  words.forEach(({ simplified }, at) => {
    if (simplified === '-' || simplified === '--' || !simplified.startsWith('-')) return;
    if (simplified.startsWith('--')) flags.push({ name: simplified.slice(2).split('=', 1)[0] ?? '', at });
    else for (const letter of simplified.slice(1)) flags.push({ name: letter, at });
  });
  return flags;
}

/** Whether it is `name` with at least one of `args` among its words. */
export function calls(command: Command, name: string | readonly string[], ...args: readonly string[]): boolean {
  if (typeof name === 'string' ? command.name !== name : !name.includes(command.name)) return false;
  return command.args.some((arg) => args.includes(arg));
}

export function hasFlag(command: Command, ...names: readonly string[]): boolean {
  return command.flags.some((flag) => names.includes(flag.name));
}

export function countFlag(command: Command, name: string): number {
  return command.flags.filter((flag) => flag.name === name).length;
}

/** Whether `sequence` stands among the words without a gap. */
export function hasSequence(command: Command, ...sequence: readonly string[]): boolean {
  return command.args.some((_, start) => sequence.every((part, index) => command.args[start + index] === part));
}

/** The words that are no flags, nor the value in the word after one of `valued` (unless that flag has its value behind `=`). */
export function operands(command: Command, valued: readonly string[] = []): readonly ShellWord[] {
  const left = new Set<number>();
  for (const { name, at } of command.flags) {
    left.add(at);
    if (valued.includes(name) && command.words[at]?.simplified.includes('=') !== true) left.add(at + 1);
  }
  return command.words.filter((_, at) => !left.has(at));
}

/** The words after each flag `name`. */
export function flagValues(command: Command, name: string): readonly ShellWord[] {
  return command.flags.flatMap((flag) => {
    const value = flag.name === name ? command.words[flag.at + 1] : undefined;
    return value === undefined ? [] : [value];
  });
}

/** `pip install`, `pip3 install`, `python -m pip install`. */
export function isPipInstall(command: Command): boolean {
  return (command.name.startsWith('pip') && command.args.includes('install'))
    || (command.name.startsWith('python') && hasSequence(command, '-m', 'pip', 'install'));
}

/** From the name to the word that says what it does: `apt-get … install`. */
export function head(command: Command, ...verbs: readonly string[]): Span {
  const verb = command.words.find((word) => verbs.includes(word.simplified));
  return { start: command.shell.name.start, end: verb?.end ?? command.shell.name.end };
}

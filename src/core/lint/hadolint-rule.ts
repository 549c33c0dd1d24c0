/** What hadolint's rules share: a description with its defaults, and the usual ways of looking through instructions. */
import type { CommandInstruction, Instruction, Span } from '../dockerfile/model';
import type { Fix, TextEdit } from '../report/report';
import type { Command } from './commands';
import type { LintContext, RawFinding, Rule } from './rule';
import { trimOf } from '../trim-chars';

type Defaults = 'source' | 'links' | 'bearsOnSize';

/** Fills in where the rule comes from and the page that hadolint has on it. */
export function hadolintRule(rule: Omit<Rule, Defaults> & Partial<Pick<Rule, Defaults>>): Rule {
  const { links = [], bearsOnSize = false, ...rest } = rule;
  return { ...rest, source: 'hadolint', bearsOnSize, links: [`https://github.com/hadolint/hadolint/wiki/${rule.code}`, ...links] };
}

/** One finding's place and text; `wholeInstruction` fixes come along. */
export interface Hit {
  readonly at: Span;
  readonly message: string;
  readonly fix?: Fix;
}

/** The members of `Instruction` that can be of a kind `K`. */
type OfKind<K, I = Instruction> = I extends Instruction ? ([Extract<K, I['kind']>] extends [never] ? never : I) : never;

/** Instructions of some kinds. */
export function* ofKind<K extends Instruction['kind']>(instructions: readonly Instruction[], ...kinds: readonly K[]): Iterable<OfKind<K>> {
  for (const instruction of instructions) {
    if ((kinds as readonly string[]).includes(instruction.kind)) yield instruction as OfKind<K>;
  }
}

/** The RUN instructions. */
export function* runs(context: LintContext): Iterable<CommandInstruction> {
  for (const instruction of context.instructions) {
    if (instruction.kind === 'RUN') yield instruction as CommandInstruction;
  }
}

/** At most one finding a RUN, as hadolint has it. */
export function* perRun(context: LintContext, look: (commands: readonly Command[], run: CommandInstruction) => Hit | undefined): Iterable<RawFinding> {
  for (const run of runs(context)) {
    const hit = look(context.hadolintScript(run).commands, run);
    if (hit !== undefined) yield found(run, hit);
  }
}

/** One finding a RUN, at the first command that offends. */
export function firstCommand(
  context: LintContext, offends: (command: Command, run: CommandInstruction) => boolean, hit: (command: Command, all: readonly Command[]) => Hit,
): Iterable<RawFinding> {
  return perRun(context, (commands, run) => {
    const all = commands.filter((command) => offends(command, run));
    const [first] = all;
    return first === undefined ? undefined : hit(first, all);
  });
}

export function found(instruction: Instruction, hit: Hit): RawFinding {
  return { instruction, span: hit.at, message: hit.message, ...(hit.fix === undefined ? {} : { fix: hit.fix }) };
}

/** A fix that edits every offending command of a RUN, so that the rule is content afterwards. */
export function fixAll(title: string, safety: Fix['safety'], commands: readonly Command[], edit: (command: Command) => TextEdit | undefined): Fix | undefined {
  const edits: TextEdit[] = [];
  for (const command of commands) {
    const one = edit(command);
    if (one === undefined) return undefined;
    edits.push(one);
  }
  return { title, safety, edits };
}

/** Puts ` text` behind the first of the words that reads one of `verbs`, if that word is written plainly. */
export function insertAfter(command: Command, verbs: readonly string[], text: string): TextEdit | undefined {
  const verb = command.words.find((word) => verbs.includes(word.simplified));
  return verb === undefined || verb.end - verb.start !== verb.raw.length ? undefined : { start: verb.end, end: verb.end, text: ` ${text}` };
}

/** Whether a command that `does` comes before one that `cleans`: both are looked for from the start. */
export function cleansAfter(commands: readonly Command[], does: (command: Command) => boolean, cleans: (command: Command) => boolean): boolean {
  const first = commands.findIndex(does);
  return first < 0 || first < commands.findIndex(cleans);
}

/** The user of a USER with one blank where blanks follow it: hadolint counts them in, so that `root ` is not root nor `0 ` a number. */
export function userText(text: string, user: Instruction): string {
  const args = user.args.text.trim();
  return /[ \t]/.test(text.charAt(user.args.span(0, user.args.text.trimEnd().length).end)) ? `${args} ` : args;
}

/** Without quotes around it, as hadolint drops them. */
export function withoutQuotes(text: string): string {
  return trimOf(text, '"\'');
}

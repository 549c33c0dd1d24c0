/** What our own rules share: a description with its defaults, and which instructions end up in the image. */
import type { CommandInstruction, Dockerfile, Instruction, PairsInstruction } from '../../dockerfile/model';
import type { ShellScript } from '../../dockerfile/shell';
import { once } from '../../once';
import { toCommand, type Command } from '../commands';
import type { LintContext, Rule } from '../rule';

type Defaults = 'source' | 'severity' | 'bearsOnSize' | 'links';

/** Ours are hints on size unless they say otherwise. */
export function plimsollRule(rule: Omit<Rule, Defaults> & Partial<Pick<Rule, Exclude<Defaults, 'source'>>>): Rule {
  const { severity = 'info', bearsOnSize = true, links = ['https://docs.docker.com/build/building/best-practices/'], ...rest } = rule;
  return { ...rest, source: 'plimsoll', severity, bearsOnSize, links };
}

/** Forty rules ask for the same commands. */
const read = new WeakMap<readonly ShellScript[], readonly Command[]>();

/** The simple commands of a RUN whose names are plain; none for exec form and foreign shells. */
export function commandsOf(context: LintContext, run: Instruction): readonly Command[] {
  const scripts = context.scriptsOf(run);
  let commands = read.get(scripts);
  if (commands === undefined) {
    commands = scripts.flatMap((script) => script.commands.flatMap((command) => toCommand(command) ?? []));
    read.set(scripts, commands);
  }
  return commands;
}

/** Numbers of the final stage and of those that it builds on: only their layers are in the image. Undefined for a text without FROM. */
export function lastingStages({ stages }: Dockerfile): ReadonlySet<number> | undefined {
  let stage = stages.at(-1);
  if (stage === undefined) return undefined;
  const lasting = new Set<number>();
  while (stage !== undefined && !lasting.has(stage.index)) {
    lasting.add(stage.index);
    stage = stage.base === undefined ? undefined : stages[stage.base];
  }
  return lasting;
}

/** Instructions whose layers are in the image. */
export const lasting = once((context: LintContext): readonly Instruction[] => {
  const stages = lastingStages(context.dockerfile);
  return stages === undefined ? context.instructions : context.instructions.filter(({ stage }) => stage !== undefined && stages.has(stage));
});

/** RUNs whose layers are in the image. */
export const lastingRuns = once((context: LintContext): readonly CommandInstruction[] => lasting(context).filter((one): one is CommandInstruction => one.kind === 'RUN'));

/** Whether ENV or ARG, anywhere in the file, sets a variable whose name matches. */
export function setsVariable(context: LintContext, name: RegExp): boolean {
  return variablesOf(context.dockerfile).some((one) => name.test(one));
}

const variablesOf = once(({ instructions }: Dockerfile): readonly string[] => {
  const names = new Set<string>();
  for (const one of instructions) if (one.kind === 'ENV' || one.kind === 'ARG') for (const { key } of (one as PairsInstruction).pairs) names.add(key.value);
  return [...names];
});

/** The repository and the tag of the image at the bottom of an instruction's stage, as written. */
export function rootImage(dockerfile: Dockerfile, stage: number | undefined): string {
  return stage === undefined ? '' : rootImages(dockerfile)[stage] ?? '';
}

const rootImages = once(({ stages }: Dockerfile): readonly string[] => {
  const images: string[] = [];
  // A base always stands above.
  for (const { base, from } of stages) images.push(base === undefined ? from.image.value : images[base] ?? '');
  return images;
});

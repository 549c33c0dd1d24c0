/** How hadolint follows stages: by names as written, in the order of the file; facts that a stage takes over from its base. */
import type { FromInstruction, Instruction } from '../dockerfile/model';
import { hadolintReference } from './image-reference';

/** What FROM calls the image, without registry, tag and digest, by hadolint's reading. */
export function imageName(from: FromInstruction): string {
  return hadolintReference(from.image.raw).name;
}

/** The alias as written, or the image's name: what hadolint files a stage under. */
export function stageKey(from: FromInstruction): string {
  return from.alias?.value ?? imageName(from);
}

/** Two FROM lines that say the same: hadolint then takes their stages for one. */
function sameBase(a: FromInstruction | undefined, b: FromInstruction | undefined): boolean {
  if (a === undefined || b === undefined) return a === b;
  return a.image.value === b.image.value && a.alias?.value === b.alias?.value && a.platform === b.platform;
}

/** The FROM that each instruction stands under; the rule sees fragments without one too. */
export function* withFrom(instructions: readonly Instruction[]): Iterable<{ readonly instruction: Instruction; readonly from?: FromInstruction }> {
  let from: FromInstruction | undefined;
  for (const instruction of instructions) {
    if (instruction.kind === 'FROM') from = instruction;
    yield from === undefined ? { instruction } : { instruction, from };
  }
}

/** Keeps what was found in the last stage, in stages that a FROM builds on, and in stages that repeat the last FROM. */
export function inLastingStages<T extends { readonly from?: FromInstruction }>(instructions: readonly Instruction[], found: readonly T[]): readonly T[] {
  const froms = instructions.filter((instruction) => instruction.kind === 'FROM');
  const last = froms.at(-1);
  const bases = new Set(froms.map(imageName));
  return found.filter(({ from }) => sameBase(from, last) || (from?.alias !== undefined && bases.has(from.alias.value)));
}

/**
 * A fact about stages (WORKDIR set, pip cache off) that a stage takes over from the stage it builds on. Files it by `stageKey`, with
 * one quirk of hadolint: the first FROM does not reset what stands under the same name.
 */
export class StageFacts {
  private readonly facts = new Map<string, boolean>();
  private current = '';
  private started = false;

  enter(from: FromInstruction): void {
    if (this.started) this.facts.set(stageKey(from), this.facts.get(imageName(from)) ?? false);
    this.started = true;
    this.current = stageKey(from);
  }

  set(): void {
    this.started = true;
    this.facts.set(this.current, true);
  }

  get isSet(): boolean {
    return this.facts.get(this.current) ?? false;
  }
}

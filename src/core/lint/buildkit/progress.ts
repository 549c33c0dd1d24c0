/** How far BuildKit gets with a file: what it refuses decides which checks it still makes. */
import type { Dockerfile, Instruction, Word } from '../../dockerfile/model';
import { globalScope } from '../../dockerfile/scope';

export interface Progress {
  /** Instructions that are looked at one by one, in order; the one that is refused is the last. */
  readonly instructions: readonly Instruction[];
  /** All instructions are well formed, so that stages are compared. */
  readonly toStages: boolean;
  /** ARGs above the first FROM can be expanded, so that images are looked at. */
  readonly toImages: boolean;
  /** The stage graph holds, so that stages are run through. */
  readonly toSteps: boolean;
}

const known = new WeakMap<Dockerfile, Progress>();

/** A file with an error of grammar gets no check at all; one with a wrong instruction only those before it. */
export function progressOf(dockerfile: Dockerfile): Progress {
  let progress = known.get(dockerfile);
  if (!progress) known.set(dockerfile, (progress = measure(dockerfile)));
  return progress;
}

function measure(dockerfile: Dockerfile): Progress {
  const { instructions, errors } = dockerfile;
  if (errors.some(({ kind }) => kind === 'dockerfile-syntax')) return { instructions: [], toStages: false, toImages: false, toSteps: false };
  const refused = errors.find(({ kind }) => kind === 'dockerfile-instruction');
  if (refused) return { instructions: instructions.filter(({ startLine }) => startLine <= refused.line), toStages: false, toImages: false, toSteps: false };
  const globals = globalScope(dockerfile);
  const toImages = globalValues(dockerfile).every(({ value }) => globals.expand(value.raw).error === undefined);
  return { instructions, toStages: true, toImages, toSteps: errors.length === 0 };
}

/** The defaults of the ARGs above the first FROM. */
export function globalValues({ instructions, stages }: Dockerfile): readonly { readonly instruction: Instruction; readonly value: Word }[] {
  if (stages.length === 0) return [];
  const above = instructions.filter((one) => one.stage === undefined);
  return above.flatMap((instruction) => (instruction.kind === 'ARG' ? instruction.pairs.flatMap(({ value }) => (value ? [{ instruction, value }] : [])) : []));
}

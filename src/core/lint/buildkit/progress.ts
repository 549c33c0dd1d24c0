/** How far BuildKit gets with a file: what it refuses decides which checks it still makes. */
import type { Dockerfile, Instruction } from '../../dockerfile/model';

export interface Progress {
  /** Instructions that are looked at one by one, in order; the one that is refused is the last. */
  readonly instructions: readonly Instruction[];
  /** All instructions are well formed, so that stages are compared. */
  readonly toStages: boolean;
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

function measure({ instructions, errors }: Dockerfile): Progress {
  if (errors.some(({ kind }) => kind === 'dockerfile-syntax')) return { instructions: [], toStages: false, toSteps: false };
  const refused = errors.find(({ kind }) => kind === 'dockerfile-instruction');
  if (refused) return { instructions: instructions.filter(({ startLine }) => startLine <= refused.line), toStages: false, toSteps: false };
  return { instructions, toStages: true, toSteps: errors.length === 0 };
}

/** Walks a Dockerfile's instructions with those inside ONBUILD. */
import type { Dockerfile, Instruction } from '../dockerfile/model';

/** All instructions in order; an ONBUILD is followed by the instruction that it holds. */
export function* allInstructions(dockerfile: Dockerfile): Generator<Instruction> {
  for (const instruction of dockerfile.instructions) {
    yield instruction;
    if (instruction.kind === 'ONBUILD' && instruction.inner) yield instruction.inner;
  }
}

/** Where `--from=` of a COPY stands. */
import type { CopyInstruction, Span } from '../dockerfile/model';

export function copyFrom(copy: CopyInstruction): Span {
  return copy.flags.find((flag) => flag.name === 'from') ?? copy.keywordSpan;
}

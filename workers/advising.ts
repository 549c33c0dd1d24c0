/** The plan for an open image, with the Dockerfile and context that lie open beside it. */
import { CANCELLED } from '../src/core/archive/tar-run';
import { advise, type Advice, type AdviceProgress } from '../src/core/advice/advise';
import { shellParser } from '../src/core/dockerfile/shell-parser';
import { decodeSource } from '../src/core/dockerfile/decode';
import { parseDockerfile } from '../src/core/dockerfile/parse';
import { askForCollection } from '../src/core/bytes/free-memory';
import { encodeUtf8 } from '../src/core/bytes/text';
import { ProblemError, type Diagnostic } from '../src/core/problem';
import type { Job } from './cancelling';
import type { OpenImage } from './open-image';
import type { AdviceAnswer, AdviceQuestion } from './protocol';

export interface AdviceTold {
  onProgress(progress: AdviceProgress): void;
  /** The answer without what only the content of files tells. */
  onDraft(answer: AdviceAnswer): void;
}

/** Milliseconds that may pass before others are let in. */
const TURN = 40;

export async function adviseOn(image: OpenImage | undefined, { dockerfile, findings, context, look }: AdviceQuestion, job: Job, told: AdviceTold): Promise<AdviceAnswer> {
  const diagnostics: Diagnostic[] = [];
  const source = dockerfile === undefined ? undefined : decodeSource(encodeUtf8(dockerfile));
  if (source && !source.ok) diagnostics.push(source.problem);
  const scanner = look ? image?.scanner(job) : undefined;
  let begun = performance.now();
  let steps = 0;
  const onProgress = async (progress: AdviceProgress): Promise<void> => {
    told.onProgress(progress);
    if (progress.phase === 'weighing' && (steps += 1) % 3 === 0) askForCollection();
    if (performance.now() - begun > TURN) await new Promise((resolve) => setTimeout(resolve));
    begun = performance.now();
    if (job.cancelled) throw new ProblemError(CANCELLED);
  };
  const answerOf = ({ plan, findings: priced, diagnostics: notes }: Advice): AdviceAnswer => ({ plan, findings: priced, diagnostics: [...diagnostics, ...notes] });
  try {
    return answerOf(await advise({
      ...(image && { analysed: image.analysed, packages: image.packages }), ...(source?.ok && { dockerfile: parseDockerfile(source.value) }),
      ...(findings && { findings }), ...(context && { context }), ...(scanner && { scanner }), shell: shellParser,
      onProgress, onDraft: (draft) => told.onDraft(answerOf(draft)),
    }));
  } finally {
    scanner?.close();
  }
}

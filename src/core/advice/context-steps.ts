/** What the build context sends for nothing: lines for .dockerignore that no layer's price shows already. */
import type { Dockerfile } from '../dockerfile/model';
import type { AdviceStep, ContextReport } from '../report/report';
import { ignoreFix, lineThatNames } from './leave-out-files';

/** Steps with the bytes that travel less; in the image itself they save nothing that is not in another step. */
export function contextSteps(context: ContextReport | undefined, steps: readonly AdviceStep[], dockerfile?: Dockerfile): readonly AdviceStep[] {
  const left = (context?.suggestions ?? []).filter(({ pattern }) => !steps.some(({ id }) => id.startsWith(`ignore-${pattern}-`)));
  return left.map(({ pattern, bytes, reason, files, examples, kind }): AdviceStep => {
    const line = dockerfile === undefined ? undefined : lineThatNames(dockerfile, pattern);
    return {
      id: `ignore-${pattern}`, way: 'dockerignore', ignore: pattern, ...(line === undefined ? {} : { line }),
      title: `Leave ${pattern} out of the build context`, detail: `${reason} Put ${pattern} into .dockerignore.`,
      layers: [], bytes: 0, storedBytes: 0, contextBytes: bytes, adds: { bytes: 0, storedBytes: 0 }, files: files ?? 0, basis: 'measured', enabled: line === undefined, rank: 98,
      evidence: (examples ?? []).map((path) => ({ path })), findings: [],
      ...(line === undefined ? { fix: ignoreFix([pattern], context) } : { byHand: `Line ${line} has to change with it.`, caveat: `Line ${line} copies it by name and would fail.${kind === 'secret' ? ' Give it to the RUN that needs it as a secret: RUN --mount=type=secret.' : ' It has to go first.'}` }),
    };
  });
}

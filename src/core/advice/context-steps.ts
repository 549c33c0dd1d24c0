/** What the build context sends for nothing: lines for .dockerignore that no layer's price shows already. */
import type { AdviceStep, ContextReport } from '../report/report';

/** Steps with the bytes that travel less; in the image itself they save nothing that is not in another step. */
export function contextSteps(context: ContextReport | undefined, steps: readonly AdviceStep[]): readonly AdviceStep[] {
  const left = (context?.suggestions ?? []).filter(({ pattern }) => !steps.some(({ id }) => id.startsWith(`ignore-${pattern}-`)));
  return left.map(({ pattern, bytes, reason, files, examples }): AdviceStep => ({
    id: `ignore-${pattern}`, way: 'dockerignore', ignore: pattern,
    title: `Leave ${pattern} out of the build context`, detail: `${reason} Put ${pattern} into .dockerignore.`,
    layers: [], bytes: 0, storedBytes: 0, contextBytes: bytes, adds: { bytes: 0, storedBytes: 0 }, files: files ?? 0, basis: 'measured', enabled: true, rank: 98,
    evidence: (examples ?? []).map((path) => ({ path })), findings: [],
  }));
}

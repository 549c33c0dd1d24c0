/** What whoever writes cannot say of a failure: which file it was, how many bytes it needs, and how many the browser still gives. */
import type { Problem } from '../src/core/problem';
import { MOST_IN_MEMORY } from './save-target';
import type { SaveTarget } from './protocol';

const GROUPED = new Intl.NumberFormat('en-US');

/** `needed` is the size of the whole file, 0 where that was not known yet. Problems that are not the target's stay as they are. */
export async function placedProblem(problem: Problem, target: SaveTarget, needed: number): Promise<Problem> {
  if (!problem.kind.startsWith('output-')) return problem;
  const placed: Problem = target.kind === 'file' ? { ...problem, where: { ...problem.where, file: target.handle.name } } : problem;
  if (problem.kind !== 'output-full' || needed === 0) return placed;
  const bytes = `${GROUPED.format(needed)} bytes`;
  switch (target.kind) {
    case 'file': return {
      ...placed,
      message: `There is no room left on the disk of the chosen file: it needs ${bytes}. The unfinished file was removed.`,
      advice: `Make room for ${bytes} there, or choose a folder on another disk, and write it again.`,
    };
    case 'private': {
      const left = await roomLeft();
      return {
        ...placed,
        message: `There is no room left in the browser's own folder, where the file is put together before it is downloaded: it needs ${bytes}` +
          `${left !== undefined && left < needed ? `, and the browser gives this page ${GROUPED.format(left)} more` : ''}. The unfinished file was removed.`,
        advice: `Make room for ${bytes} on the disk where the browser keeps its data. A private window gives less than an ordinary one; Chromium and Edge need no such folder, since they write into the file that you choose.`,
      };
    }
    case 'memory': return {
      ...placed,
      message: `This browser gives the page no folder of its own, and in memory it holds at most ${GROUPED.format(MOST_IN_MEMORY)} bytes: the file needs ${bytes}. Nothing was kept.`,
      advice: 'Open the image in an ordinary window rather than a private one, or in Chromium or Edge, which write into the file that you choose.',
    };
  }
}

/** What the browser says that it would still keep for this page. Chromium names a round figure at times, which is more than there is. */
async function roomLeft(): Promise<number | undefined> {
  const { quota, usage } = await navigator.storage.estimate().catch((): StorageEstimate => ({}));
  return quota === undefined || usage === undefined ? undefined : Math.max(0, quota - usage);
}

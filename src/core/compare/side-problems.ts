/** What is odd about two sides together: the same image twice, the wrong way round, nothing in common, different platforms, a broken one. */
import type { Diagnostic } from '../problem';
import type { Difference } from './difference';
import type { FileTree } from './file-tree';
import { nameOfSide, type Side } from './side';

/** Diagnostics about the pair, in order of weight. `sides-swapped` asks whether to exchange them. */
export function sideProblems(before: Side, after: Side, left: FileTree, right: FileTree, difference: Difference): Diagnostic[] {
  const found: Diagnostic[] = [];
  const [first, second] = [nameOfSide(before), nameOfSide(after)];
  for (const side of [before, after]) {
    if (side.kind !== 'image') continue;
    const broken = side.analysed.image.layers.filter(({ table }) => table === undefined);
    const cut = side.analysed.diagnostics.find(({ kind }) => /truncated|damaged|cut/.test(kind));
    if (broken.length > 0 || cut !== undefined) {
      found.push({
        kind: 'side-incomplete', message: `${nameOfSide(side)} could not be read whole: ${cut?.message ?? `${broken.length} of its ${side.analysed.image.layers.length} layers are missing or unreadable`}. Files of these parts seem ${side === before ? 'added' : 'removed'}, although they may not be.`,
        advice: 'Save the image again with `docker save IMAGE -o image.tar`, and compare that.', where: { file: nameOfSide(side) },
      });
    }
  }
  const nothing = difference.removed.length === 0 && difference.added.length === 0 && difference.changed.length === 0;
  if (nothing) {
    const same = before.kind === 'image' && after.kind === 'image' && before.analysed.image.configDigest !== undefined && before.analysed.image.configDigest === after.analysed.image.configDigest;
    found.push({
      kind: same ? 'same-image' : 'same-files', message: same ? `${first} and ${second} hold the same image.` : `${first} and ${second} have the same files.`,
      advice: same ? 'Drop the other image: the one from before, or the one that was made smaller.' : 'Only their configuration and history can differ.',
    });
    return found;
  }
  const files = (tree: FileTree): number => tree.entries.reduce((count, { type }) => count + (type === 'dir' ? 0 : 1), 0);
  const [leftFiles, rightFiles] = [files(left), files(right)];
  const removed = difference.removed.filter(({ type }) => type !== 'dir').length;
  const added = difference.added.filter(({ type }) => type !== 'dir').length;
  if (removed === leftFiles && added === rightFiles && leftFiles > 0 && rightFiles > 0) {
    found.push({ kind: 'nothing-in-common', message: `No file of ${first} is in ${second}: these images have nothing in common.`, advice: 'Check that both are builds of the same application.' });
  } else if (removed <= leftFiles * 0.05 && added >= Math.max(20, leftFiles)) {
    found.push({
      kind: 'sides-swapped', message: `${second} holds nearly everything of ${first} and ${added} files more: the original seems to be second.`,
      advice: 'Exchange the two: the original comes first, the smaller image second.',
    });
  }
  if (before.kind === 'image' && after.kind === 'image') {
    const [a, b] = [before.analysed.image.platform, after.analysed.image.platform];
    if (a !== b && !a.startsWith('unknown') && !b.startsWith('unknown')) {
      found.push({ kind: 'different-platforms', message: `${first} is for ${a}, ${second} for ${b}: their programs and libraries differ by nature.`, advice: 'Compare images of the same platform; choose it when the archive holds several.' });
    }
  }
  return found;
}

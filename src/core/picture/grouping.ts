/** What a picture's colours stand for: which group each path belongs to. */
import type { AnalysedImage } from '../image/analyse';
import { KINDS } from '../packages/kinds';
import type { PackageIndex } from '../packages/package-index';
import type { Grouping, PictureColour } from './picture';
import type { Weights } from './weights';

/** `packages` is asked only where the colours tell them. */
export function groupingOf(colour: PictureColour, { fs, image }: Pick<AnalysedImage, 'fs' | 'image'>, weights: Weights, packages: () => PackageIndex): Grouping {
  if (colour === 'layer') {
    return { keys: image.layers.map(({ index }) => String(index)), of: (node) => (weights.version[node]! < 0 ? 0 : fs.born[weights.version[node]!]!) };
  }
  if (colour === 'waste') return { keys: [''], of: () => 0 };
  const index = packages();
  // The first group is for what belongs to none.
  if (colour === 'kind') return { keys: ['', ...KINDS.map(({ id }) => id)], of: (node) => index.kind[node]! + 1 };
  const managers = [...new Set(index.packages.map(({ manager }) => manager))];
  const byPackage = index.packages.map(({ manager }) => managers.indexOf(manager) + 1);
  return { keys: ['', ...managers], of: (node) => byPackage[index.owner[node]!] ?? 0 };
}

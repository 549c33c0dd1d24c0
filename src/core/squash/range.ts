/** Ranges of layers that can be squashed, and why others cannot. */
import { quoted } from '../archive/problems';
import type { AnalysedImage } from '../image/analyse';
import type { Layer } from '../image/image';
import { EntryFlag, EntryType } from '../image/layer-table';
import { rareOf } from '../image/root-fs';
import type { Problem } from '../problem';

/** Data layers `from` to `to`, counted from 0 at the bottom, both included. */
export interface LayerRange {
  readonly from: number;
  readonly to: number;
}

/** What stands in the way, by layer. */
export interface Obstacles {
  /** Layers whose content is not known, or not wholly. */
  readonly broken: readonly boolean[];
  /** Layers that take something away from those below: what that is cannot be told above a broken layer. */
  readonly deletes: readonly boolean[];
}

const DAMAGE = new Set(['layer-corrupt', 'layer-truncated', 'layer-too-large', 'layer-unsupported']);

export function obstaclesOf(analysed: AnalysedImage): Obstacles {
  const { layers } = analysed.image;
  const broken = layers.map((layer) => layer.table === undefined || isDamaged(layer));
  return { broken, deletes: broken.includes(true) ? layers.map((_, index) => deletesBelow(analysed, index)) : layers.map(() => false) };
}

/** Why a range cannot be squashed; undefined when it can. */
export function rangeProblem(analysed: AnalysedImage, { from, to }: LayerRange, obstacles = obstaclesOf(analysed)): Problem | undefined {
  const { layers } = analysed.image;
  if (layers.length < 2) return tooFewLayers(analysed);
  if (!(Number.isSafeInteger(from) && Number.isSafeInteger(to) && from >= 0 && to < layers.length && from <= to)) {
    return {
      kind: 'range-out-of-bounds', message: `The image has ${layers.length} data layers, counted from 0: there is no range from ${from} to ${to}.`,
      advice: `Choose a first and a last layer between 0 and ${layers.length - 1}, the first below the last.`,
    };
  }
  if (from === to) {
    return {
      kind: 'range-of-one-layer', message: `Layer ${from} alone cannot be squashed: only bytes that one layer stores and another hides can be saved.`,
      advice: 'Choose at least two layers that follow each other.', where: { layer: from },
    };
  }
  for (let index = from; index <= to; index += 1) if (obstacles.broken[index] === true) return brokenLayer(layers[index]!);
  const below = obstacles.broken.indexOf(true);
  if (below >= 0 && below < from && obstacles.deletes.slice(from, to + 1).includes(true)) {
    return {
      kind: 'range-above-unreadable', message: `Layer ${below}, below the range, cannot be read (${why(layers[below]!)}), and the range deletes or replaces things: which of that it holds cannot be told.`,
      advice: 'Choose a range without deletions, or get the image with all of its layers.', where: { layer: below },
    };
  }
  return undefined;
}

/** The image has nothing that could be squashed. */
export function tooFewLayers(analysed: AnalysedImage): Problem {
  const name = quoted(analysed.image.tags[0] ?? analysed.archive.name);
  if (analysed.image.layers.length === 0) {
    return { kind: 'nothing-to-squash', message: `${name} has no layers: there is nothing to squash.`, advice: 'Nothing needs to be done.' };
  }
  const hidden = analysed.waste.hiddenBytes;
  return {
    kind: 'nothing-to-squash',
    message: `${name} has one layer only. Squashing saves what one layer stores and a later one hides; here there is no later one${hidden === 0 ? '.' : `, and the ${hidden} bytes that the layer hides of itself come from the tool that packed it.`}`,
    advice: hidden === 0 ? 'To make it smaller, leave files out: see the duplicates and the largest files.' : 'Build the image again with another tool.',
  };
}

/** Bytes of a layer's uncompressed tar; of one that cannot be read, those of its blob. */
export function tarBytesOf(layer: Layer): number {
  return layer.table === undefined ? layer.storedBytes : layer.tarBytes;
}

function isDamaged(layer: Layer): boolean {
  return layer.diagnostics.some(({ kind }) => DAMAGE.has(kind));
}

function brokenLayer(layer: Layer): Problem {
  return {
    kind: layer.table === undefined ? `layer-${layer.unreadable ?? 'absent'}` : 'layer-damaged',
    message: `Layer ${layer.index} is in the range and cannot be squashed: ${why(layer)}.`,
    advice: layer.unreadable === 'encrypted' ? 'Decrypt the image first (`skopeo copy --decryption-key KEY …`), or leave the layer out of the range.'
      : 'Leave it out of the range, or save the whole image again with `docker save IMAGE -o image.tar`.',
    where: { layer: layer.index },
  };
}

function why(layer: Layer): string {
  if (layer.table !== undefined) return 'it is damaged, and could not be read to its end';
  switch (layer.unreadable) {
    case 'encrypted': return 'it is encrypted';
    case 'foreign': return 'its registry keeps it, and it is not in the file';
    case 'not-a-layer': return 'it is no layer of files';
    default: return 'it is not in the file';
  }
}

/** Whether a layer may hide something of a layer that we cannot look into: markers of any kind, and names that change their kind. */
function deletesBelow({ fs }: AnalysedImage, index: number): boolean {
  const table = fs.tables[index];
  if (table === undefined) return true;
  for (let row = 0; row < table.count; row += 1) {
    if ((table.flags[row]! & (EntryFlag.whiteout | EntryFlag.opaque)) !== 0) return true;
    if (table.type[row] === EntryType.char && (rareOf(table, row)?.deviceMajor ?? 0) === 0) return true;
  }
  if (table.rare.some(({ xattrs }) => xattrs !== undefined && Object.keys(xattrs).some((name) => name.endsWith('.overlay.opaque')))) return true;
  for (let version = 0; version < fs.versions; version += 1) {
    const before = fs.previous.of(version);
    if (fs.born[version] === index && before >= 0 && fs.type[version] === EntryType.dir && fs.type[before] !== EntryType.dir) return true;
  }
  return false;
}

/** Which of the bottom layers are the base image's: told from the history, from annotations and from other images of the archive. */
import type { AnalysedImage } from './analyse';
import type { HistoryEntry, ImageDescriptor, LayerDescriptor } from './image';

/**
 * `certain`: the image says so, or another image of the archive is just these layers. `likely`: the history has the form that base
 * images have. `guess`: only its times, or only its form, suggest it.
 */
export type Confidence = 'certain' | 'likely' | 'guess';

export interface FoundBase {
  /** How many data layers from the bottom belong to it. */
  readonly layers: number;
  /** How many entries of the history, from the first, came with it; unknown where only its layers were recognised. */
  readonly entries?: number;
  readonly confidence: Confidence;
  readonly name?: string;
  /** How it was recognised, as a sentence. */
  readonly reason: string;
}

/** A gap in the history above this is a second build rather than a slow step. */
const LONG_GAP_MS = 6 * 3600 * 1000;

/** The base image, or undefined where nothing points to one, as for an image built from scratch. */
export function findBase(analysed: AnalysedImage): FoundBase | undefined {
  const { image, archive, imageIndex } = analysed;
  const count = image.layers.length;
  if (count < 2) return undefined;
  const name = statedBase(image);
  const found = otherImage(image, archive.images, imageIndex) ?? (image.layers.every(({ historyIndex }) => historyIndex !== undefined) ? fromHistory(image) : undefined);
  if (found === undefined || found.layers === 0 || found.layers >= count) return undefined;
  return { ...found, ...(name === undefined ? {} : { name }) };
}

/** Which layers other images of the archive hold as well, by index. */
export function sharedLayers(analysed: AnalysedImage): readonly boolean[] {
  const others = new Set(analysed.archive.images.flatMap((image, index) => (index === analysed.imageIndex ? [] : image.layers.flatMap(idsOf))));
  return analysed.image.layers.map((layer) => idsOf(layer).some((id) => others.has(id)));
}

/** The name that the image's builder put down (image-spec annotations.md); it is found in the manifest or, by habit, in labels. */
function statedBase(image: AnalysedImage['image']): string | undefined {
  const key = 'org.opencontainers.image.base.name';
  for (const map of [image.annotations, image.config.labels]) if (map !== undefined && Object.hasOwn(map, key)) return map[key];
  return undefined;
}

/** The largest other image whose layers are the bottom of this one's. */
function otherImage(image: AnalysedImage['image'], images: readonly ImageDescriptor[], own: number): FoundBase | undefined {
  let best: FoundBase | undefined;
  images.forEach((other, index) => {
    const { length } = other.layers;
    if (index === own || length === 0 || length >= image.layers.length || length <= (best?.layers ?? 0)) return;
    if (!other.layers.every((layer, at) => sameLayer(layer, image.layers[at]!))) return;
    const name = other.tags[0];
    best = { layers: length, confidence: 'certain', reason: `${name ?? 'Another image'} of this archive is just these layers.`, ...(name === undefined ? {} : { name }) };
  });
  return best;
}

function fromHistory(image: AnalysedImage['image']): FoundBase | undefined {
  const { history } = image;
  const layersBefore = (entry: number): number => history.slice(0, entry).filter(({ emptyLayer }) => !emptyLayer).length;
  const named = lastFrom(history);
  if (named !== undefined) {
    return { layers: layersBefore(named.at), entries: named.at, confidence: 'certain', name: named.name, reason: `The history says that the build went on from ${named.name}.` };
  }
  const end = lastBaseEnd(history);
  if (end !== undefined) {
    const gap = gapBefore(history, end.at);
    const reason = 'The history has the last step of an image before this point';
    return {
      layers: layersBefore(end.at), entries: end.at, confidence: end.confidence,
      reason: end.confidence === 'guess' ? `${reason}; its times tell nothing.` : (gap ?? 0) >= LONG_GAP_MS ? `${reason}, and goes on ${days(gap!)} later.` : `${reason}.`,
    };
  }
  const pause = longestGap(history);
  return pause === undefined ? undefined : { layers: layersBefore(pause), entries: pause, confidence: 'guess', reason: `The history pauses here for ${days(gapBefore(history, pause)!)}.` };
}

/** buildah notes `FROM NAME` at the first step after a base image, and the id of the step before at all others. */
function lastFrom(history: readonly HistoryEntry[]): { readonly at: number; readonly name: string } | undefined {
  for (let at = history.length - 1; at > 0; at -= 1) {
    const name = /^FROM (\S+)$/.exec(history[at]!.comment ?? '')?.[1];
    if (name !== undefined && !/^[0-9a-f]{12}([0-9a-f]{52})?$/.test(name) && name !== 'scratch') return { at, name };
  }
  return undefined;
}

/**
 * Images end in steps that only set metadata, with CMD or ENTRYPOINT among them; where layers follow such an end, a new image was
 * built upon it, unless the times say that it was one build. One that begins with a root file system (`ADD file:… in /`) and a CMD is
 * a distribution's.
 */
function lastBaseEnd(history: readonly HistoryEntry[]): { readonly at: number; readonly confidence: Confidence } | undefined {
  let end: ReturnType<typeof lastBaseEnd>;
  for (let at = 1; at < history.length; at += 1) {
    const before = history[at - 1]!;
    if (!before.emptyLayer || !isStart(before.createdBy)) continue;
    // A CMD and an ENTRYPOINT of one image stand together; and its own end has no layer behind it.
    if (isStart(history[at]!.createdBy) || !history.slice(at).some(({ emptyLayer }) => !emptyLayer)) continue;
    const first = history.slice(0, at).filter(({ emptyLayer }) => !emptyLayer).length === 1 && isRootFileSystem(history[0]!.createdBy);
    const gap = gapBefore(history, at);
    if (first || (gap ?? 0) >= LONG_GAP_MS) end = { at, confidence: 'likely' };
    else if (gap === undefined) end = { at, confidence: 'guess' };
  }
  return end;
}

function isStart(command: string): boolean {
  return /^(\/bin\/sh -c #\(nop\)\s+)?(CMD|ENTRYPOINT)\b/.test(command);
}

/** How a distribution's file system is added: by docker's own builder, by debuerreotype, by BuildKit. */
function isRootFileSystem(command: string): boolean {
  return /ADD (file|multi|dir):\S+ in \/\s*$/.test(command) || /^# (debian|ubuntu|alpine)/.test(command) || /^ADD \S+\.tar\S* \/ # buildkit/.test(command);
}

function longestGap(history: readonly HistoryEntry[]): number | undefined {
  let best: number | undefined;
  let longest = LONG_GAP_MS - 1;
  for (let at = 1; at < history.length; at += 1) {
    const gap = gapBefore(history, at) ?? 0;
    if (gap > longest) [best, longest] = [at, gap];
  }
  return best;
}

/** Milliseconds between a step and the one before; undefined where a time is missing, or before 1980, as reproducible builds set it. */
function gapBefore(history: readonly HistoryEntry[], at: number): number | undefined {
  const [from, to] = [Date.parse(history[at - 1]?.created ?? ''), Date.parse(history[at]?.created ?? '')];
  return Number.isNaN(from + to) || Math.min(from, to) < 315_532_800_000 ? undefined : Math.max(0, to - from);
}

function days(gap: number): string {
  const hours = Math.round(gap / 3_600_000);
  return hours < 48 ? `${hours} hours` : `${Math.round(hours / 24)} days`;
}

function idsOf(layer: LayerDescriptor): string[] {
  return [layer.digest, layer.diffId].filter((id) => id !== undefined);
}

function sameLayer(a: LayerDescriptor, b: LayerDescriptor): boolean {
  if (a.diffId !== undefined && b.diffId !== undefined) return a.diffId === b.diffId;
  return a.digest !== undefined && a.digest === b.digest;
}

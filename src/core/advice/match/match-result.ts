/** What an alignment says: the origin of every entry and layer, whether the Dockerfile belongs to the image, and what is left over. */
import type { Dockerfile, Instruction } from '../../dockerfile/model';
import type { HistoryEntry, Image, ImageDescriptor } from '../../image/image';
import type { Diagnostic } from '../../problem';
import type { Builder, HistoryCommand } from './history-command';
import { LEAST_SCORE, similarity, type Similarity } from './similarity';
import type { StepForm } from './step-form';

/** `base`: came with the image of FROM; `unmatched`: neither that nor any instruction. */
export type Origin = 'instruction' | 'base' | 'unmatched';

export interface EntryMatch {
  /** Index in the image's history. */
  readonly history: number;
  /** The data layer that the entry made. */
  readonly layer?: number;
  readonly origin: Origin;
  /** What it is matched to; for `base` the FROM. */
  readonly instruction?: Instruction;
  readonly stage?: number;
  /** 0 to 1. */
  readonly confidence: number;
  /** One short clause. */
  readonly reason: string;
}

export interface LayerMatch {
  readonly layer: number;
  readonly origin: Origin;
  /** Usually one; all that a builder put into one layer otherwise. For `base` the FROM. */
  readonly instructions: readonly Instruction[];
  readonly confidence: number;
  readonly reason: string;
}

export interface HistoryMatch {
  readonly builder: Builder;
  /** The stage that the image is of; undefined for a text without FROM. */
  readonly target?: number;
  readonly entries: readonly EntryMatch[];
  /** By data layer. */
  readonly layers: readonly LayerMatch[];
  /** Layers at the bottom that belong to the base image. */
  readonly baseLayers: number;
  /** Instructions that should be in the history and how many of them are, those that make layers and the rest. */
  readonly expected: { readonly data: number; readonly other: number };
  readonly found: { readonly data: number; readonly other: number };
  /** Whether the image was, by all that can be seen, built from this Dockerfile (or an earlier state of it). */
  readonly belongs: boolean;
  readonly diagnostics: readonly Diagnostic[];
}

/** An instruction that makes a layer says more than one that sets a default. */
export const DATA_WEIGHT = 3;

/** What of an image is looked at: opened or scanned, both will do. */
export type MatchedImage = Pick<ImageDescriptor, 'history' | 'platform'> & { readonly layers: Image['layers'] | ImageDescriptor['layers'] };

/** One stage laid beside the history. */
export interface Candidate {
  readonly target: number;
  readonly forms: readonly StepForm[];
  readonly partners: Int32Array;
  /** Entries in which several instructions stand together, and which. */
  readonly merged: ReadonlyMap<number, readonly number[]>;
  /** Of the best possible score. */
  readonly share: number;
}

/** The stage at the bottom of those that a stage builds on. */
export function rootOf(dockerfile: Dockerfile, target: number): Dockerfile['stages'][number] | undefined {
  let stage = dockerfile.stages[target];
  for (let depth = 0; stage?.base !== undefined && depth < dockerfile.stages.length; depth += 1) stage = dockerfile.stages[stage.base];
  return stage;
}

/** Puts the best candidate into words. */
export function describeMatch(image: MatchedImage, dockerfile: Dockerfile, commands: readonly HistoryCommand[], best: Candidate): HistoryMatch {
  const { forms, partners, target } = best;
  const layerOf = new Map(image.layers.flatMap(({ historyIndex, index }) => (historyIndex === undefined ? [] : [[historyIndex, index] as const])));
  const from = rootOf(dockerfile, target)?.from;
  const count = (all: readonly StepForm[]): { data: number; other: number } => {
    const data = all.filter((form) => form.data).length;
    return { data, other: all.length - data };
  };
  const expected = count(forms);
  const found = count([...partners].filter((b) => b >= 0).map((b) => forms[b]!));
  const belongs = forms.length === 0 ? from !== undefined && image.history.length > 0 : fits(image.history, best, found.data);
  const first = belongs ? Math.max(partners.findIndex((b) => b >= 0), forms.length === 0 ? partners.length : 0) : 0;
  const isBase = from !== undefined && from.image.value !== 'scratch';
  const entries = commands.map((command, index): EntryMatch => {
    const layer = layerOf.get(index);
    const place = { history: index, ...(layer === undefined ? {} : { layer }) };
    if (!belongs) return { ...place, origin: 'unmatched', confidence: 0, reason: 'the Dockerfile does not belong to this image' };
    const form = forms[partners[index]!];
    if (form !== undefined) {
      const fit = confident(similarity(command, form));
      return { ...place, origin: 'instruction', instruction: form.instruction, stage: form.stage, ...fit };
    }
    if (index < first && isBase) {
      return { ...place, origin: 'base', instruction: from, confidence: 0.95, reason: 'stands below the first instruction of this Dockerfile' };
    }
    return { ...place, origin: 'unmatched', confidence: 0, reason: 'no instruction of this Dockerfile reads like it' };
  });
  const layers = layersOf(image, entries, new Map([...best.merged].map(([index, steps]) => [index, steps.map((step) => forms[step]!.instruction)])));
  const builder = builderOf(commands, entries);
  return {
    builder, ...(dockerfile.stages.length === 0 ? {} : { target }), entries, layers,
    baseLayers: baseLayersOf(layers), expected, found: belongs ? found : { data: 0, other: 0 }, belongs,
    diagnostics: remarks(image, best, expected, found, belongs, layers),
  };
}

/**
 * Whether so much cannot be chance: a good part of the Dockerfile, or a smaller one that explains most of the history above its first
 * entry, as when the file has grown since the build.
 */
function fits(history: readonly HistoryEntry[], { partners, share }: Candidate, foundData: number): boolean {
  if (share >= 0.4) return true;
  const own = [...partners.entries()].slice(Math.max(partners.findIndex((b) => b >= 0), 0));
  const weight = ([index]: readonly [number, number]): number => (history[index]!.emptyLayer ? 1 : DATA_WEIGHT);
  const all = own.reduce((sum, entry) => sum + weight(entry), 0);
  const explained = own.filter(([, b]) => b >= 0).reduce((sum, entry) => sum + weight(entry), 0);
  return share >= 0.2 && foundData > 0 && explained >= 0.75 * all;
}

/** What was paired by its place alone is half certain. */
function confident({ score, reason }: Similarity): { readonly confidence: number; readonly reason: string } {
  if (score < LEAST_SCORE) return { confidence: 0.5, reason: 'stands between two instructions that match' };
  return { confidence: Math.round(score * 100) / 100, reason };
}

/**
 * Layers by entry; what an engine recorded as an empty entry although it writes files (buildah without --layers, squashed images) lies
 * in the next data layer above.
 */
function layersOf(image: MatchedImage, entries: readonly EntryMatch[], merged: ReadonlyMap<number, readonly Instruction[]>): readonly LayerMatch[] {
  const byLayer = new Map<number, LayerMatch>();
  let waiting: EntryMatch[] = [];
  for (const entry of entries) {
    const writes = entry.origin === 'instruction' && ['RUN', 'COPY', 'ADD'].includes(entry.instruction!.kind);
    if (entry.layer === undefined) {
      // kaniko leaves a RUN that changed nothing as an empty entry.
      if (writes && image.history[entry.history]!.author !== 'kaniko') waiting.push(entry);
      continue;
    }
    const together = entry.origin === 'instruction' ? merged.get(entry.history) : undefined;
    if (together !== undefined) {
      byLayer.set(entry.layer, { layer: entry.layer, origin: 'instruction', instructions: together, confidence: 0.5, reason: 'a squashed layer in the place of all of these' });
      waiting = [];
      continue;
    }
    const all = [...waiting, ...(entry.instruction === undefined || (waiting.length > 0 && !writes) ? [] : [entry])];
    const lead = waiting.length > 0 ? waiting[0]! : entry;
    byLayer.set(entry.layer, {
      layer: entry.layer, origin: lead.origin, instructions: all.flatMap(({ instruction }) => instruction ?? []),
      confidence: Math.min(...all.map(({ confidence }) => confidence), all.length === 0 ? 0 : 1),
      reason: waiting.length > 0 ? 'the builder put all of these into one layer' : entry.reason,
    });
    waiting = [];
  }
  return image.layers.map(({ index }) => byLayer.get(index)
    ?? { layer: index, origin: 'unmatched', instructions: [], confidence: 0, reason: 'the history has no entry for it' });
}

function baseLayersOf(layers: readonly LayerMatch[]): number {
  const own = layers.findIndex(({ origin }) => origin !== 'base');
  return own < 0 ? layers.length : own;
}

function builderOf(commands: readonly HistoryCommand[], entries: readonly EntryMatch[]): Builder {
  const counts = new Map<Builder, number>();
  commands.forEach(({ builder }, index) => {
    if (builder !== 'unknown' && entries[index]!.origin !== 'base') counts.set(builder, (counts.get(builder) ?? 0) + 1);
  });
  return [...counts].sort(([, a], [, b]) => b - a)[0]?.[0] ?? 'unknown';
}

function remarks(
  image: MatchedImage, best: Candidate, expected: { data: number; other: number }, found: { data: number; other: number }, belongs: boolean,
  layers: readonly LayerMatch[],
): Diagnostic[] {
  if (image.history.length === 0) {
    return [{
      kind: 'history-missing', message: 'The image has no history, so no layer can be told to come from a line of the Dockerfile.',
      advice: 'Save the image with `docker save`: an exported container (`docker export`) has lost its history.',
    }];
  }
  if (!belongs) {
    const all = expected.data + expected.other;
    const some = found.data + found.other;
    return [{
      kind: 'dockerfile-foreign',
      message: `This Dockerfile does not belong to the image: ${all === 1 && some === 0 ? 'its one instruction is not' : `${some === 0 ? 'none' : some} of its ${all} instructions ${some === 1 ? 'is' : 'are'}`} in the `
        + `image’s history, ${Math.round(best.share * 100)} % by weight.`,
      advice: 'Drop the Dockerfile that the image was built from. Until then image and Dockerfile are advised on separately.',
    }];
  }
  const lost = layers.filter(({ origin }) => origin === 'unmatched').length;
  if (lost === 0) return [];
  return [{
    kind: 'layers-unmatched', message: `${lost} of ${layers.length} layers could not be matched to a line of the Dockerfile.`,
    advice: 'The Dockerfile may have changed since the build: build the image again to see every line’s cost.',
  }];
}

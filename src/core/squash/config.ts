/** The config of the squashed image: history and diffIDs rewritten (OCI image-spec config.md), everything else as it was. */
import { field, isObject, list, text, type JsonObject } from '../archive/json';
import type { Image } from '../image/image';
import type { LayerRange } from './range';

/** Members of a config that speak of layers or builds that the squashed image does not have any more. */
const STALE = new Set(['rootfs', 'history', 'created', 'moby.buildkit.cache.v0', 'moby.buildkit.buildinfo.v1', 'container', 'parent', 'id']);

/** The config as a value for JSON. The time is the newest of the range's, not that of the squashing: the same input gives the same bytes. */
export function squashedConfig(image: Image, range: LayerRange, diffIds: readonly string[]): JsonObject {
  const config = isObject(image.rawConfig) ? image.rawConfig : {};
  const [os = 'unknown', architecture = 'unknown', variant] = image.platform.split('/');
  const created = text(config, 'created');
  const history = squashedHistory(image, range);
  const kept = Object.entries(config).filter(([key]) => !STALE.has(key));
  return Object.fromEntries([
    ...(created === undefined ? [] : [['created', created] as const]),
    // An image must say what it is for, even where its source did not.
    ...(Object.hasOwn(config, 'architecture') ? [] : [['architecture', architecture] as const]),
    ...(Object.hasOwn(config, 'os') ? [] : [['os', os] as const]),
    ...(variant === undefined || Object.hasOwn(config, 'variant') ? [] : [['variant', variant] as const]),
    ...kept,
    ['rootfs', { type: 'layers', diff_ids: diffIds }],
    ...(history === undefined ? [] : [['history', history] as const]),
  ]);
}

/**
 * One entry in place of the range's newest, with the commands of all; entries without a layer stay where they are. Undefined where
 * history and layers do not match: an entry too few or too many makes engines refuse the image.
 */
function squashedHistory(image: Image, { from, to }: LayerRange): unknown[] | undefined {
  const entries = (list(image.rawConfig, 'history') ?? []).filter(isObject);
  const places = image.layers.slice(from, to + 1).map(({ historyIndex }) => historyIndex);
  if (entries.length === 0 || entries.length !== image.history.length || image.layers.some(({ historyIndex }) => historyIndex === undefined)) return undefined;
  const merged = places.map((place) => entries[place!]!);
  const created = newest(merged.map((entry) => text(entry, 'created')));
  const squashed = {
    ...(created === undefined ? {} : { created }),
    created_by: merged.map((entry) => text(entry, 'created_by') ?? '').join('\n'),
    comment: `layers ${from} to ${to} squashed into one by Plimsoll`,
  };
  return entries.flatMap((entry, at): unknown[] => (at === places.at(-1) ? [squashed] : places.includes(at) && field(entry, 'empty_layer') !== true ? [] : [entry]));
}

/** The latest of some times, as it was written. */
function newest(times: readonly (string | undefined)[]): string | undefined {
  let best: string | undefined;
  for (const time of times) {
    if (time === undefined || Number.isNaN(Date.parse(time))) continue;
    if (best === undefined || Date.parse(time) > Date.parse(best)) best = time;
  }
  return best;
}

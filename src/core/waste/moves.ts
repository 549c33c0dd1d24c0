/** Recognises moves: a path deleted in the layer that adds the same content under another path. */
import type { RootFs } from '../image/root-fs';
import { payloads, versionAt } from '../image/root-fs';
import { ContentGroups, hasContent } from './content';

/** `layer` is the one that removed the last name of `version`; `at` is the caller's own number for it. */
interface Removed {
  readonly at: number;
  readonly version: number;
  readonly layer: number;
}

/** For each removed payload that was moved, the caller's number and the payload that carries on with its content. */
export function findMoves(fs: RootFs, removed: readonly Removed[]): Map<number, number> {
  const moves = new Map<number, number>();
  // Few of a layer's files can be the new home of something removed: the low half of the hash tells most others.
  const wanted = new Map<number, Set<number>>();
  for (const { version, layer } of removed) {
    let hashes = wanted.get(layer);
    if (hashes === undefined) wanted.set(layer, (hashes = new Set()));
    hashes.add(fs.tables[fs.born[version]!]!.hashLow[fs.row[version]!]!);
  }
  if (wanted.size === 0) return moves;
  const added = new Map<number, ContentGroups>();
  for (const version of payloads(fs)) {
    const layer = fs.born[version]!;
    const table = fs.tables[layer]!;
    const row = fs.row[version]!;
    if (wanted.get(layer)?.has(table.hashLow[row]!) !== true || !hasContent(table, row)) continue;
    if (versionAt(fs, fs.node[version]!, layer) !== version) continue;
    let groups = added.get(layer);
    if (groups === undefined) added.set(layer, (groups = new ContentGroups(fs)));
    groups.add(version);
  }
  for (const { at, version, layer } of removed) {
    const target = added.get(layer)?.find(version).find((candidate) => fs.node[candidate] !== fs.node[version]);
    if (target !== undefined) moves.set(at, target);
  }
  return moves;
}

/** Bytes that later layers hid: deleted, stored again for a new owner or mode, or overwritten by the next RUN. */
import type { HiddenPayload } from '../../waste/hidden';
import { lineageOf, type ImageFacts, type Maker } from './facts';
import { bytesOfAll, LEAST_BYTES, nameOf, placeOf, type Saving } from './saving';

type Pair = { readonly from: Maker; readonly by: Maker; readonly payloads: number[] };

/** All three kinds, only of what own layers both wrote and hid: what a base image brought cannot be taken back. */
export function priceRewrites(facts: ImageFacts): readonly Saving[] {
  const mine = facts.hidden.filter(({ layer, hiddenBy }) => layer >= facts.ownFrom && hiddenBy !== undefined && hiddenBy > layer);
  return [...deletions(facts, mine), ...ownership(facts, mine), ...overwrites(facts, mine)];
}

/** Adds to the pair of layers under a key. */
function collect(pairs: Map<string, Pair>, from: Maker, by: Maker, payloads: readonly number[]): void {
  const key = `${from.layer}>${by.layer}`;
  let pair = pairs.get(key);
  if (pair === undefined) pairs.set(key, (pair = { from, by, payloads: [] }));
  pair.payloads.push(...payloads);
}

/** One saving for each RUN that deletes: what RUNs made, and what COPY and ADD brought. */
function deletions(facts: ImageFacts, hidden: readonly HiddenPayload[]): readonly Saving[] {
  const groups = new Map<string, { readonly copied: boolean; readonly by: Maker; readonly payloads: number[]; readonly from: Map<Maker, number> }>();
  for (const { version, reason, hiddenBy, movedTo } of hidden) {
    if (reason !== 'deleted' && reason !== 'opaque' && reason !== 'moved') continue;
    // A moved file is stored under both names: only the older copy can go.
    const lineage = movedTo === undefined ? lineageOf(facts, version) : [version];
    const from = facts.makers[facts.fs.born[lineage[0]!]!]!;
    const by = facts.makers[hiddenBy!]!;
    const copied = from.keyword === 'COPY' || from.keyword === 'ADD';
    const key = `${copied} ${by.layer}`;
    let group = groups.get(key);
    if (group === undefined) groups.set(key, (group = { copied, by, payloads: [], from: new Map() }));
    group.payloads.push(...lineage);
    group.from.set(from, (group.from.get(from) ?? 0) + bytesOfAll(facts, lineage));
  }
  return [...groups.values()].filter(({ payloads }) => bytesOfAll(facts, payloads) >= LEAST_BYTES).map(({ copied, by, payloads, from }): Saving => {
    const makers = [...from].sort(([, a], [, b]) => b - a).map(([maker]) => maker);
    const { line } = makers[0]!;
    return {
      id: `${copied ? 'copied-and-' : ''}deleted-${placeOf(by).key}`, ...(line === undefined ? {} : { line }), ...linesOf([...makers, by]),
      findingLines: placeOf(by).findingLines, rules: ['PL002', 'PL003'], way: copied ? 'multi-stage' : 'consolidate',
      payloads, basis: 'measured', enabled: true, rank: 20,
      title: `Files of ${nameOf(makers[0]!)}${makers.length === 2 ? ` and ${nameOf(makers[1]!)}` : makers.length > 2 ? ` and ${makers.length - 1} more` : ''} that ${nameOf(by)} deletes`,
      detail: copied
        ? 'A layer cannot give back what an earlier one brought: mount it for the RUN that needs it (RUN --mount=type=bind), or use it in a build stage.'
        : 'Delete them in the RUN that makes them; if steps in between need them, do all of it in one RUN or in a build stage.',
    };
  });
}

function ownership(facts: ImageFacts, hidden: readonly HiddenPayload[]): readonly Saving[] {
  const pairs = new Map<string, Pair>();
  const changes = new Map<string, Set<string>>();
  for (const { version, reason, layer, hiddenBy, changed = [] } of hidden) {
    if (reason !== 'metadata-only' || !(changed.includes('owner') || changed.includes('mode'))) continue;
    const by = facts.makers[hiddenBy!]!;
    if (by.keyword !== 'RUN') continue;
    collect(pairs, facts.makers[layer]!, by, [version]);
    const key = `${layer}>${hiddenBy}`;
    changes.set(key, new Set([...(changes.get(key) ?? []), ...changed]));
  }
  return [...pairs].filter(([, { payloads }]) => bytesOfAll(facts, payloads) >= LEAST_BYTES).map(([pairKey, { from, by, payloads }]): Saving => {
    const changed = changes.get(pairKey)!;
    const what = changed.has('owner') ? (changed.has('mode') ? 'owner and mode' : 'owner') : 'mode';
    const { key, ...place } = placeOf(by);
    const copied = from.keyword === 'COPY' || from.keyword === 'ADD';
    const flag = changed.has('owner') ? '--chown' : '--chmod';
    return {
      id: `chown-${key}-${placeOf(from).key}`, ...place, rules: ['PL001', 'PL042'], ...linesOf([from, by]), way: 'chown',
      payloads, basis: 'measured', enabled: true, rank: 30,
      title: `Files of ${nameOf(from)} stored again by ${nameOf(by)} for another ${what}`,
      detail: copied
        ? `Write ${from.keyword} ${flag}=… in ${nameOf(from)} and drop the change of ${what} in ${nameOf(by)}.`
        : `Change the ${what} in the RUN that makes the files, or run it as their later owner.`,
    };
  });
}

/** RUNs that follow one another without anything that writes files between them can be one. */
function overwrites(facts: ImageFacts, hidden: readonly HiddenPayload[]): readonly Saving[] {
  const groups = runGroups(facts);
  const pairs = new Map<number, { readonly group: readonly Maker[]; readonly payloads: number[]; readonly byLine: Map<number, number[]> }>();
  for (const { version, reason, layer, hiddenBy } of hidden) {
    if (reason === 'deleted' || reason === 'opaque' || reason === 'moved') continue;
    const group = groups.get(layer);
    if (group === undefined || groups.get(hiddenBy!) !== group) continue;
    const first = group[0]!.layer;
    let pair = pairs.get(first);
    if (pair === undefined) pairs.set(first, (pair = { group, payloads: [], byLine: new Map() }));
    pair.payloads.push(version);
    for (const line of placeOf(facts.makers[hiddenBy!]!).findingLines) listIn(pair.byLine, line).push(version);
  }
  return [...pairs.values()].filter(({ payloads }) => bytesOfAll(facts, payloads) >= LEAST_BYTES).map(({ group, payloads, byLine }): Saving => {
    const { key, ...place } = placeOf(group[0]!);
    return {
      id: `merge-${key}`, ...place, findingLines: [...byLine.keys()], payloadsOfLine: byLine, rules: ['DL3059'], ...linesOf(group), way: 'consolidate',
      payloads, basis: 'measured', enabled: true, rank: 60,
      title: `RUNs that write the same files: ${group.map(nameOf).join(', ')}`,
      detail: 'Join them with && into one RUN: package databases, caches and the like are then stored once.',
    };
  });
}

/** First lines of all makers, where they are known. */
function linesOf(makers: readonly Maker[]): { readonly lines?: readonly number[] } {
  const lines = makers.flatMap(({ line }) => line ?? []);
  return lines.length === 0 ? {} : { lines: [...new Set(lines)].sort((a, b) => a - b) };
}

/** The list under a key, made when it is not there. */
function listIn(lists: Map<number, number[]>, key: number): number[] {
  let list = lists.get(key);
  if (list === undefined) lists.set(key, (list = []));
  return list;
}

/** By layer, the makers of the unbroken series of RUNs that it belongs to. */
function runGroups(facts: ImageFacts): ReadonlyMap<number, readonly Maker[]> {
  const groups = new Map<number, Maker[]>();
  let current: Maker[] = [];
  for (const maker of facts.makers.slice(facts.ownFrom)) {
    if (maker.keyword !== 'RUN') {
      current = [];
      continue;
    }
    if (changesUser(facts, current.at(-1), maker)) current = [];
    current.push(maker);
    groups.set(maker.layer, current);
  }
  return groups;
}

/** Between two RUNs stands a USER, a SHELL or a FROM: one RUN cannot do for both. */
function changesUser({ match, dockerfile }: ImageFacts, above: Maker | undefined, below: Maker): boolean {
  if (match === undefined || dockerfile === undefined || above?.line === undefined || below.line === undefined) return false;
  const between = dockerfile.instructions.filter(({ startLine }) => startLine > above.line! && startLine < below.line!);
  return between.some(({ kind }) => kind === 'USER' || kind === 'SHELL' || kind === 'FROM');
}

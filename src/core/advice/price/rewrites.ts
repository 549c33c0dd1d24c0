/** Bytes that later layers hid: deleted, stored again for a new owner, mode or time, or overwritten by the next RUN. */
import type { Rows } from '../../columns';
import { payloadEnd } from '../../image/root-fs';
import type { Attribute, HiddenPayload } from '../../waste/hidden';
import { lineageOf, type ImageFacts, type Maker } from './facts';
import { byFirstMaker, bytesOfAll, LEAST_BYTES, nameOf, placeOf, type Saving } from './saving';

type Pair = { readonly from: Maker; readonly by: Maker; readonly payloads: number[] };

/** All kinds, only of what own layers both wrote and hid: what a base image brought cannot be taken back. */
export function priceRewrites(facts: ImageFacts): readonly Saving[] {
  const mine = facts.hidden.filter(({ layer, hiddenBy }) => layer >= facts.ownFrom && hiddenBy !== undefined && hiddenBy > layer);
  return [...deletions(facts, mine), ...ownership(facts, mine), ...overwrites(facts, mine)];
}

/** Adds to the pair of layers under a key. */
function collect(pairs: Map<string, Pair>, key: string, from: Maker, by: Maker, payload: number): void {
  let pair = pairs.get(key);
  if (pair === undefined) pairs.set(key, (pair = { from, by, payloads: [] }));
  pair.payloads.push(payload);
}

/** One saving for each RUN that deletes: what RUNs made, and what COPY and ADD brought. */
function deletions(facts: ImageFacts, hidden: Rows<HiddenPayload>): readonly Saving[] {
  const groups = new Map<string, { readonly copied: boolean; readonly by: Maker; readonly payloads: number[] }>();
  for (const { version, reason, hiddenBy, movedTo } of hidden) {
    if (reason !== 'deleted' && reason !== 'opaque' && reason !== 'moved') continue;
    // A moved file is stored under both names: only the older copy can go.
    const lineage = movedTo === undefined ? lineageOf(facts, version) : [version];
    const from = facts.makers[facts.fs.born[lineage[0]!]!]!;
    const by = facts.makers[hiddenBy!]!;
    const copied = from.keyword === 'COPY' || from.keyword === 'ADD';
    const key = `${copied} ${by.layer}`;
    let group = groups.get(key);
    if (group === undefined) groups.set(key, (group = { copied, by, payloads: [] }));
    group.payloads.push(...lineage);
  }
  return [...groups.values()].filter(({ payloads }) => bytesOfAll(facts, payloads) >= LEAST_BYTES).map(({ copied, by, payloads }) => deletionOf(facts, copied, by, payloads));
}

function deletionOf(facts: ImageFacts, copied: boolean, by: Maker, payloads: readonly number[]): Saving {
  const makers = [...byFirstMaker(facts, payloads)].sort(([, a], [, b]) => bytesOfAll(facts, b) - bytesOfAll(facts, a)).map(([maker]) => maker);
  const { line } = makers[0]!;
  return {
    id: `${copied ? 'copied-and-' : ''}deleted-${placeOf(by).key}`, ...(line === undefined ? {} : { line }), ...linesOf([...makers, by]),
    findingLines: placeOf(by).findingLines, rules: ['PL002', 'PL003'], way: copied ? 'multi-stage' : 'consolidate',
    payloads, basis: 'measured', enabled: true, rank: 20, part: (some) => deletionOf(facts, copied, by, some),
    title: `Files of ${nameOf(makers[0]!)}${makers.length === 2 ? ` and ${nameOf(makers[1]!)}` : makers.length > 2 ? ` and ${makers.length - 1} more` : ''} that ${nameOf(by)} deletes`,
    detail: copied
      ? 'A layer cannot give back what an earlier one brought: mount it for the RUN that needs it (RUN --mount=type=bind), or use it in a build stage.'
      : 'Delete them in the RUN that makes them; if steps in between need them, do all of it in one RUN or in a build stage.',
  };
}

/** What a RUN stored again though its content is the same: for another owner, mode, time or attribute. */
function ownership(facts: ImageFacts, hidden: Rows<HiddenPayload>): readonly Saving[] {
  const pairs = new Map<string, Pair>();
  const changes = new Map<string, Set<Attribute>>();
  for (const { version, reason, layer, hiddenBy, changed = [] } of hidden) {
    const by = facts.makers[hiddenBy ?? -1];
    if (reason !== 'metadata-only' || by?.keyword !== 'RUN') continue;
    const owned = changed.includes('owner') || changed.includes('mode');
    const key = `${layer}>${hiddenBy} ${owned}`;
    collect(pairs, key, facts.makers[layer]!, by, version);
    changes.set(key, new Set([...(changes.get(key) ?? []), ...changed]));
  }
  return [...pairs].filter(([, { payloads }]) => bytesOfAll(facts, payloads) >= LEAST_BYTES)
    .map(([key, { from, by, payloads }]) => ownershipOf(facts, from, by, changes.get(key)!, payloads));
}

function ownershipOf(facts: ImageFacts, from: Maker, by: Maker, changed: ReadonlySet<Attribute>, payloads: readonly number[]): Saving {
  const { key, ...place } = placeOf(by);
  const owned = changed.has('owner') || changed.has('mode');
  const what = changed.has('owner') ? (changed.has('mode') ? 'owner and mode' : 'owner') : changed.has('mode') ? 'mode' : changed.has('xattrs') ? 'extended attribute' : 'time';
  const copied = from.keyword === 'COPY' || from.keyword === 'ADD';
  return {
    id: `${owned ? 'chown' : 'touched'}-${key}-${placeOf(from).key}`, ...place, rules: owned ? ['PL001', 'PL042'] : [], ...linesOf([from, by]), way: 'chown',
    payloads, basis: 'measured', enabled: true, rank: 30, part: (some) => ownershipOf(facts, from, by, changed, some),
    title: `Files of ${nameOf(from)} stored again by ${nameOf(by)} for another ${what}`,
    detail: !copied ? `Change the ${what} in the RUN that makes the files${owned ? ', or run it as their later owner' : ''}.`
      : owned ? `Write ${from.keyword} ${changed.has('owner') ? '--chown' : '--chmod'}=… in ${nameOf(from)} and drop the change of ${what} in ${nameOf(by)}.`
        : `${from.keyword} has no flag for it: do without the change of ${what}, or make it where the file is made, in a build stage.`,
  };
}

/** RUNs that follow one another without anything that writes files between them can be one. */
function overwrites(facts: ImageFacts, hidden: Rows<HiddenPayload>): readonly Saving[] {
  const groups = runGroups(facts);
  const payloadsOf = new Map<readonly Maker[], number[]>();
  for (const { version, reason, layer, hiddenBy } of hidden) {
    if (reason === 'deleted' || reason === 'opaque' || reason === 'moved') continue;
    const group = groups.get(layer);
    if (group !== undefined && groups.get(hiddenBy!) === group) listIn(payloadsOf, group).push(version);
  }
  return [...payloadsOf].filter(([, payloads]) => bytesOfAll(facts, payloads) >= LEAST_BYTES).map(([group, payloads]) => mergeOf(facts, group, payloads));
}

function mergeOf(facts: ImageFacts, group: readonly Maker[], payloads: readonly number[]): Saving {
  const byLine = new Map<number, number[]>();
  const involved = new Set<Maker>();
  for (const payload of payloads) {
    const by = facts.makers[payloadEnd(facts.fs, payload)]!;
    involved.add(facts.makers[facts.fs.born[payload]!]!).add(by);
    for (const line of placeOf(by).findingLines) listIn(byLine, line).push(payload);
  }
  const makers = group.filter((maker) => involved.has(maker));
  const { key, ...place } = placeOf(makers[0]!);
  return {
    id: `merge-${key}`, ...place, findingLines: [...byLine.keys()], payloadsOfLine: byLine, rules: ['DL3059'], ...linesOf(makers), way: 'consolidate',
    payloads, basis: 'measured', enabled: true, rank: 60, part: (some) => mergeOf(facts, group, some),
    title: `RUNs that write the same files: ${makers.map(nameOf).join(', ')}`,
    detail: 'Join them with && into one RUN: package databases, caches and the like are then stored once.',
  };
}

/** First lines of all makers, where they are known. */
function linesOf(makers: readonly Maker[]): { readonly lines?: readonly number[] } {
  const lines = makers.flatMap(({ line }) => line ?? []);
  return lines.length === 0 ? {} : { lines: [...new Set(lines)].sort((a, b) => a - b) };
}

/** The list under a key, made when it is not there. */
function listIn<Key>(lists: Map<Key, number[]>, key: Key): number[] {
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

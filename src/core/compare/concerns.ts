/** Runs the checks to a fixpoint and gathers what they suspect into rows, each closed under its own needs. */
import { finish, type Steps } from '../steps';
import { isIgnored, type Case } from './case';
import type { Confidence, Pass, Suspicion, Tier } from './checks/check';
import { CHECKS } from './checks/registry';
import { isTickedAtFirst, SMALL_ROW } from './default-ticks';
import { Needs } from './needs';

/** One file of a row: why it is there, in words. */
export interface ConcernFile {
  readonly path: string;
  readonly evidence: string;
}

/** What a person ticks: removed files that one reason speaks for, with all that these need themselves. */
export interface ConcernRow {
  /** Stable within one comparison. */
  readonly id: string;
  readonly check: string;
  readonly code: string;
  readonly title: string;
  readonly tier: Tier;
  readonly confidence: Confidence;
  /** The paths that the check named come first, then those that they need. */
  readonly files: readonly ConcernFile[];
  /** How many of `files` the check itself named. */
  readonly named: number;
  /** Bytes that restoring the row costs, hard links once. */
  readonly bytes: number;
  /** The paths are kept, but changed: their rights or content are at stake, not their presence. */
  readonly drift: boolean;
}

interface DraftRow extends ConcernRow {
  readonly pool?: string;
}

/** Files whose needs are followed in one step. */
const STEP = 64;
/** Rounds of the first tier: each restores files whose own code is then looked at. */
const MAX_ROUNDS = 8;

interface Draft {
  readonly suspicion: Suspicion;
  readonly check: string;
  readonly code: string;
  readonly roots: Map<string, string>;
}

/** Rows by tier, then by check. Changes `subject`: what the first tier restores is taken as there. */
export function findConcerns(subject: Case): ConcernRow[] {
  return finish(findConcernsInSteps(subject));
}

export function* findConcernsInSteps(subject: Case): Steps<ConcernRow[]> {
  yield* subject.prepare();
  const needs = yield* Needs.of(subject);
  const drafts = new Map<string, Draft>();
  for (let round = 0; round < MAX_ROUNDS; round += 1) {
    let restored = false;
    for (const draft of yield* gather(subject, needs, 'sure', drafts)) {
      for (const { path } of yield* closure(subject, needs, draft)) if (subject.restore(path)) restored = true;
    }
    if (!restored) break;
  }
  // What the first tier restores is missed in the rows below it only if it is still gone.
  const sure = yield* rowsOf(subject, needs, drafts);
  const further = new Map<string, Draft>();
  yield* gather(subject, needs, 'further', further);
  const rows: DraftRow[] = [...sure, ...yield* rowsOf(subject, needs, further)];
  rows.push(...yield* followed(subject, needs, rows));
  return [...yield* joined(subject, rows.filter(({ files }) => files.length > 0))].sort((a, b) => a.tier - b.tier || order(a.code) - order(b.code) || b.bytes - a.bytes || (a.id < b.id ? -1 : 1));
}

/** Rows of one pool as one, the smallest first, up to what is ticked at first: larger ones are to be judged one by one. */
function* joined(subject: Case, rows: readonly DraftRow[]): Steps<ConcernRow[]> {
  const pools = new Map<string, DraftRow[]>();
  const found: ConcernRow[] = [];
  for (const { pool, ...row } of rows) {
    const key = pool === undefined || row.tier !== 2 || row.drift ? undefined : `${row.check} 2 ${pool}`;
    if (key === undefined) found.push(row);
    else pools.set(key, [...(pools.get(key) ?? []), { ...row, pool: pool! }]);
  }
  for (const [id, members] of pools) {
    yield;
    let bytes = 0;
    const small = members.sort((a, b) => a.bytes - b.bytes).filter((row) => (bytes += row.bytes) <= SMALL_ROW);
    const together = small.length < 2 ? [] : small;
    for (const { pool: _, ...row } of members.slice(together.length)) found.push(row);
    const [first] = together;
    if (first === undefined) continue;
    const named = new Map(together.flatMap((row) => row.files.slice(0, row.named)).map((file) => [file.path, file]));
    const files = [...new Map([...named, ...together.flatMap((row) => row.files).map((file) => [file.path, named.get(file.path) ?? file] as const)]).values()];
    found.push({ id, check: first.check, code: first.code, title: first.pool!, tier: 2, confidence: 'low', files, named: named.size, bytes: bytesOfPaths(subject, files), drift: false });
  }
  return found;
}

/** What the programs and libraries need that small rows of the second tier restore, as whoever ticks only these would have it: one row a check, and no further. */
function* followed(subject: Case, needs: Needs, rows: readonly ConcernRow[]): Steps<ConcernRow[]> {
  const told = new Set<string>();
  for (const row of rows) {
    if (row.tier < 3 && !row.drift) for (const { path } of row.files) told.add(path);
    if (row.tier === 2 && isTickedAtFirst(row)) for (const { path } of row.files) subject.restore(path);
    yield;
  }
  const drafts = new Map<string, Draft>();
  yield* gather(subject, needs, 'further', drafts, true);
  const further: ConcernRow[] = [];
  for (const row of yield* rowsOf(subject, needs, drafts)) {
    const files = row.files.filter(({ path }) => !told.has(path));
    for (const { path } of files) told.add(path);
    further.push({ ...row, files, named: Math.min(row.named, files.length), bytes: bytesOfPaths(subject, files) });
  }
  return further;
}

/** Suspicions of the first tier or of all others, joined by row. Answers the drafts that grew. */
function* gather(subject: Case, needs: Needs, pass: Pass, drafts: Map<string, Draft>, following = false): Steps<Set<Draft>> {
  const grown = new Set<Draft>();
  for (const check of CHECKS) {
    if (!check.tiers.some((tier) => (tier === 1) === (pass === 'sure')) || (following && check.follows === undefined)) continue;
    for (const found of check.find(subject, needs, pass)) {
      yield;
      if (found === undefined) continue;
      if ((found.tier === 1) !== (pass === 'sure') || (following && found.tier === 3)) continue;
      const suspicion: Suspicion = following ? { tier: found.tier, roots: found.roots, family: 'followed', title: check.follows!, confidence: 'low' } : found;
      const key = `${check.id} ${suspicion.tier} ${suspicion.family}`;
      const draft = drafts.get(key) ?? { suspicion, check: check.id, code: check.code, roots: new Map<string, string>() };
      for (const { path, evidence } of suspicion.roots) {
        if (isIgnored(path) || draft.roots.has(path)) continue;
        draft.roots.set(path, evidence);
        grown.add(draft);
      }
      if (draft.roots.size > 0) drafts.set(key, draft);
    }
    yield;
  }
  return grown;
}

/** The roots and what they need, breadth first, with the chain of reasons. Kept files end a chain: their needs are rows of their own. */
function* closure(subject: Case, needs: Needs, draft: Draft): Steps<ConcernFile[]> {
  const files = new Map<string, string>();
  for (const [path, evidence] of draft.roots) if (draft.suspicion.drift === true || subject.before.byPath.has(path)) files.set(path, evidence);
  if (draft.suspicion.drift === true || draft.suspicion.tier === 3) return toFiles(files);
  let looked = 0;
  for (const [path, evidence] of files) {
    if ((looked += 1) % STEP === 0) yield;
    for (const need of needs.of(path)) {
      if (files.has(need.path) || isIgnored(need.path) || subject.after.byPath.has(need.path)) continue;
      files.set(need.path, evidence.length > 300 ? `${path} ${need.evidence}` : `${evidence} → ${path} ${need.evidence}`);
    }
  }
  return toFiles(files);
}

function toFiles(files: ReadonlyMap<string, string>): ConcernFile[] {
  return Array.from(files, ([path, evidence]) => ({ path, evidence }));
}

function* rowsOf(subject: Case, needs: Needs, drafts: ReadonlyMap<string, Draft>): Steps<DraftRow[]> {
  const rows: DraftRow[] = [];
  for (const [id, draft] of drafts) {
    const { suspicion, check, code } = draft;
    const drift = suspicion.drift === true;
    // A lower row lists only what no row above it restores already.
    const files = (yield* closure(subject, needs, draft)).filter(({ path }) => drift || suspicion.tier === 1 || !subject.has(path));
    rows.push({
      id, check, code, title: suspicion.title, tier: suspicion.tier, confidence: suspicion.confidence, files,
      named: files.filter(({ path }) => draft.roots.has(path)).length, bytes: drift ? 0 : bytesOfPaths(subject, files), drift,
      ...(suspicion.pool === undefined ? {} : { pool: suspicion.pool }),
    });
    yield;
  }
  return rows;
}

function bytesOfPaths(subject: Case, files: readonly ConcernFile[]): number {
  const inodes = new Set<number>();
  let bytes = 0;
  for (const { path } of files) {
    const entry = subject.before.byPath.get(path);
    if (entry === undefined || entry.type !== 'file' || (entry.inode >= 0 && inodes.has(entry.inode))) continue;
    inodes.add(entry.inode);
    bytes += entry.size ?? 0;
  }
  return bytes;
}

function order(code: string): number {
  return Number(code.slice(1));
}

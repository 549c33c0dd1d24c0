/** The comparison of two open images: kept here, shown to the page by windows of its lists. */
import { latin1Bytes } from '../src/core/bytes/latin1';
import { escapePath, readablePath } from '../src/core/bytes/text';
import { compareImages, type Comparison, type ComparePhase } from '../src/core/compare/compare-images';
import type { ConcernRow } from '../src/core/compare/concerns';
import { comparisonHead, comparisonReport, concernsOf, DIFFERENCE_LISTS } from '../src/core/compare/comparison-report';
import { tickedPaths } from '../src/core/compare/default-ticks';
import { treeOfImage } from '../src/core/compare/file-tree';
import { checkList, type CheckedList, type ListKind } from '../src/core/compare/lists/check-list';
import { keepLists, listLine } from '../src/core/compare/lists/keep-lists';
import { writeRepaired, type RepairResult } from '../src/core/compare/repair';
import { compareBuilds } from '../src/core/compare/several-builds';
import { sideOfFile, sideOfImage, type Side } from '../src/core/compare/side';
import { failure, success, type Outcome } from '../src/core/problem';
import type { ComparisonReport } from '../src/core/report/report';
import type { Job } from './cancelling';
import type { ByteSink } from '../src/core/writer/byte-sink';
import type { OpenImage } from './open-image';
import type { BuildsAnswer, CompareOptions, CompareQuery, CompareRow, CompareTicks, ComparisonHead, SaveProgress } from './protocol';
import { throttled } from './throttled';

/** No list of files is larger. */
const MOST_BYTES_OF_LIST = 256 * 1024 * 1024;
const MOST_FLICKERS = 2000;

const holds = (path: string, wanted: string): boolean => readablePath(path).toLowerCase().includes(wanted);

export class OpenComparison {
  readonly #comparison: Comparison;
  readonly #head: ComparisonHead;
  /** Rows of the lists that were asked for: making them all takes longer than a frame. */
  readonly #lists: Map<CompareQuery['list'], readonly CompareRow[]>;
  #shown: { readonly query: string; readonly rows: readonly CompareRow[]; readonly bytes: number } | undefined;

  /** `earlier` is of the same two sides, before the checks: these add nothing to the lists. */
  constructor(comparison: Comparison, earlier?: OpenComparison) {
    this.#comparison = comparison;
    this.#head = comparisonHead(comparison);
    this.#lists = earlier === undefined ? new Map() : earlier.#lists;
    if (earlier !== undefined) this.#shown = earlier.#shown;
  }

  /** The report without its long lists: what the view shows at once. */
  head(): ComparisonHead {
    return this.#head;
  }

  /** The rows of one list that a text finds, sorted; the last query is kept. */
  rows(query: CompareQuery, from: number, to: number): { readonly count: number; readonly bytes: number; readonly rows: readonly CompareRow[] } {
    const key = JSON.stringify(query);
    if (this.#shown?.query !== key) {
      const wanted = query.search.toLowerCase().replace(/^\/(?=.)/, '');
      const rows = this.#list(query.list).filter(({ path, to: target }) => wanted === '' || holds(path, wanted) || (target !== undefined && holds(target, wanted)));
      const byPath = (a: CompareRow, b: CompareRow): number => (a.path < b.path ? -1 : a.path > b.path ? 1 : 0);
      rows.sort(query.sort === 'path' ? byPath : (a, b) => weightOf(b) - weightOf(a) || byPath(a, b));
      this.#shown = { query: key, rows, bytes: rows.reduce((sum, row) => sum + row.size, 0) };
    }
    const { rows, bytes } = this.#shown;
    return { count: rows.length, bytes, rows: rows.slice(from, to) };
  }

  /** All files of one row to tick, with their evidence. */
  concern(id: string): ComparisonReport['concerns'] {
    return this.#comparison.concerns.filter((_, index) => this.#idOf(index) === id).flatMap((row) => concernsOf(this.#comparison, row));
  }

  /** What a choice of rows comes to. */
  ticks(ids: ReadonlySet<string>): CompareTicks {
    const ticked = this.#tick(ids);
    const sizes = this.#comparison.before.tree.byPath;
    const paths = tickedPaths(this.#comparison.concerns, ticked);
    return { files: paths.length, bytes: paths.reduce((sum, path) => sum + (sizes.get(path)?.size ?? 0), 0), lists: keepLists(this.#comparison, ticked) };
  }

  /** Paths of the original that these rows restore. */
  paths(ids: ReadonlySet<string>): readonly string[] {
    return tickedPaths(this.#comparison.concerns, this.#tick(ids));
  }

  /** A list for mint that the user has, line by line. Rows are named as in the report. */
  checked(text: string, kind: ListKind): CheckedList {
    const { lines, covered } = checkList(text, kind, this.#comparison);
    const ids = new Map(this.#comparison.concerns.map(({ id }, index) => [id, this.#idOf(index) ?? id]));
    return { lines, covered: covered.map((row) => ({ ...row, id: ids.get(row.id) ?? row.id })) };
  }

  /** The whole report, with the rows that are ticked. */
  report(ids: ReadonlySet<string> | undefined): ComparisonReport {
    return comparisonReport(this.#comparison, ids && this.#tick(ids));
  }

  #tick(ids: ReadonlySet<string>): (row: ConcernRow) => boolean {
    const chosen = new Set(this.#comparison.concerns.filter((_, index) => ids.has(this.#idOf(index) ?? '')));
    return (row) => chosen.has(row);
  }

  /** Rows of the report and of the comparison are the same, in the same order; only the report's ids can be printed. */
  #idOf(index: number): string | undefined {
    return this.#head.families?.[index]?.id;
  }

  #list(list: CompareQuery['list']): readonly CompareRow[] {
    let rows = this.#lists.get(list);
    if (rows === undefined) this.#lists.set(list, (rows = rowsOf(this.#comparison.difference, list)));
    return rows;
  }
}

function rowsOf(difference: Comparison['difference'], list: CompareQuery['list']): readonly CompareRow[] {
  switch (list) {
    case 'removed': case 'added': return DIFFERENCE_LISTS[list](difference);
    case 'changed': return DIFFERENCE_LISTS.changed(difference).map(({ path, sizeBefore, sizeAfter, changes }) => ({ path, size: sizeBefore, sizeAfter, changes }));
    case 'moved': return DIFFERENCE_LISTS.moved(difference).map(({ from, to, size }) => ({ path: from, to, size }));
  }
}

function weightOf({ size, sizeAfter }: CompareRow): number {
  return sizeAfter === undefined ? size : Math.max(size, sizeAfter);
}

/** Milliseconds of checking after which other questions get their turn: half a frame, since a jump in a list may ask twice. */
const BREATH = 8;

/** Who follows a comparison. `onDifference` gets it before the checks have run. */
export interface Following {
  readonly onPhase: (phase: ComparePhase, share?: number) => void;
  readonly onDifference: (comparison: OpenComparison) => void;
}

/** Compares two sides; `before` is the original. */
export async function compare(before: OpenImage | File, after: OpenImage | File, options: CompareOptions, job: Job, { onPhase, onDifference }: Following): Promise<Outcome<OpenComparison>> {
  const scanners: { close(): void }[] = [];
  try {
    const sides: Side[] = [];
    for (const given of [before, after]) {
      if (given instanceof File) {
        const list = await readList(given);
        if (!list.ok) return list;
        sides.push(list.value);
        continue;
      }
      const scanner = given.scanner(job);
      scanners.push(scanner);
      sides.push(sideOfImage(given.analysed, scanner, () => given.readPackages()));
    }
    let early: OpenComparison | undefined;
    let phase: ComparePhase | undefined;
    let tell: (share?: number) => void;
    const comparison = await compareImages(sides[0]!, sides[1]!, {
      ...options, breathe: breathing(BREATH), cancelled: () => job.cancelled,
      onProgress: (now, share) => {
        if (now !== phase) tell = throttled((of?: number) => onPhase(now, of));
        phase = now;
        tell(share);
      },
      onDifference: (first) => {
        if (!job.cancelled) onDifference((early = new OpenComparison(first)));
      },
    });
    return comparison.ok ? success(new OpenComparison(comparison.value, early)) : comparison;
  } finally {
    for (const scanner of scanners) scanner.close();
  }
}

/** Lets the worker answer what was asked meanwhile, whenever `milliseconds` have passed since it last did. */
function breathing(milliseconds: number): () => Promise<void> | undefined {
  const { port1, port2 } = new MessageChannel();
  let since = performance.now();
  return () => {
    if (performance.now() - since < milliseconds) return undefined;
    return new Promise((resolve) => {
      port1.onmessage = () => {
        since = performance.now();
        resolve();
      };
      port2.postMessage(undefined);
    });
  };
}

async function readList(file: File): Promise<Outcome<Side>> {
  if (file.size > MOST_BYTES_OF_LIST) {
    return failure({ kind: 'list-too-large', message: `${file.name} is too large for a list of files.`, advice: 'Drop the image itself, or a list of its paths, one a line.', where: { file: file.name } });
  }
  try {
    return sideOfFile(file.name, new Uint8Array(await file.arrayBuffer()));
  } catch {
    return failure({ kind: 'source-gone', message: `${file.name} can no longer be read: it was moved, changed or removed.`, advice: 'Drop it again.', where: { file: file.name } });
  }
}

/** Writes the smaller image with these paths of the original in one layer more. */
export async function repair(original: OpenImage, smaller: OpenImage, paths: readonly string[], sink: ByteSink, job: Job, onProgress: (progress: SaveProgress) => void): Promise<Outcome<RepairResult>> {
  return writeRepaired(await original.content(job), await smaller.content(job), paths, { layout: 'docker' }, sink, onProgress, () => job.cancelled);
}

/** What builds of one original keep. */
export function severalBuilds(original: OpenImage, builds: readonly OpenImage[]): BuildsAnswer {
  const tree = treeOfImage(original.analysed.fs);
  const { always, flickers, union } = compareBuilds(tree, builds.map(({ analysed }) => treeOfImage(analysed.fs)));
  const notes: string[] = [];
  const lines = union.flatMap((path) => listLine(path, tree, notes) ?? []);
  return {
    always, flickering: flickers.length, unionCount: lines.length, union: lines.map((line) => `${line}\n`).join(''),
    flickers: flickers.slice(0, MOST_FLICKERS).map(({ path, keptBy }) => ({ path: escapePath(latin1Bytes(path)), keptBy })),
  };
}

/** The comparison of two open images: kept here, shown to the page by windows of its lists. */
import { compareImages, type Comparison, type ComparePhase } from '../src/core/compare/compare-images';
import type { ConcernRow } from '../src/core/compare/concerns';
import { comparisonReport } from '../src/core/compare/comparison-report';
import { tickedPaths } from '../src/core/compare/default-ticks';
import { keepLists } from '../src/core/compare/lists/keep-lists';
import { sideOfImage } from '../src/core/compare/side';
import { success, type Outcome } from '../src/core/problem';
import type { ComparisonReport } from '../src/core/report/report';
import type { Job } from './cancelling';
import type { OpenImage } from './open-image';
import type { CompareOptions, CompareQuery, CompareRow, CompareTicks, ComparisonHead } from './protocol';

export class OpenComparison {
  readonly #comparison: Comparison;
  readonly #report: ComparisonReport;
  #shown: { readonly query: string; readonly rows: readonly CompareRow[]; readonly bytes: number } | undefined;

  constructor(comparison: Comparison) {
    this.#comparison = comparison;
    this.#report = comparisonReport(comparison);
  }

  /** The report without its long lists: what the view shows at once. */
  head(): ComparisonHead {
    const { removed: _removed, added: _added, changed: _changed, moved: _moved, concerns: _concerns, preserve: _preserve, ...head } = this.#report;
    return head;
  }

  /** The rows of one list that a text finds, sorted; the last query is kept. */
  rows(query: CompareQuery, from: number, to: number): { readonly count: number; readonly bytes: number; readonly rows: readonly CompareRow[] } {
    const key = JSON.stringify(query);
    if (this.#shown?.query !== key) {
      const wanted = query.search.toLowerCase().replace(/^\/(?=.)/, '');
      const rows = this.#list(query.list).filter(({ path, to: target }) => wanted === '' || path.toLowerCase().includes(wanted) || target?.toLowerCase().includes(wanted) === true);
      const byPath = (a: CompareRow, b: CompareRow): number => (a.path < b.path ? -1 : a.path > b.path ? 1 : 0);
      rows.sort(query.sort === 'path' ? byPath : (a, b) => weightOf(b) - weightOf(a) || byPath(a, b));
      this.#shown = { query: key, rows, bytes: rows.reduce((sum, row) => sum + row.size, 0) };
    }
    const { rows, bytes } = this.#shown;
    return { count: rows.length, bytes, rows: rows.slice(from, to) };
  }

  /** All files of one row to tick, with their evidence. */
  concern(id: string): ComparisonReport['concerns'] {
    return this.#report.concerns.filter(({ family }) => family === id);
  }

  /** What a choice of rows comes to. */
  ticks(ids: ReadonlySet<string>): CompareTicks {
    const ticked = this.#tick(ids);
    const sizes = this.#comparison.before.tree.byPath;
    const paths = tickedPaths(this.#comparison.concerns, ticked);
    return { files: paths.length, bytes: paths.reduce((sum, path) => sum + (sizes.get(path)?.size ?? 0), 0), lists: keepLists(this.#comparison, ticked) };
  }

  /** The whole report, with the rows that are ticked. */
  report(ids: ReadonlySet<string> | undefined): ComparisonReport {
    return ids === undefined ? this.#report : comparisonReport(this.#comparison, this.#tick(ids));
  }

  /** Rows of the report and of the comparison are the same, in the same order; only the report's ids can be printed. */
  #tick(ids: ReadonlySet<string>): (row: ConcernRow) => boolean {
    const chosen = new Set(this.#comparison.concerns.filter((_, index) => ids.has(this.#report.families?.[index]?.id ?? '')));
    return (row) => chosen.has(row);
  }

  #list(list: CompareQuery['list']): CompareRow[] {
    switch (list) {
      case 'removed': return [...this.#report.removed];
      case 'added': return [...this.#report.added];
      case 'changed': return this.#report.changed.map(({ path, sizeBefore, sizeAfter, changes }) => ({ path, size: sizeBefore, sizeAfter, changes }));
      case 'moved': return (this.#report.moved ?? []).map(({ from, to, size }) => ({ path: from, to, size }));
    }
  }
}

function weightOf({ size, sizeAfter }: CompareRow): number {
  return sizeAfter === undefined ? size : Math.max(size, sizeAfter);
}

/** Compares two images; `before` is the original. */
export async function compare(before: OpenImage, after: OpenImage, options: CompareOptions, job: Job, onPhase: (phase: ComparePhase) => void): Promise<Outcome<OpenComparison>> {
  const scanners = [before.scanner(job), after.scanner(job)] as const;
  try {
    const comparison = await compareImages(sideOfImage(before.analysed, scanners[0]), sideOfImage(after.analysed, scanners[1]), { ...options, onProgress: onPhase });
    return comparison.ok ? success(new OpenComparison(comparison.value)) : comparison;
  } finally {
    for (const scanner of scanners) scanner.close();
  }
}

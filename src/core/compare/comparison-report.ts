/** The report of a comparison: what the page shows and the headless command prints. */
import { latin1Bytes } from '../bytes/latin1';
import { escapePath } from '../bytes/text';
import { REPORT_VERSION, type ComparisonReport } from '../report/report';
import { VERSION } from '../version';
import { CHECKS } from './checks/registry';
import type { Comparison } from './compare-images';
import type { ConcernRow } from './concerns';
import { isTickedAtFirst, tickedPaths } from './default-ticks';
import type { Difference } from './difference';
import type { TreeEntry } from './file-tree';
import { keepLists } from './lists/keep-lists';

/** Files of a row that the report names; the concerns name them all. */
const EXAMPLES = 20;

/** A comparison without its long lists. */
export type ComparisonHead = Omit<ComparisonReport, keyof typeof DIFFERENCE_LISTS | 'concerns' | 'preserve'>;

/** The long lists of a report: the view shows windows of one at a time. */
export const DIFFERENCE_LISTS = {
  removed: ({ removed }: Difference) => removed.map(rowOf),
  added: ({ added }: Difference) => added.map(rowOf),
  changed: ({ changed }: Difference) => changed.map(({ before, after, changes }) => ({ path: text(before.path), sizeBefore: before.size ?? 0, sizeAfter: after.size ?? 0, changes })),
  moved: ({ moved }: Difference) => moved.map(({ from, to }) => ({ from: text(from.path), to: text(to.path), size: from.size ?? 0 })),
} as const;

/** Every file of a row, with its evidence. */
export function concernsOf({ before }: Comparison, concern: ConcernRow): ComparisonReport['concerns'] {
  return concern.files.map(({ path, evidence }) => ({
    check: concern.check, path: text(path), evidence: text(evidence), confidence: concern.confidence, tier: concern.tier, bytes: concern.drift ? 0 : (before.tree.byPath.get(path)?.size ?? 0), family: text(concern.id),
  }));
}

/** Paths are escaped as `escapePath` does. `ticked` chooses the rows whose files become the preserve list. */
export function comparisonReport(comparison: Comparison, ticked: (row: ConcernRow) => boolean = isTickedAtFirst): ComparisonReport {
  const { concerns, difference } = comparison;
  return {
    ...comparisonHead(comparison, ticked),
    removed: DIFFERENCE_LISTS.removed(difference), added: DIFFERENCE_LISTS.added(difference),
    changed: DIFFERENCE_LISTS.changed(difference), moved: DIFFERENCE_LISTS.moved(difference),
    // The third tier is context: its rows count files, and would drown the others as single concerns.
    concerns: concerns.filter(({ tier }) => tier < 3).flatMap((concern) => concernsOf(comparison, concern)),
    preserve: tickedPaths(concerns, ticked).map(text),
  };
}

/** The report without its long lists. */
export function comparisonHead(comparison: Comparison, ticked: (row: ConcernRow) => boolean = isTickedAtFirst): ComparisonHead {
  const { before, after, difference, concerns, removedTotals, addedTotals } = comparison;
  return {
    schema: 'plimsoll.report', version: REPORT_VERSION, kind: 'comparison', tool: { name: 'plimsoll', version: VERSION },
    subject: { name: `${before.name} → ${after.name}`, bytes: before.bytes },
    diagnostics: comparison.diagnostics,
    sides: [before, after].map(({ name, bytes, platform, tags, tree }) => ({ name, bytes, ...(platform === undefined ? {} : { platform }), tags, paths: tree.entries.length })),
    totals: {
      unchanged: difference.unchanged, timeOnly: difference.timeOnly,
      removed: { files: removedTotals.files, bytes: removedTotals.bytes }, added: { files: addedTotals.files, bytes: addedTotals.bytes },
      changed: difference.changed.length, moved: difference.moved.length,
    },
    removedBy: {
      folders: removedTotals.byFolder.map(group), packages: removedTotals.byPackage.map(group), kinds: removedTotals.byKind.map(group), wholeFolders: removedTotals.folded.map(group),
    },
    config: comparison.config,
    ...(comparison.packages === undefined ? {} : { packages: comparison.packages }),
    families: concerns.map((concern) => ({
      id: text(concern.id), check: concern.check, code: concern.code, title: text(concern.title), tier: concern.tier, confidence: concern.confidence,
      files: concern.files.length, bytes: concern.bytes, drift: concern.drift, ticked: !concern.drift && ticked(concern),
      evidence: text(concern.files[0]?.evidence ?? ''), examples: concern.files.slice(0, EXAMPLES).map(({ path }) => text(path)),
    })),
    checks: CHECKS.map(({ code, id, title, evidence, why, falsePositives }) => ({ code, id, title, evidence, why, falsePositives })),
    gain: {
      filesBefore: comparison.gain.filesBefore, filesAfter: comparison.gain.filesAfter, bytesBefore: comparison.gain.bytesBefore, bytesAfter: comparison.gain.bytesAfter,
      gone: Object.fromEntries(Object.entries(comparison.gain.gone).map(([kind, paths]) => [kind, paths.map(text)])),
    },
    obfuscated: comparison.obfuscated.map(({ path, found }) => ({ path: text(path), found })),
    lists: keepLists(comparison, ticked),
  };
}

function rowOf({ path, size, type }: TreeEntry) {
  return { path: text(path), size: size ?? 0, type };
}

function group({ name, files, bytes }: { readonly name: string; readonly files: number; readonly bytes: number }) {
  return { name: text(name), files, bytes };
}

/** Printable text of a mixture: characters up to U+00FF are bytes of paths, all others (from our own sentences) are themselves. */
function text(mixed: string): string {
  // Nearly all paths are what they seem.
  if (/^[ -$&-~]*$/.test(mixed)) return mixed;
  return mixed.replace(/[\u0000-\u00ff]+/g, (bytes) => escapePath(latin1Bytes(bytes)));
}

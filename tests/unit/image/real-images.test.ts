/** Whole images made by real tools: the sample of the page and one image in several archive forms. dive's figures are dive 0.13.1's own. */
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { buildImageReport } from '../../../src/core/report/image-report';
import type { ImageReport } from '../../../src/core/report/report';
import { analyse, openImageFile } from '../../headless/open-image';

async function reportOf(file: string): Promise<ImageReport> {
  const opened = await openImageFile(fileURLToPath(new URL(`../../../${file}`, import.meta.url)));
  if (!opened.ok) throw new Error(opened.problem.message);
  try {
    const analysed = await analyse(opened.value, 0);
    if (!analysed.ok) throw new Error(analysed.problem.message);
    return buildImageReport(analysed.value);
  } finally {
    await opened.value.close();
  }
}

test('the sample has waste of every reason, and no more oddities than were put into it', async () => {
  const report = await reportOf('public/samples/sample.tar');
  const reasons = new Set(report.waste.map(({ reason }) => reason));
  expect([...reasons].sort()).toEqual(['deleted', 'identical', 'metadata-only', 'moved', 'opaque', 'replaced', 'superseded', 'whiteout-payload']);
  expect(report.totals.bytes).toBe(report.totals.reachableBytes + report.totals.hiddenBytes);
  expect(report.layers.at(-1)!.runningBytes).toBe(report.totals.reachableBytes);
  expect(report.diagnostics.map(({ kind }) => kind).sort()).toEqual(['duplicate-path-in-layer', 'non-empty-whiteout']);
  expect(report.totals.reachableBytes).toBeLessThan(report.totals.bytes);
});

test('every form of one image gives the same figures', async () => {
  const reports: ImageReport[] = [];
  for (const form of ['legacy', 'docker25', 'skopeo', 'oci-gzip', 'oci-zstd']) reports.push(await reportOf(`tests/fixtures/images/tide.${form}.tar`));
  const [first, ...others] = reports;
  const exact = ({ totals, waste, duplicates, dive, layers }: ImageReport) => ({
    totals: { ...totals, storedBytes: 0, hiddenStoredBytes: 0 }, duplicates, dive,
    waste: waste.map((item) => ({ ...item, storedBytes: 0 })),
    layers: layers.map(({ diffId, command, entries, bytes, hiddenBytes, runningBytes }) => ({ diffId, command, entries, bytes, hiddenBytes, runningBytes })),
  });
  expect(first!.totals.hiddenBytes).toBe(39000);
  expect(first!.dive).toMatchObject({ sizeBytes: 90010, inefficientBytes: 66000, efficiencyScore: 0.43339628930118873 });
  for (const other of others) expect(exact(other)).toEqual(exact(first!));
});

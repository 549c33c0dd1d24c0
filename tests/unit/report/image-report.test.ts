/** What a report says when part of an image cannot be read: no perfect figure, and the gravest news first. */
import { describe, expect, it } from 'vitest';
import { openArchive } from '../../../src/core/archive/open';
import { memorySource } from '../../../src/core/bytes/memory-source';
import { analyseImage } from '../../../src/core/image/analyse';
import { buildImageReport } from '../../../src/core/report/image-report';
import type { ImageReport } from '../../../src/core/report/report';
import { fixture, membersOf, tarOf } from '../../e2e/archives';
import { codecs, sequentialScanner } from '../../headless/host';

async function reportOf(tar: Uint8Array): Promise<ImageReport> {
  const source = memorySource(tar, 'image.tar');
  const opened = await openArchive(source, await codecs());
  if (!opened.ok) throw new Error(opened.problem.message);
  const analysed = await analyseImage(opened.value, 0, sequentialScanner(source, await codecs()));
  if (!analysed.ok) throw new Error(analysed.problem.message);
  return buildImageReport(analysed.value);
}

describe('buildImageReport', () => {
  it('gives no efficiency for an image with a cut layer, and says first that figures are too low', async () => {
    const members = membersOf(fixture('tide.legacy.tar'));
    const layers = members.filter(({ name }) => name.endsWith('layer.tar'));
    const cut = layers.reduce((largest, layer) => (layer.content.length > largest.content.length ? layer : largest));
    const damaged = await reportOf(await tarOf(members.map((member) => (member === cut ? { ...member, content: member.content.slice(0, 1536) } : member))));
    expect(damaged.totals.efficiency).toBeNull();
    expect(damaged.diagnostics[0]?.kind).toBe('layer-truncated');
  });
  it('gives one for the same image when it is whole', async () => {
    const whole = await reportOf(fixture('tide.legacy.tar'));
    expect(whole.totals.efficiency).toBeCloseTo(whole.totals.reachableBytes / whole.totals.bytes, 12);
    expect(whole.totals.bytes).toBe(whole.totals.reachableBytes + whole.totals.hiddenBytes);
  });
});

/** A link holds what it says, fits its budget by leaving out the least bytes first, and opens as the same report. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { DICTIONARY_1 } from '../../../src/core/permalink/dictionary-1';
import { checkOf, crc32 } from '../../../src/core/permalink/crc32';
import { LINK_BUDGETS, makeLink, type Link, type LinkOptions } from '../../../src/core/permalink/make-link';
import { openLink, type OpenedLink } from '../../../src/core/permalink/open-link';
import type { ContextReport, ImageReport, Report } from '../../../src/core/report/report';
import { comparisonReport, contextReport, dockerfileReport, finding, imageReport, planReport } from '../report/samples';
import { bigReport, random } from './samples';

const open = { redact: { secrets: false }, budget: LINK_BUDGETS.full } as const;

function made(report: Report, options: LinkOptions = {}): Link {
  const outcome = makeLink(report, options);
  if (!outcome.ok) throw new Error(outcome.problem.message);
  return outcome.value;
}

function opened(text: string): OpenedLink {
  const outcome = openLink(text);
  if (!outcome.ok) throw new Error(outcome.problem.message);
  return outcome.value;
}

/** What no link of version 1 carries, taken out of a report. */
function asCarried(report: ImageReport): unknown {
  const bare = (value: unknown, drop: readonly string[]): unknown => Object.fromEntries(Object.entries(value as object).filter(([name, member]) => !drop.includes(name) && member !== undefined));
  return {
    ...report,
    images: report.images.map((image) => bare(image, ['present'])),
    layers: report.layers.map((row) => bare(row, ['digest', 'diffId', 'createdAt'])),
    history: report.history.map((row) => bare(row, ['created'])),
    dive: bare(report.dive, ['inefficiencies']),
  };
}

describe('a link', () => {
  it('holds an image report whole when it fits', () => {
    const { report } = opened(made(imageReport(), open).fragment);
    const { omitted, ...rest } = report as ImageReport;
    expect(rest).toEqual(asCarried(imageReport()));
    expect(omitted).toEqual([{ what: 'digests', count: 3 }]);
  });

  it('holds a Dockerfile with its findings and the rules that are off', () => {
    const link = made(dockerfileReport(), { ...open, rulesOff: ['DL3008'] });
    const value = opened(link.fragment);
    expect(value.rulesOff).toEqual(['DL3008']);
    const findings = dockerfileReport().findings.map(({ fix: _fix, ...row }) => row);
    expect(value.report).toEqual({ ...dockerfileReport(), findings, omitted: [{ what: 'fixes', count: 1 }] });
  });

  it('holds a comparison', () => {
    expect(opened(made(comparisonReport(), open).fragment).report).toEqual(comparisonReport());
  });

  it('holds a plan, best range first', () => {
    const { ranges, ...rest } = opened(made(planReport(), open).fragment).report as ReturnType<typeof planReport>;
    const { ranges: before, ...whole } = planReport();
    expect(rest).toEqual(whole);
    expect([...ranges].sort((a, b) => a.from - b.from || a.to - b.to)).toEqual([...before].sort((a, b) => a.from - b.from || a.to - b.to));
    expect(ranges[0]!.savedBytes).toBe(18_000_500);
  });

  it('holds a build context', () => {
    expect(opened(made(contextReport(), open).fragment).report).toEqual(contextReport());
    const { copied: _copied, unused: _unused, ...bare } = contextReport({ largest: [], suggestions: [], ignored: { files: 0, bytes: 0 } });
    expect(opened(made(bare, open).fragment).report).toEqual(bare);
  });

  it('hides deep paths of a build context, and keeps its patterns as they must be written', () => {
    const { report } = opened(made(contextReport(), { redact: { deepPaths: true, names: true } }).fragment);
    expect(JSON.stringify(report)).not.toMatch(/intro\.mp4|config|project/);
    expect((report as ContextReport).suggestions.map(({ pattern }) => pattern)).toEqual(['**/.env', 'node_modules']);
  });

  it('masks secrets unless told not to', () => {
    const link = made(imageReport({ subject: { name: 'x', bytes: 1 } }), { budget: LINK_BUDGETS.full });
    expect(link.masked).toBe(3);
    expect(link.holds).toContain('3 values masked as ***');
    expect(JSON.stringify(opened(link.fragment).report)).not.toMatch(/s3cr3t|hunter2/);
  });

  it('stands beside a view address, whose length counts', () => {
    const link = made(bigReport({ layers: 20, waste: 150, findings: 9 }), { view: 'view=waste&layer=7', addressLength: 100, budget: 2000 });
    expect(link.fragment).toMatch(/^#view=waste&layer=7&r1\.[\w-]+\.[\da-z]{7}$/);
    expect(link.length).toBeLessThanOrEqual(2000);
    expect(link.length).toBe(link.fragment.length + 100);
    expect(opened(`https://example.org/plimsoll/${link.fragment}`).view).toBe('view=waste&layer=7');
  });

  it('survives what surrounds it in a chat', () => {
    const { fragment } = made(planReport());
    for (const text of [` ${fragment}\n`, `"${fragment}"`, `<https://example.org/${fragment}>`, `(see https://example.org/${fragment}).`.slice(5), fragment.slice(1)]) {
      expect(opened(text).report.kind).toBe('plan');
    }
  });

  it.each(['#view=waste', '', '#', 'https://example.org/', '#view=files&q=r1.test', 'plain text'])('is not seen in %s', (text) => {
    expect(openLink(text)).toMatchObject({ ok: false, problem: { kind: 'link-not-ours' } });
  });
});

describe('the budget', () => {
  const typical = bigReport({ layers: 14, waste: 60, findings: 12 });
  const worst = bigReport({ layers: 25, waste: 200, findings: 30, deep: true });

  it('takes a typical report whole in 3,200 characters', () => {
    const link = made(typical);
    expect(link.length).toBeLessThanOrEqual(3200);
    expect(link.omitted.map(({ what }) => what)).toEqual(['digests']);
    expect((opened(link.fragment).report as ImageReport).waste).toEqual(typical.waste);
  });

  it('leaves out the least bytes of the worst case, and says how many', () => {
    const link = made(worst);
    expect(link.length).toBeLessThanOrEqual(4000);
    const report = opened(link.fragment).report as ImageReport;
    const kept = report.waste.length;
    expect(kept).toBeGreaterThan(20);
    expect(report.waste).toEqual(worst.waste.slice(0, kept));
    const rest = worst.waste.slice(kept);
    expect(report.omitted).toContainEqual({ what: 'waste', count: rest.length, bytes: rest.reduce((sum, { bytes }) => sum + bytes, 0) });
    expect(report.totals).toEqual(worst.totals);
    expect(report.layers).toHaveLength(25);
  });

  it.each([[2000], [1000], [500]])('of %i characters is kept', (budget) => {
    const link = made(worst, { budget });
    expect(link.length).toBeLessThanOrEqual(budget);
    expect(openLink(link.fragment).ok).toBe(true);
  });

  it('is kept by reports of any size, every omission declared', () => {
    fc.assert(fc.property(fc.integer({ min: 2, max: 120 }), fc.integer({ min: 0, max: 300 }), fc.integer({ min: 0, max: 60 }), fc.integer({ min: 600, max: 6000 }), fc.nat(), (layers, waste, findings, budget, seed) => {
      const report = bigReport({ layers, waste, findings, seed, deep: seed % 2 === 0 });
      const link = made(report, { budget });
      expect(link.length).toBeLessThanOrEqual(budget);
      const back = opened(link.fragment).report as ImageReport;
      const omitted = (what: string): number => back.omitted?.find((omission) => omission.what === what)?.count ?? 0;
      expect(back.waste.length + omitted('waste')).toBe(report.waste.length);
      expect(back.layers.length + omitted('layers')).toBe(report.layers.length);
      expect((back.findings?.length ?? 0) + omitted('findings')).toBe(report.findings!.length);
    }), { numRuns: 25, seed: 11 });
  }, 60_000);

  it.each([[4000], [2000], [600], [300]])('of %i characters is kept by a build context, secrets last to go', (budget) => {
    const pick = random(5);
    const path = (index: number): string => `service-${pick(9)}/vendor/part-${pick(999_983).toString(36)}/file-${index}.bin`;
    const context = contextReport({
      largest: Array.from({ length: 300 }, (_, index) => ({ path: path(index), bytes: 9_000_000 - index, files: 1 + pick(50) })),
      suggestions: Array.from({ length: 40 }, (_, index) => ({
        pattern: `**/part-${pick(999_983).toString(36)}`, bytes: pick(1_000_000), reason: `why ${pick(5)}`, kind: index < 3 ? 'secret' : 'cache', files: 5, examples: [path(1), path(2), path(3)],
      })),
    });
    const link = made(context, { budget });
    expect(link.length).toBeLessThanOrEqual(budget);
    const back = opened(link.fragment).report as ContextReport;
    const omitted = (what: string): { readonly count: number; readonly bytes?: number } => back.omitted?.find((omission) => omission.what === what) ?? { count: 0 };
    expect(back.largest).toEqual(context.largest.slice(0, back.largest.length));
    expect(back.largest.length + omitted('largest').count).toBe(300);
    expect(back.suggestions.length + omitted('suggestions').count).toBe(40);
    expect(back.suggestions.map(({ pattern }) => pattern)).toEqual(context.suggestions.slice(0, back.suggestions.length).map(({ pattern }) => pattern));
    expect(back.suggestions.length >= 20 || back.largest.length === 0).toBe(true);
    expect(omitted('largest').bytes).toBe(context.largest.slice(back.largest.length).reduce((sum, { bytes }) => sum + bytes, 0));
    expect(back).toMatchObject({ sent: context.sent, ignored: context.ignored, copied: context.copied, unused: context.unused });
  });

  it('declares paths that are too long for any link', () => {
    const waste = [{ path: 'x/'.repeat(3000), bytes: 7, reason: 'deleted' as const, layers: [0] }, ...imageReport().waste];
    const back = opened(made(imageReport({ waste }), open).fragment).report as ImageReport;
    expect(back.waste).toEqual(imageReport().waste);
    expect(back.omitted).toContainEqual({ what: 'waste', count: 1, bytes: 7 });
  });

  it('counts what an opened link lacked already when it is shared on', () => {
    const once = opened(made(worst, { budget: 3000 }).fragment).report as ImageReport;
    const twice = opened(made(once, { budget: 1500 }).fragment).report as ImageReport;
    expect(twice.waste.length + (twice.omitted!.find(({ what }) => what === 'waste')!.count)).toBe(200);
    const share = Math.floor((100 * twice.waste.reduce((sum, { bytes }) => sum + bytes, 0)) / worst.waste.reduce((sum, { bytes }) => sum + bytes, 0));
    expect(made(once, { budget: 1500 }).holds).toContain(`${twice.waste.length} of 200 wasted paths, ${share} % of the wasted bytes`);
  });

  it('says what it holds in words that fit the number', () => {
    const one = imageReport({ layers: imageReport().layers.slice(0, 1), history: [], waste: [], duplicates: [] });
    expect(made(one, open).holds).toContain('1 layer');
    const many = imageReport({ waste: Array.from({ length: 1200 }, (_, index) => ({ path: `a/${index}`, bytes: 1, reason: 'deleted' as const, layers: [0] })) });
    expect(made(many, open).holds).toContain('1,200 wasted paths');
  });

  it('does not cut a Dockerfile', () => {
    const long = dockerfileReport({ dockerfile: Array.from({ length: 900 }, (_, index) => `RUN ${(index * 7919 % 104_729).toString(36)} ${(index * 15_485_863 % 999_983).toString(36)}`).join('\n') });
    expect(makeLink(long)).toMatchObject({ ok: false, problem: { kind: 'link-too-long' } });
    expect((opened(made(long, { budget: LINK_BUDGETS.full }).fragment).report as { dockerfile?: string }).dockerfile).toBe(long.dockerfile);
  });
});

describe('findings without messages', () => {
  it('get their text from the reader\'s rule table', () => {
    const findings = Array.from({ length: 40 }, (_, index) => finding({ line: index + 1, message: `message ${(index * 7919) % 1009} nobody else has ${(index * 104_729) % 9973}`, endLine: index + 1, instructionLine: 1 }));
    const { fragment } = made(dockerfileReport({ findings }), { budget: 600 });
    const outcome = openLink(fragment, (rule) => `what ${rule} checks`);
    const report = (outcome as unknown as { value: { report: ReturnType<typeof dockerfileReport> } }).value.report;
    expect(report.findings[0]!.message).toBe('what DL3008 checks');
    expect(report.findings.map(({ line }) => line)).toEqual(findings.slice(0, report.findings.length).map(({ line }) => line));
  });
});

describe('frozen things', () => {
  it('the dictionary of version 1 never changes', () => {
    expect([DICTIONARY_1.length, checkOf(DICTIONARY_1)]).toMatchInlineSnapshot(`
      [
        8660,
        "1xp32hs",
      ]
    `);
  });

  it('the checksum is the CRC-32 of gzip', () => {
    expect(crc32('123456789')).toBe(0xcbf43926);
    expect(checkOf('')).toBe('0000000');
  });
});

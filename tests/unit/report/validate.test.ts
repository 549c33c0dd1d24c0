/** A JSON of unknown origin becomes a report or a problem that names the first wrong field; the published schema agrees. */
import { readdirSync, readFileSync } from 'node:fs';
import Ajv from 'ajv';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { REPORT_SCHEMA } from '../../../src/core/report/schema';
import { upgradeReport } from '../../../src/core/report/upgrade';
import { readReport, validateReport } from '../../../src/core/report/validate';
import { comparisonReport, everyReport, finding, imageReport } from './samples';

const ajv = new Ajv({ allErrors: true });
const conforms = ajv.compile(JSON.parse(readFileSync(new URL('../../../src/core/report/report.schema.json', import.meta.url), 'utf8')) as object);

function kindOf(value: unknown): string {
  const outcome = validateReport(value);
  return outcome.ok ? 'ok' : outcome.problem.kind;
}

describe('report schema', () => {
  it('is published as the file that stands beside it', () => {
    const file: unknown = JSON.parse(readFileSync(new URL('../../../src/core/report/report.schema.json', import.meta.url), 'utf8'));
    expect(file).toEqual(JSON.parse(JSON.stringify(REPORT_SCHEMA)));
  });

  it('describes every member that the types declare', () => {
    const kinds = new URL('../../../src/core/report/kinds/', import.meta.url);
    const declared = readdirSync(kinds).flatMap((file) => [...readFileSync(new URL(file, kinds), 'utf8').matchAll(/readonly (\w+)\??:/g)].map(([, name]) => name!));
    const described = new Set([...JSON.stringify(REPORT_SCHEMA).matchAll(/"(\w+)":/g)].map(([, name]) => name!));
    // The probes of a comparison are mint's own format: any object.
    expect(declared.filter((name) => !described.has(name) && !['http', 'exec'].includes(name))).toEqual([]);
  });

  it.each(everyReport().map((report) => [report.kind, report] as const))('takes a report of kind %s, as an independent validator does', (_kind, report) => {
    conforms(report);
    expect(conforms.errors ?? []).toEqual([]);
    expect(validateReport(report)).toEqual({ ok: true, value: report });
  });

  it('takes a plan of advice, and refuses one whose steps lead nowhere', () => {
    const step = {
      id: 'a', way: 'consolidate', title: 'Join', detail: 'Join two RUNs.', line: 2, lines: [2, 3], layers: [0], bytes: 5, storedBytes: null, adds: { bytes: 5, storedBytes: 0 },
      files: 1, basis: 'measured', enabled: true, rank: 10, evidence: [{ layer: 0, path: 'a', bytes: 5 }], findings: [0],
      fix: { title: 'Join', safety: 'review', edits: [{ start: 0, end: 1, text: '' }] },
    };
    const advice = {
      known: 'image', now: { bytes: 9, storedBytes: 9 }, after: { bytes: 4, storedBytes: 9 }, steps: [step], shares: [{ steps: [0], bytes: 5, storedBytes: 0 }],
      layers: [{ layer: 0, origin: 'base', lines: [], confidence: 1, reason: 'FROM' }], base: { libc: 'glibc', layers: 1, evidence: ['os-release'] }, limits: ['No Dockerfile.'],
    };
    const taken = { ...imageReport({ findings: [finding()] }), advice };
    conforms(taken);
    expect(conforms.errors ?? []).toEqual([]);
    expect(kindOf(taken)).toBe('ok');
    for (const wrong of [
      { steps: [{ ...step, layers: [99] }] }, { steps: [{ ...step, findings: [99] }] }, { shares: [{ steps: [1], bytes: 5, storedBytes: 0 }] },
      { layers: [{ ...advice.layers[0], layer: 99 }] }, { known: 'nothing' }, { steps: [{ ...step, adds: 5 }] }, { base: { libc: 'glibc' } },
    ]) expect(kindOf({ ...taken, advice: { ...advice, ...wrong } }), JSON.stringify(wrong).slice(0, 60)).toBe('report-invalid');
  });

  it('agrees with an independent validator on reports that were damaged at random', () => {
    const wrong = [null, -1, 1.5, 'x', true, [], {}, [1], { path: 1 }, [{ path: 'a' }]];
    fc.assert(fc.property(fc.nat({ max: 4 }), fc.array(fc.nat(), { minLength: 1, maxLength: 6 }), fc.nat({ max: wrong.length - 1 }), (which, route, with_) => {
      const report = structuredClone(everyReport()[which]!) as unknown as Record<string, unknown>;
      let node: Record<string, unknown> = report;
      for (const step of route) {
        const keys = Object.keys(node);
        const key = keys[step % Math.max(1, keys.length)];
        if (key === undefined || ['schema', 'version', 'kind'].includes(key)) return;
        const next = node[key];
        if (typeof next !== 'object' || next === null || step === route.at(-1)) {
          node[key] = wrong[with_];
          break;
        }
        node = next as Record<string, unknown>;
      }
      const outcome = validateReport(report);
      // References between rows are ours alone: a schema cannot say them.
      if (!outcome.ok && /points past|should be \d+\.$|names a layer/.test(outcome.problem.message)) return;
      expect(outcome.ok).toBe(conforms(report));
    }), { numRuns: 1000, seed: 7 });
  }, 60_000);
});

describe('a JSON of unknown origin', () => {
  it.each([
    ['null', 'null'], ['a number', '1'], ['an array', '[]'], ['another schema', '{"schema":"other"}'], ['an inherited schema', '{"__proto__":{"schema":"plimsoll.report"}}'],
  ])('%s is not ours', (_name, text) => {
    expect(readReport(text)).toMatchObject({ ok: false, problem: { kind: 'report-not-ours' } });
  });

  it('names the first field that does not fit', () => {
    const report = structuredClone(imageReport()) as unknown as { layers: Record<string, unknown>[] };
    report.layers[1]!['bytes'] = '12';
    expect(validateReport(report)).toMatchObject({ ok: false, problem: { kind: 'report-invalid', message: 'The report cannot be read: layers[1].bytes should be a whole number.' } });
  });

  it('says so when it is cut off', () => {
    expect(readReport(JSON.stringify(imageReport()).slice(0, -5))).toMatchObject({ ok: false, problem: { kind: 'report-not-json' } });
  });

  it('drops keys that reach for prototypes and keeps fields that it does not know', () => {
    const text = JSON.stringify(comparisonReport()).replace('{', '{"__proto__":{"polluted":1},"constructor":{"prototype":{"polluted":1}},"future":[1],');
    const outcome = readReport(text);
    expect(outcome.ok).toBe(true);
    const value = (outcome as { value: object }).value;
    expect(Object.keys(value)).toContain('future');
    expect(Object.hasOwn(value, '__proto__') || Object.hasOwn(value, 'constructor')).toBe(false);
    expect((value as { polluted?: number }).polluted).toBeUndefined();
    expect(({} as { polluted?: number }).polluted).toBeUndefined();
  });

  it('refuses what is nested without end instead of exhausting the stack', () => {
    const deep = `{"schema":"plimsoll.report","version":1,"kind":"image","config":${'['.repeat(5000)}${']'.repeat(5000)}}`;
    expect(readReport(deep)).toMatchObject({ ok: false, problem: { kind: 'report-too-big' } });
  });

  it.each([
    ['waste in a layer that is not there', { waste: [{ path: 'a', bytes: 1, reason: 'deleted', layers: [3] }] }],
    ['waste hidden by a layer that is not there', { waste: [{ path: 'a', bytes: 1, reason: 'deleted', layers: [0], hiddenBy: 3 }] }],
    ['a chosen image that is not there', { image: 1 }],
    ['layers out of order', { layers: [...imageReport().layers].reverse() }],
  ])('refuses %s', (_name, over) => {
    expect(kindOf({ ...imageReport(), ...over })).toBe('report-invalid');
  });

  it('rounds shares of compressed blobs, which are interpolated', () => {
    const report = imageReport();
    const layers = report.layers.map((row) => ({ ...row, hiddenStoredBytes: row.hiddenStoredBytes + 0.4 }));
    const waste = report.waste.map((row) => ({ ...row, storedBytes: 12.6 }));
    expect(validateReport({ ...report, layers, waste })).toEqual({ ok: true, value: { ...report, waste: report.waste.map((row) => ({ ...row, storedBytes: 13 })) } });
    expect(kindOf({ ...report, layers: report.layers.map((row) => ({ ...row, bytes: 1.5 })) })).toBe('report-invalid');
  });

  it('takes a report with only the contract\'s fields and says which figures it does not know', () => {
    const full = imageReport();
    const minimal = {
      schema: full.schema, version: 1, kind: 'image', tool: full.tool, subject: full.subject, diagnostics: [], format: full.format, images: full.images,
      layers: full.layers.map(({ index, command, mediaType, entries, bytes, storedBytes, hiddenBytes }) => ({ index, command, mediaType, entries, bytes, storedBytes, hiddenBytes })),
      totals: { bytes: 1, reachableBytes: 1, hiddenBytes: 0, efficiency: 1, files: 1 }, waste: [], duplicates: [],
      dive: { sizeBytes: 1, userSizeBytes: 0, inefficientBytes: 0, efficiencyScore: 1, userWastedPercent: null },
    };
    const outcome = validateReport(minimal);
    expect(outcome).toMatchObject({ ok: true, value: { totals: { storedBytes: 40_000_000 } } });
    const { diagnostics } = (outcome as unknown as { value: { diagnostics: { kind: string; message: string }[] } }).value;
    expect(diagnostics.map(({ kind }) => kind)).toEqual(['report-incomplete']);
    expect(diagnostics[0]!.message).toContain('layers.contributedBytes');
  });
});

describe('versions', () => {
  it('says when a report is newer than this copy', () => {
    expect(kindOf({ ...imageReport(), version: 2 })).toBe('report-newer-version');
  });

  it.each([[0], [-1], [1.5], ['1'], [null]])('does not guess version %s', (version) => {
    expect(kindOf({ ...imageReport(), version })).toBe('report-unknown-version');
  });

  it('goes through every step in order', () => {
    const steps = { 1: (report: object) => ({ ...report, trail: ['1→2'] }), 2: (report: { trail?: string[] }) => ({ ...report, trail: [...(report.trail ?? []), '2→3'] }) };
    expect(upgradeReport({ version: 1 }, 3, steps)).toEqual({ ok: true, value: { version: 3, trail: ['1→2', '2→3'] } });
  });
});

/** A comparison goes in stages and short steps, can be stopped between them, and ends in its report. */
import { describe, expect, it } from 'vitest';
import { compareImages, type Comparison } from '../../../src/core/compare/compare-images';
import { comparisonReport } from '../../../src/core/compare/comparison-report';
import { compareBuilds } from '../../../src/core/compare/several-builds';
import { file, symlink, type Entry } from '../image/layers';
import { compare, image } from './images';

const bin = (path: string, content: string): Entry => file(path, content, { mode: 0o755 });
const SHELL = [bin('usr/bin/sh', 'x'), bin('usr/bin/sort', 'x'), bin('usr/bin/env', 'x'), symlink('bin', 'usr/bin')];

describe('stages', () => {
  const original = image({ cmd: ['/app/run.sh'] }, SHELL, [bin('app/run.sh', '#!/bin/sh\n/app/helper.sh\n'), bin('app/helper.sh', '#!/bin/sh\n')]);
  const smaller = image({ cmd: ['/app/run.sh'] }, SHELL, [bin('app/run.sh', '#!/bin/sh\n/app/helper.sh\n')]);

  it('tells the difference before it looks for what is missed, and says so in it', async () => {
    const told: string[] = [];
    let first: Comparison | undefined;
    const whole = await compareImages(original, smaller, {
      onProgress: (phase) => told.push(phase),
      onDifference: (comparison) => {
        told.push('difference');
        first = comparison;
      },
      breathe: () => Promise.resolve(),
    });
    expect([...new Set(told)]).toEqual(['comparing', 'difference', 'packages', 'reading', 'checking']);
    expect(first?.difference.removed.map(({ path }) => path)).toEqual(['app/helper.sh']);
    expect([first?.concerns, first?.diagnostics.map(({ kind }) => kind)]).toEqual([[], ['not-checked']]);
    expect(whole.ok && [whole.value.concerns.length > 0, whole.value.diagnostics]).toEqual([true, []]);
    expect(whole.ok && whole.value.concerns).toEqual((await compare(original, smaller)).concerns);
  });

  it('goes in short steps, however many files there are and however little they tell', async () => {
    const breaks = async (count: number): Promise<number> => {
      const many = Array.from({ length: count }, (_, index) => file(`usr/share/x/${index}`, 'x'));
      let taken = 0;
      await compareImages(image({}, [...many, file('lost', '1')]), image({}, many), { onDifference: () => undefined, breathe: () => {
        taken += 1;
        return undefined;
      } });
      return taken;
    };
    // All entries are gone through about a dozen times, a few hundred in one step.
    expect(await breaks(6000) - (await breaks(1000))).toBeGreaterThan((5000 / 512) * 10);
  });

  it('stops between two steps of either stage', async () => {
    for (const stage of ['reading', 'checking']) {
      let stopped = false;
      const outcome = await compareImages(original, smaller, { onProgress: (phase) => (stopped ||= phase === stage), cancelled: () => stopped });
      expect(!outcome.ok && outcome.problem.kind).toBe('cancelled');
    }
  });
});

describe('pairs', () => {
  const kinds = async (a: ReturnType<typeof image>, b: ReturnType<typeof image>) => (await compare(a, b)).diagnostics.map(({ kind }) => kind);
  const many = Array.from({ length: 40 }, (_, index) => file(`f${index}`, String(index)));

  it('says what is odd about the two sides', async () => {
    expect(await kinds(image({}, many), image({}, many))).toEqual(['same-files']);
    expect(await kinds(image({}, many.slice(0, 10)), image({}, many))).toEqual(['sides-swapped']);
    expect(await kinds(image({}, many.slice(0, 10)), image({}, many.slice(10)))).toEqual(['nothing-in-common']);
  });

  it('reports with fixed fields, and paths as printable text', async () => {
    const report = comparisonReport(await compare(image({ workingDir: '/app' }, [file('k', '1')], [file('app/%', 'x')]), image({}, [file('k', '1')])));
    expect(report.removed).toContainEqual({ path: 'app/%25', size: 1, type: 'file' });
    expect(report.preserve).toEqual(['app/%25']);
    expect(report.concerns[0]).toMatchObject({ check: 'application-file', path: 'app/%25', confidence: 'high', tier: 1 });
  });

  it('joins several builds', async () => {
    const { before } = await compare(image({}, many), image({}, many));
    const builds = [many.slice(0, 3), many.slice(1, 4)].map((entries) => image({}, entries));
    const trees = await Promise.all(builds.map(async (side) => (await compare(side, side)).before.tree));
    expect(compareBuilds(before.tree, trees)).toEqual({ always: 2, union: ['f0', 'f1', 'f2', 'f3'], flickers: [{ path: 'f0', keptBy: [0] }, { path: 'f3', keptBy: [1] }] });
  });
});

/** `.dive-ci` passes and fails exactly as in dive, on its figures, with its way of reading sizes and ratios. */
import { describe, expect, it } from 'vitest';
import { parseBytes, parsePercent, parseRatio } from '../../../src/core/budget/amounts';
import { parseDiveRules } from '../../../src/core/budget/dive-rules';
import { evaluateBudget } from '../../../src/core/budget/evaluate';
import type { ImageReport } from '../../../src/core/report/report';
import { imageReport, layer } from '../report/samples';

/** Figures of dive's own test image, as dive 0.13 prints them; its exact waste is the same sum from other paths. */
const diveTestImage = imageReport({
  layers: [layer(0, 'ADD', 1_154_361), layer(1, 'RUN', 66_237)],
  totals: { ...imageReport().totals, bytes: 1_220_598, hiddenBytes: 32_025, reachableBytes: 1_188_573, efficiency: 1_188_573 / 1_220_598 },
  dive: { sizeBytes: 1_220_598, userSizeBytes: 66_237, inefficientBytes: 32_025, efficiencyScore: 0.9844212134184309, userWastedPercent: 0.4834911001404049 },
});

function outcomes(text: string, report: ImageReport = diveTestImage): string {
  const budget = evaluateBudget({ report, dive: parseDiveRules(text) });
  return `${budget.checks.filter(({ figures }) => figures === 'dive').map(({ outcome }) => outcome).join(' ')} → ${budget.outcome}`;
}

const file = (efficiency: string, wasted: string, percent: string): string => (
  `rules:\n  lowestEfficiency: ${efficiency}\n  highestWastedBytes: ${wasted}\n  highestUserWastedPercent: ${percent}\n`);

describe('.dive-ci', () => {
  it.each([
    [file('0.99', '1B', '0.01'), 'fail fail fail → fail'],
    [file('0.9', '50kB', '0.5'), 'pass pass pass → pass'],
    [file('disabled', 'disabled', 'disabled'), 'skip skip skip → pass'],
    [file('0.9', '1B', '0.5'), 'pass fail pass → fail'],
    [file('off', '""', 'false'), 'skip skip skip → pass'],
    // Comparisons are strict: what equals the limit passes.
    [file('0.9844212134184309', '32025', '0.4834911001404049'), 'pass pass pass → pass'],
    ['', 'pass skip fail → fail'],
    ['rules:\n  foo: 1\n', 'pass skip fail → fail'],
    ['lowestEfficiency: 0.99\n', 'pass skip fail → fail'],
    ['rules:\n  lowestEfficiency:\n  highestWastedBytes: ~\n  highestUserWastedPercent: null\n', 'pass skip fail → fail'],
    ['rules:\n  lowestefficiency: 0.99\n  HIGHESTWASTEDBYTES: 20KiB\n', 'fail fail fail → fail'],
    ['rules:\n  lowest-efficiency: "0.99"\n  highest-wasted-bytes: 20Mb\n  highest-user-wasted-percent: "0.6"\n', 'fail pass pass → fail'],
    [file('NaN', '0x10', '9e-1'), 'pass fail pass → fail'],
    ['plugins:\n  - plugin1\nrules:\n  lowestEfficiency: 0.95\n  plugin1/rule1: error\n', 'pass skip fail → fail'],
  ])('%j gives %s', (text, expected) => {
    expect(outcomes(text)).toBe(expected);
  });

  it.each([
    [file('1.1', '1B', '0.1'), 'lowestEfficiency'], [file('-0.1', '1B', '0.1'), 'lowestEfficiency'], [file('not_a_number', '1B', '0.1'), 'lowestEfficiency'],
    [file('0.9', 'not_a_size', '0.1'), 'highestWastedBytes'], [file('0.9', '[1]', '0.1'), 'highestWastedBytes'],
    [file('0.9', '1B', '1.1'), 'highestUserWastedPercent'], [file('0.9', '1B', '-0.1'), 'highestUserWastedPercent'], [file('0.9', '1B', 'not_a_number'), 'highestUserWastedPercent'],
    ['rules: foo\n', 'rules'],
  ])('%j is a configuration error', (text, rule) => {
    const budget = evaluateBudget({ report: diveTestImage, dive: parseDiveRules(text) });
    expect(budget.outcome).toBe('invalid');
    expect(budget.problems.map(({ kind, message }) => [kind, message.startsWith(`${rule} in .dive-ci`)])).toEqual([['rule-invalid', true]]);
  });

  it.each([['rules: [\n'], ['a: 1\na: 2\n'], ['- list\n'], ['x: &a [1]\ny: [*a, *a]\n'.concat('z: *a\n'.repeat(0)), true]] as [string, boolean?][])('%j is told from a good file', (text, good = false) => {
    const { problems } = parseDiveRules(text);
    expect(problems.map(({ kind }) => kind)).toEqual(good ? [] : ['rules-unreadable']);
  });

  it.each([['disabled', ''], ['off', '"off"'], ['"false"', '"false"'], ['""', '""'], ['Disabled', '"Disabled"']])('%s switches a rule off, and what dive 0.13.1 refuses is said', (word, refused) => {
    const { checks, outcome } = evaluateBudget({ report: diveTestImage, dive: parseDiveRules(file(word, 'disabled', 'disabled')) });
    expect(outcome).toBe('pass');
    expect(checks[0]).toMatchObject({ outcome: 'skip', reason: `The rule is switched off.${refused === '' ? '' : ` dive 0.13.1 takes only "disabled" for that and refuses ${refused}.`}` });
  });

  it('shows the exact figures beside, without letting them decide', () => {
    const report = imageReport({ ...diveTestImage, totals: { ...diveTestImage.totals, hiddenBytes: 60_000, efficiency: 0.5 } });
    const budget = evaluateBudget({ report, dive: parseDiveRules(file('0.9', '50kB', '0.5')) });
    expect(budget.checks.filter(({ figures }) => figures === 'exact').map(({ outcome, advisory }) => [outcome, advisory])).toEqual([['fail', true], ['fail', true], ['fail', true]]);
    expect(budget.outcome).toBe('pass');
  });

  it('passes NaN and fails infinity, as dive does on an image of one layer', () => {
    const only = (inefficientBytes: number): ImageReport => imageReport({ dive: { ...diveTestImage.dive, userSizeBytes: 0, inefficientBytes, userWastedPercent: null } });
    expect(outcomes(file('off', 'off', '0.1'), only(0))).toBe('skip skip pass → pass');
    expect(outcomes(file('off', 'off', '0.1'), only(4))).toBe('skip skip fail → fail');
  });

  it('claims no exact figure when a layer could not be read', () => {
    const report = imageReport({ totals: { ...imageReport().totals, efficiency: null } });
    const budget = evaluateBudget({ report, dive: parseDiveRules(file('0.9', '1B', '0.1')) });
    expect(budget.checks.filter(({ figures }) => figures === 'exact').map(({ outcome, value }) => [outcome, value])).toEqual([['skip', null], ['skip', null], ['skip', null]]);
  });
});

describe('sizes as go-humanize reads them', () => {
  it.each([
    ['20', 20], ['20B', 20], ['20b', 20], ['20K', 20_000], ['20kb', 20_000], ['20KiB', 20_480], ['20Ki', 20_480], ['20Mb', 20e6], ['20  MB', 20e6], ['20MB ', 20e6],
    ['.5MB', 500_000], ['5.MB', 5e6], ['1,000 MB', 1e9], ['1.5 kib', 1536], ['0.9', 0], ['20P', 20e15],
  ])('%j is %i', (text, value) => {
    expect(parseBytes(text)).toEqual({ ok: true, value });
  });

  it.each(['', 'MB', '-5', '+5', ' 20MB', '1e3', '0x10', '1_000', '20Z', '20E', '20EiB', '99999999999999999999', '1.7.2', 'Disabled', 'true'])('%j is none', (text) => {
    expect(parseBytes(text).ok).toBe(false);
  });
});

describe('ratios', () => {
  it.each([['0.9', 0.9], ['.9', 0.9], ['9e-1', 0.9], ['0x1p-1', 0.5], ['0x.8p0', 0.5], ['+0.5', 0.5], ['-0', -0], ['NaN', Number.NaN]])('%j is %d', (text, value) => {
    expect(parseRatio(text)).toEqual({ ok: true, value });
  });

  it.each(['98%', ' 0.5', '0.5 ', '1.0000001', 'inf', '-inf', 'x', '', '0x', '1.'.repeat(9)])('%j is none', (text) => {
    expect(parseRatio(text).ok).toBe(false);
  });

  it('percentages want their sign', () => {
    expect(parsePercent('2.5 %')).toEqual({ ok: true, value: 0.025 });
    expect([parsePercent('2').ok, parsePercent('101%').ok, parsePercent('-1%').ok]).toEqual([false, false, false]);
  });
});

/** How an image stands against its rules is part of every export; a format without room for it says so. */
import { describe, expect, it } from 'vitest';
import { parseDiveRules } from '../../../src/core/budget/dive-rules';
import { evaluateBudget } from '../../../src/core/budget/evaluate';
import { parseOwnRules } from '../../../src/core/budget/own-rules';
import { documentOf } from '../../../src/core/export/document';
import { EXPORT_FORMATS, formatsFor } from '../../../src/core/export/formats';
import { makeLink } from '../../../src/core/permalink/make-link';
import { openLink } from '../../../src/core/permalink/open-link';
import { imageReport } from '../report/samples';
import { HOSTILE } from './hostile';

const files = Array.from({ length: 12 }, (_, index) => ({ path: `etc/ssl/key-${index}.pem`, type: 'file', mode: 0o600 }));
const own = parseOwnRules('budget:\n  totalSize: 1B\n  storedSize: 1GB\n  forbiddenPaths: ["*.pem"]\n  layers: 3\n');
const dive = parseDiveRules('rules:\n  lowestEfficiency: 0.99\n  highestWastedBytes: disabled\n');
const budget = evaluateBudget({ report: imageReport(), dive, own, files });
const report = imageReport({ budget });
const opened = (budgetOfLink: number) => {
  const link = makeLink(report, { budget: budgetOfLink });
  const back = link.ok ? openLink(link.value.fragment) : undefined;
  if (!link.ok || back?.ok !== true || back.value.report.kind !== 'image') throw new Error('no link');
  return { link: link.value, report: back.value.report };
};

describe('the rules', () => {
  it('pass, fail, are skipped, shown beside and misunderstood in this report', () => {
    expect(new Set(budget.checks.map(({ outcome, advisory }) => `${outcome}${advisory === true ? ' beside' : ''}`))).toEqual(new Set(['fail', 'pass', 'skip', 'fail beside', 'skip beside']));
    expect([budget.outcome, budget.problems.length]).toEqual(['invalid', 1]);
  });

  it.each(formatsFor('image').map((format) => [format.id, format] as const))('%s has them, or says that it has not', (_id, format) => {
    if (format.withoutRules === true) {
      expect(['waste-csv', 'files-csv', 'dive-json']).toContain(format.id);
      return;
    }
    const text = format.write({ report });
    // SARIF's results are what is broken; its properties have the rest.
    for (const { rule, reason } of budget.checks) {
      expect(text).toContain(rule);
      expect(text.replaceAll('\\', '').replaceAll('&gt;', '>').replaceAll('&lt;', '<')).toContain(reason);
    }
    expect(text.toLowerCase()).toMatch(/fail/);
    expect(text).toContain('layers');
  });

  it('are a table of pass and fail on paper, as in HTML and Markdown', () => {
    const table = documentOf(report, { rows: 1000, command: 1000 }).find((block) => block.kind === 'table' && block.head.includes('Result'));
    expect(table?.kind === 'table' && table.rows.map((row) => row[0]!.text)).toEqual(budget.checks.map(({ outcome, advisory }) => `${outcome.toUpperCase()}${advisory === true ? ' (shown only)' : ''}`));
  });

  it('travel in a link with their reasons and what breaks them, the rest counted', () => {
    const { link, report: back } = opened(4000);
    expect(link.holds).toContain('its rules and how it stands against them');
    expect(back.budget?.problems).toEqual(budget.problems.map(({ kind, message, advice }) => ({ kind, message, advice })));
    expect(back.budget?.checks).toEqual(budget.checks.map(({ offenders, ...check }) => ({ ...check, ...(offenders && { offenders: offenders.slice(0, 10) }) })));
    expect(back.omitted).toContainEqual({ what: 'offenders', count: 2 });
  });

  it('are declared as left out where a link has no room', () => {
    const { link, report: back } = opened(700);
    expect(back.budget).toBeUndefined();
    expect(link.leavesOut).toContain('its rules and how it stands against them');
    expect(link.holds.join()).not.toContain('rules');
  });
});

describe('CSV of rules', () => {
  const format = EXPORT_FORMATS.find(({ id }) => id === 'rules-csv')!;

  it('has a row each, the deciding ones marked', () => {
    const lines = format.write({ report }).split('\r\n');
    expect(lines[0]).toBe('result,decides,rule,source,figures,limit,value,reason,offenders');
    expect(lines).toContain('fail,yes,totalSize,plimsoll,exact,1B,100000000,"All layers hold 100 MB, more than 1B.",');
    expect(lines.filter((line) => line.includes(',no,lowestEfficiency,dive,exact,'))).toHaveLength(1);
    expect(lines.at(-2)).toMatch(/^invalid,yes,rule-invalid,/);
  });

  it('lets no text of the input become a formula or a column', () => {
    for (const text of HOSTILE) {
      const hostile = { ...budget, problems: [], checks: [{ ...budget.checks[0]!, reason: text, limit: text, offenders: [text] }] };
      const csv = format.write({ report: imageReport({ budget: hostile }) });
      expect(csv).not.toMatch(/(?:^|,)"?\s*[=+@]/m);
      expect(csv.replace(/"(?:[^"]|"")*"/g, 'x').split('\r\n')[1]!.split(',')).toHaveLength(9);
    }
  });
});

/** `.plimsoll.yaml`: each rule with what breaks it, and path patterns that stay fast whatever they are. */
import { describe, expect, it } from 'vitest';
import { evaluateBudget, type BudgetFile } from '../../../src/core/budget/evaluate';
import { matchesName, pathMatcher } from '../../../src/core/budget/glob';
import { parseOwnRules } from '../../../src/core/budget/own-rules';
import { validateReport } from '../../../src/core/report/validate';
import { imageReport } from '../report/samples';

const files: readonly BudgetFile[] = [
  { path: 'etc/ssl/key.pem', type: 'file', mode: 0o600 }, { path: 'root/.cache/pip/x', type: 'file', mode: 0o644 }, { path: 'usr/bin/su', type: 'file', mode: 0o4755 },
  { path: 'usr/bin/evil', type: 'file', mode: 0o6755 }, { path: 'tmp', type: 'dir', mode: 0o1777 }, { path: 'srv', type: 'dir', mode: 0o2755 },
];

function results(budget: string, withFiles = true): Record<string, string> {
  const own = parseOwnRules(`budget:\n  ${budget}\n`);
  expect(own.problems).toEqual([]);
  const report = evaluateBudget({ report: imageReport(), own, ...(withFiles ? { files } : {}) });
  return Object.fromEntries(report.checks.map(({ rule, outcome, reason }) => [rule, `${outcome}: ${reason}`]));
}

describe('.plimsoll.yaml', () => {
  it.each([
    ['totalSize: 100MB', { totalSize: 'pass: All layers hold 100 MB, not more than 100MB.' }],
    ['totalSize: 99MB', { totalSize: 'fail: All layers hold 100 MB, more than 99MB.' }],
    ['storedSize: 40MB', { storedSize: 'pass: The stored layers have 40.0 MB, not more than 40MB.' }],
    ['layerSize: 50MB', { layerSize: 'fail: The largest layer holds 70.0 MB, more than 50MB.' }],
    ['wastedBytes: 10MB', { wastedBytes: 'fail: 18.0 MB are wasted, more than 10MB.' }],
    ['wastedPercent: 20%', { wastedPercent: 'pass: 18.0 % of all bytes are wasted, not more than 20%.' }],
    ['forbiddenPaths: ["*.pem", root/.cache, "var/**"]', { forbiddenPaths: 'fail: 2 forbidden paths are in the image.' }],
    ['forbiddenPaths: [pem]', { forbiddenPaths: 'pass: No forbidden paths are in the image.' }],
    ['forbiddenPackages: ["cur?"]', { forbiddenPackages: 'fail: 1 forbidden package is installed.' }],
    ['forbiddenPackages: ["dpkg:curl"]', { forbiddenPackages: 'fail: 1 forbidden package is installed.' }],
    ['forbiddenPackages: ["apk:curl"]', { forbiddenPackages: 'pass: No forbidden packages are installed.' }],
    ['allowedSetuid: [usr/bin/su]', { allowedSetuid: 'fail: 1 file is setuid or setgid without being allowed.' }],
    ['allowedSetuid: [usr/bin]', { allowedSetuid: 'pass: No files are setuid or setgid without being allowed.' }],
  ])('%s', (budget, expected) => {
    expect(results(budget)).toEqual(expected);
  });

  it('names the offenders', () => {
    const { checks } = evaluateBudget({ report: imageReport(), own: parseOwnRules('budget: {layerSize: 50MB, allowedSetuid: []}'), files });
    expect(checks.map(({ offenders }) => offenders)).toEqual([['layer 0 (70.0 MB): /bin/sh -c #(nop) ADD file:abc in / '], ['usr/bin/su (4755)', 'usr/bin/evil (6755)']]);
  });

  it('skips rules on files for a report without its image, and says so', () => {
    expect(results('forbiddenPaths: [a]', false)).toEqual({ forbiddenPaths: 'skip: This needs the image itself: a report does not list all files.' });
  });

  it.each([
    ['budgets: {}', '"budgets" in .plimsoll.yaml is no part of this file.'], ['budget: {totalsize: 1MB}', '"totalsize" in .plimsoll.yaml is no rule.'],
    ['budget: {totalSize: big}', 'totalSize in .plimsoll.yaml cannot be understood: "big" does not begin with a number of bytes.'],
    ['budget: {wastedPercent: 2}', 'wastedPercent in .plimsoll.yaml cannot be understood: "2" is no percentage such as 2%.'],
    ['budget: {forbiddenPaths: a}', 'forbiddenPaths in .plimsoll.yaml should be a list of texts, such as [usr/bin/su].'],
    ['budget: {forbiddenPaths: [1]}', 'forbiddenPaths in .plimsoll.yaml should be a list of texts, such as [usr/bin/su].'],
    ['budget: 1', '"budget" in .plimsoll.yaml should be names with values.'], ['budget: {__proto__: {x: 1}}', '"__proto__" in .plimsoll.yaml is no rule.'],
  ])('%s is refused', (text, message) => {
    const own = parseOwnRules(text);
    expect(own.problems.map((problem) => problem.message)).toEqual([message]);
    expect(evaluateBudget({ report: imageReport(), own }).outcome).toBe('invalid');
  });

  it('an empty file asks for nothing', () => {
    expect(evaluateBudget({ report: imageReport(), own: parseOwnRules('# nothing yet\n') })).toEqual({ outcome: 'pass', checks: [], problems: [] });
  });

  it('fits into a report', () => {
    const budget = evaluateBudget({ report: imageReport(), own: parseOwnRules('budget: {totalSize: 1MB, forbiddenPackages: [curl]}') });
    expect(validateReport(imageReport({ budget }))).toMatchObject({ ok: true });
  });
});

describe('path patterns', () => {
  it.each([
    ['*.pem', 'a/b/c.pem', true], ['*.pem', 'c.pem', true], ['*.pem', 'c.pem/x', true], ['/c.pem', 'a/c.pem', false], ['etc/*.conf', 'etc/a.conf', true], ['etc/*.conf', 'usr/etc/a.conf', false],
    ['etc/*.conf', 'etc/a/b.conf', false], ['etc/**/b.conf', 'etc/b.conf', true], ['etc/**/b.conf', 'etc/a/x/b.conf', true], ['root/.cache', 'root/.cache/pip/x', true], ['root/.cache', 'root/.cached', false],
    ['root/**', 'root', false], ['root/**', 'root/x', true], ['**', 'x', true], ['a?c', 'x/abc', true], ['usr/bin/', 'usr/bin/x', true],
  ])('%s on %s: %s', (pattern, path, expected) => {
    expect(pathMatcher(pattern)(path)).toBe(expected);
  });

  it('never take exponential time', () => {
    expect(matchesName('*a'.repeat(200), 'a'.repeat(5000) + 'b')).toBe(false);
    expect(pathMatcher('**/*a*/'.repeat(60) + 'z')('aa/'.repeat(1000) + 'y')).toBe(false);
  });
});

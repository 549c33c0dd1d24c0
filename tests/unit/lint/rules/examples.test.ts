/** The examples on every rule's page: the bad one fires that rule, the good one does not. */
import { describe, expect, test } from 'vitest';
import { shellParser } from '../../../../src/core/dockerfile/shell-parser';
import type { LintConfig } from '../../../../src/core/lint/config';
import { lintDockerfile } from '../../../../src/core/lint/lint-dockerfile';
import { parseLintConfig } from '../../../../src/core/lint/parse-config';
import { PLIMSOLL_RULES } from '../../../../src/core/lint/plimsoll/index';
import { ALL_RULES } from '../../../../src/core/lint/registry';
import { HADOLINT_RULES } from '../../../../src/core/lint/rules/index';

const shell = shellParser;

/** An example that needs a configuration says so in its first line: `# with KEY: VALUE`. */
function configOf(example: string): LintConfig {
  const line = /^# with (.*)$/m.exec(example)?.[1] ?? '';
  const config = parseLintConfig(line === '' ? '' : `{${line}}`);
  if (!config.ok) throw new Error(config.problem.message);
  return config.value;
}

function lines(example: string, code: string, dockerignore?: string): number[] {
  return lintDockerfile(example, { shell, config: configOf(example), includeOff: true, ...(dockerignore !== undefined && { dockerignore }) }).findings.filter((one) => one.rule === code).map((one) => one.line);
}

describe.each([...HADOLINT_RULES, ...PLIMSOLL_RULES].map((rule) => [rule.code, rule] as const))('%s', (code, rule) => {
  test('the bad example fires', () => expect(lines(rule.bad, code).length).toBeGreaterThan(0));
  test('the good example does not', () => expect(lines(rule.good, code)).toEqual([]));
  test('a rule that says it repairs offers a repair, and the repaired text is clean', () => {
    const fixes = lintDockerfile(rule.bad, { shell, config: configOf(rule.bad), includeOff: true }).findings.filter((one) => one.rule === code).map((one) => one.fix);
    if (rule.fixable === undefined) return expect(fixes.every((fix) => fix === undefined)).toBe(true);
    const [fix] = fixes;
    let text = rule.bad;
    for (const edit of [...(fix?.edits ?? [])].sort((a, b) => b.start - a.start)) text = text.slice(0, edit.start) + edit.text + text.slice(edit.end);
    expect(fix?.safety).toBe(rule.fixable);
    expect(lines(text, code, fix?.files?.find(({ path }) => path === '.dockerignore')?.text)).toEqual([]);
  });
});

test('codes and names are unique', () => {
  expect(new Set(ALL_RULES.map((rule) => rule.code)).size).toBe(ALL_RULES.length);
  expect(HADOLINT_RULES).toHaveLength(71);
});

describe('as hadolint has it, odd or not', () => {
  test.each([
    ['DL3006', 'FROM localhost:5000/app', false],
    ['DL3006', 'FROM team/app:2/extra', false],
    ['DL3006', 'FROM registry.example:5000/app', true],
    ['DL3006', 'FROM "scratch"', true],
    ['DL3006', 'FROM host${PORT:-1}/app', true],
    ['DL3007', 'FROM "debian:latest"', false],
    ['DL3007', 'FROM "debian":latest', true],
    ['DL3007', 'FROM team:latest/app', false],
    ['DL3045', 'FROM debian:12\nCOPY notes D:', false],
    ['DL3045', 'FROM debian:12\nCOPY notes 7:/notes', true],
    ['DL3045', 'FROM debian:12 AS host\nWORKDIR /srv\nFROM host:5000/app\nCOPY notes here', false],
    ['DL3002', 'FROM debian:12\nUSER root', true],
    ['DL3002', 'FROM debian:12\nUSER root ', false],
    ['DL3002', 'FROM debian:12\nUSER root:staff ', true],
    ['DL3066', 'FROM debian:12\nUSER 1000', false],
    ['DL3066', 'FROM debian:12\nUSER 1000\t', true],
    ['DL3028', 'FROM ruby:3.3\nRUN gem install rake -v13.2.1', true],
    ['DL3028', 'FROM ruby:3.3\nRUN gem install rake -v 13.2.1', false],
    ['DL3028', 'FROM ruby:3.3\nRUN gem install --no-document -- rake', false],
    ['DL3048', 'FROM debian:12\nLABEL vendor/part=', false],
    ['DL3048', 'FROM debian:12\nLABEL vendor/=x', true],
    ['DL3062', 'FROM golang:1.23\nRUN go run run tool', false],
    ['DL3062', 'FROM golang:1.23\nRUN go a@v1 b run c', true],
  ])('%s %j: %s', (code, text, fires) => expect(lines(`${text}\n`, code).length > 0).toBe(fires));
});

/** The examples on every rule's page: the bad one fires that rule, the good one does not. */
import { describe, expect, test } from 'vitest';
import type { LintConfig } from '../../../../src/core/lint/config';
import { lintDockerfile } from '../../../../src/core/lint/lint-dockerfile';
import { parseLintConfig } from '../../../../src/core/lint/parse-config';
import { PLIMSOLL_RULES } from '../../../../src/core/lint/plimsoll/index';
import { ALL_RULES } from '../../../../src/core/lint/registry';
import { HADOLINT_RULES } from '../../../../src/core/lint/rules/index';
import { testShell } from '../shell';

const shell = await testShell();

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

/** Places, pragmas, overrides, ONBUILD, parse errors. */
import { describe, expect, test } from 'vitest';
import { shellParser } from '../../../src/core/dockerfile/shell-parser';
import { failing, type LintConfig } from '../../../src/core/lint/config';
import { lintDockerfile } from '../../../src/core/lint/lint-dockerfile';
import { lintConfigOf } from '../../../src/core/lint/parse-config';
import type { Finding } from '../../../src/core/report/report';

const shell = shellParser;

function config(value: unknown): LintConfig {
  const parsed = lintConfigOf(value);
  if (!parsed.ok) throw new Error(parsed.problem.message);
  return parsed.value;
}

function findings(source: string, given: unknown = {}): readonly Finding[] {
  return lintDockerfile(source, { shell, config: config(given) }).findings.filter((one) => one.source === 'hadolint');
}

function found(source: string, given: unknown = {}): string[] {
  return findings(source, given).map((one) => `${one.instructionLine} ${one.rule}`);
}

describe('places', () => {
  test('a command far inside a RUN has its own line and column; the instruction keeps its first', () => {
    const source = 'FROM debian:12\nRUN set -e; \\\n    # why\n    echo a && \\\n    cd /tmp; \\\n    make\n';
    const cd = findings(source).find((one) => one.rule === 'DL3003');
    expect(cd).toMatchObject({ line: 5, column: 5, endLine: 5, endColumn: 7, instructionLine: 2 });
  });

  test('the word that lacks a version is the place', () => {
    const source = 'FROM debian:12\nRUN apt-get install -y --no-install-recommends \\\n  good=1 \\\n  loose \\\n  other=2\n';
    expect(findings(source).find((one) => one.rule === 'DL3008')).toMatchObject({ line: 4, column: 3, endColumn: 8 });
  });

  test('exec form and heredocs', () => {
    expect(findings('FROM a:1\nRUN ["cd", "/x"]\nRUN <<EOF\necho a\n  sudo b\nEOF\n')).toEqual([
      expect.objectContaining({ rule: 'DL3003', line: 2, column: 7, endColumn: 9 }),
      expect.objectContaining({ rule: 'DL3004', line: 5, column: 3, instructionLine: 3 }),
    ]);
  });
});

describe('pragmas', () => {
  test.each([
    ['only the line below', '# hadolint ignore=DL3003\nRUN cd a\nRUN cd b && c', ['4 DL3003']],
    ['a blank line voids it', '# hadolint ignore=DL3003\n\nRUN cd a', ['4 DL3003']],
    ['several codes and a remark', '# hadolint ignore = DL3003 , DL3004 # why\nRUN cd a; sudo b', []],
    ['one bad code voids it', '# hadolint ignore=DL3003,nonsense\nRUN cd a', ['3 DL3003']],
    ['inside a RUN it is no pragma', 'RUN a \\\n# hadolint ignore=DL3003\n && cd b', ['2 DL3003']],
    ['global, anywhere', 'RUN cd a\n# hadolint global ignore=DL3003', []],
    ['stage ignore above something else is none', '# hadolint stage ignore=DL3003\nRUN cd a', ['3 DL3003']],
    ['ONBUILD', '# hadolint ignore=DL3004\nONBUILD RUN sudo a', []],
  ])('%s', (_name, text, expected) => expect(found(`FROM a:1\n${text}\n`)).toEqual(expected));

  test('stage ignore holds for its stage, FROM left out', () => {
    expect(found('# hadolint stage ignore=DL3003,DL3006\nFROM a\nRUN cd b\nFROM c:1\nRUN cd d\n')).toEqual(['2 DL3006', '5 DL3003']);
  });

  test('disable-ignore-pragma', () => {
    expect(found('FROM a:1\n# hadolint ignore=DL3003\nRUN cd b\n', { 'disable-ignore-pragma': true })).toEqual(['3 DL3003']);
  });
});

describe('configuration', () => {
  test('error beats warning beats info beats style; a severity turns an off rule on', () => {
    const given = { override: { style: ['DL3006'], error: ['DL3006'], info: ['DL3057'] } };
    expect(findings('FROM a\n', given).map(({ rule, severity }) => [rule, severity])).toEqual([['DL3006', 'error'], ['DL3057', 'info']]);
    expect(found('FROM a:1\n')).toEqual([]);
  });

  test('thresholds', () => {
    const some = findings('FROM a\n');
    expect(failing(some, config({})).map(({ rule }) => rule)).toEqual(['DL3006']);
    expect(failing(some, config({ 'failure-threshold': 'warning' }))).toHaveLength(1);
    expect(failing(some, config({ 'failure-threshold': 'error' }))).toEqual([]);
    expect(failing(some, config({ 'no-fail': true }))).toEqual([]);
    expect(failing(some, config({ 'failure-threshold': 'none' }))).toEqual([]);
    expect(failing(some.map((finding) => ({ ...finding, source: 'plimsoll' as const })), config({})), 'rules that hadolint does not have').toEqual([]);
  });
});

test('a line right after a heredoc, which hadolint refuses, is linted', () => {
  expect(found('FROM a:1\nRUN <<EOF\nsudo b\nEOF\nRUN cd c && d\n')).toEqual(['2 DL3004', '5 DL3003']);
});

test('what the parser refuses is a finding, and the rest is linted', () => {
  expect(found('FROM a:1\nRUM x\nRUN cd b\n')).toEqual(['2 DL1000', '3 DL3003']);
});

test.each(['$(', '(', '`', '{ ', '${a:-', '[[ ', '"\'', 'if a; then ', 'a | ', '<<'])('a script of a thousand %s ends without an exception', (part) => {
  expect(() => findings(`FROM a:1\nRUN ${part.repeat(1000)}\n`)).not.toThrow();
});

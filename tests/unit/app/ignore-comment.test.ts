/** The comment that silences a finding does so, joins what stands there, and leaves every other byte as it was. */
import { expect, test } from 'vitest';
import { canIgnore, ignoreByComment } from '../../../src/app/ignore-comment';
import { parseDockerfile } from '../../../src/core/dockerfile/parse';
import { isIgnored, readPragmas } from '../../../src/core/lint/pragmas';
import type { Finding, FindingSource } from '../../../src/core/report/report';

function finding(rule: string, instructionLine: number, source: FindingSource = 'hadolint'): Finding {
  return { rule, severity: 'warning', message: '', line: instructionLine, column: 1, endLine: instructionLine, endColumn: 2, instructionLine, source, fixable: false };
}

test.each([
  ['above the instruction', 'FROM a\nRUN b\n', finding('DL3008', 2), 'FROM a\n# hadolint ignore=DL3008\nRUN b\n'],
  ['in the first line', 'FROM a\n', finding('DL3006', 1), '# hadolint ignore=DL3006\nFROM a\n'],
  ['joined to one', 'FROM a\n# hadolint ignore=DL3009, SC2086 # why\nRUN b\n', finding('DL3008', 3), 'FROM a\n# hadolint ignore=DL3009, SC2086,DL3008 # why\nRUN b\n'],
  ['beside another comment', 'FROM a\n# hadolint global ignore=DL1\nRUN b\n', finding('DL3008', 3), 'FROM a\n# hadolint global ignore=DL1\n# hadolint ignore=DL3008\nRUN b\n'],
  ['with the line ends of the file', 'FROM a\r\nRUN b\r\n', finding('SC2086', 2, 'shellcheck'), 'FROM a\r\n# hadolint ignore=SC2086\r\nRUN b\r\n'],
  ['for BuildKit at the top', 'FROM a\n', finding('StageNameCasing', 1, 'buildkit'), '# check=skip=StageNameCasing\nFROM a\n'],
  ['below other directives', '# syntax=docker/dockerfile:1\nFROM a\n', finding('X', 2, 'buildkit'), '# syntax=docker/dockerfile:1\n# check=skip=X\nFROM a\n'],
  ['joined to a check', '# check=skip=A;error=true\nFROM a\n', finding('B', 2, 'buildkit'), '# check=skip=A,B;error=true\nFROM a\n'],
  ['joined to a check without skip', '# check=error=true\r\nFROM a\r\n', finding('B', 2, 'buildkit'), '# check=error=true;skip=B\r\nFROM a\r\n'],
])('%s', (_name, before, found, after) => expect(ignoreByComment(before, found)).toBe(after));

test('the linter reads it so', () => {
  const text = ignoreByComment('FROM a\nRUN b \\\n  && c\n', finding('DL3008', 2));
  const pragmas = readPragmas(parseDockerfile(text));
  expect(isIgnored(pragmas, 'DL3008', 3)).toBe(true);
  expect(isIgnored(pragmas, 'DL3009', 3)).toBe(false);
});

test('what the builder refuses cannot be ignored', () => {
  expect(canIgnore(finding('DL1000', 1))).toBe(false);
  expect(canIgnore(finding('BuildError', 1, 'plimsoll'))).toBe(false);
  expect(canIgnore(finding('PL001', 1, 'plimsoll'))).toBe(true);
  expect(canIgnore(finding('StageNameCasing', 1, 'buildkit'))).toBe(true);
});

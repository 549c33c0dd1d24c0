/** What stops a build of a file whose grammar holds, as BuildKit's own frontend stops at it. */
import { describe, expect, test } from 'vitest';
import { shellParser } from '../../../src/core/dockerfile/shell-parser';
import { lintDockerfile } from '../../../src/core/lint/lint-dockerfile';

const shell = shellParser;

function errors(text: string): string[] {
  return lintDockerfile(text, { shell, rules: [] }).findings.map(({ rule, instructionLine, line, column }) => `${rule}@${instructionLine} ${line}:${column}`);
}

describe('a build that stops', () => {
  test.each([
    ['an unclosed quote in a value', 'FROM debian:12\nWORKDIR "/srv', 'BuildError@2 2:9'],
    ['an unclosed quote in a source', 'FROM debian:12\nCOPY a \\\n  b"c /srv/', 'BuildError@2 3:3'],
    ['a modifier that nobody knows', 'FROM debian:12\nENV A=${B|C}', 'BuildError@2 2:7'],
    ['an ARG above the first FROM', 'ARG A=${\nFROM debian:12', 'BuildError@1 1:7'],
    ['a port that is none', 'FROM debian:12\nEXPOSE 80 http', 'BuildError@2 2:11'],
    ['a port beyond the last', 'FROM debian:12\nEXPOSE 8000-70000', 'BuildError@2 2:8'],
    ['a host range of another length', 'FROM debian:12\nEXPOSE 1-3:80-81', 'BuildError@2 2:8'],
    ['a volume without a path', 'FROM debian:12\nVOLUME ""', 'BuildError@2 2:8'],
    ['COPY of an address', 'FROM debian:12\nCOPY https://files.example/a /a', 'BuildError@2 2:6'],
    ['COPY of a repository', 'FROM debian:12\nCOPY git@git.example:team/a.git /a', 'BuildError@2 2:6'],
    ['a checksum of a local file', 'FROM debian:12\nADD --checksum=sha256:00 a /a', 'BuildError@2 2:5'],
    ['a variable in COPY --from', 'ARG V=1\nFROM debian:12\nCOPY --from=tools:$V /a /a', 'BuildError@3 3:6'],
    ['an image name that hadolint cannot parse either', 'FROM debian: AS base', 'DL1000@1 1:6'],
    ['an image name in capitals', 'FROM Debian', 'BuildError@1 1:6'],
  ])('%s', (_, text, expected) => expect(errors(text)).toEqual([expected]));
});

describe('a build that may go on', () => {
  test.each([
    ['an ARG that has to be given', 'FROM debian:12\nARG V\nENV A=${V:?required}'],
    ['a port that an ARG gives', 'FROM debian:12\nARG PORT\nEXPOSE $PORT'],
    ['ports of every form', 'FROM debian:12\nEXPOSE 80 80/tcp 8000-8010/UDP 127.0.0.1:80:80 [::1]:80:80 1-3:80'],
    ['a stage that is never built', 'FROM debian:12 AS unused\nWORKDIR "/srv\nFROM debian:12'],
    ['an image that an ARG names', 'ARG BASE\nFROM $BASE'],
    ['ADD of addresses and repositories', 'FROM debian:12\nADD https://files.example/a git@git.example:team/a.git /a/\nADD --checksum=sha256:00 https://files.example/b /b'],
    ['a fragment', 'RUN make'],
  ])('%s', (_, text) => expect(errors(text)).toEqual([]));
});

test('where rules say the same, they alone say it', () => {
  const rules = (text: string): string[] => lintDockerfile(text, { shell }).findings.filter(({ severity, rule }) => severity === 'error' || rule.startsWith('Invalid')).map(({ rule }) => rule);
  expect(rules('FROM debian:12\nEXPOSE 70000')).toEqual(['DL3011']);
  expect(rules('FROM Debian:12')).toEqual(['InvalidDefaultArgInFrom']);
});

/** Which edits are made together, and when repairing ends. */
import { expect, test } from 'vitest';
import { parseDockerfile } from '../../../../src/core/dockerfile/parse';
import { shellParser } from '../../../../src/core/dockerfile/shell-parser';
import { DEFAULT_LINT_CONFIG } from '../../../../src/core/lint/config';
import { makeContext } from '../../../../src/core/lint/engine';
import { applyAction, type ActionKind } from '../../../../src/core/lint/fixes/actions';
import { applyEdits, applyFixes, fixAll } from '../../../../src/core/lint/fixes/apply';
import { lintDockerfile } from '../../../../src/core/lint/lint-dockerfile';
import type { Finding, TextEdit } from '../../../../src/core/report/report';
import { repaired } from './fix';

const shell = shellParser;

function finding(rule: string, edits: readonly TextEdit[], safety: 'safe' | 'review' = 'safe'): Finding {
  return { rule, severity: 'info', message: '', line: 1, column: 1, endLine: 1, endColumn: 1, instructionLine: 1, source: 'plimsoll', fixable: true, fix: { title: '', safety, edits } };
}

test('the first of two in one another’s way is made, the other one is named', () => {
  const one = finding('A', [{ start: 0, end: 3, text: 'x' }]);
  const two = finding('B', [{ start: 2, end: 4, text: 'y' }]);
  const three = finding('C', [{ start: 5, end: 6, text: 'z' }]);
  expect(applyFixes('abcdef', [one, two, three])).toEqual({ text: 'xdez', files: [], applied: [one, three], skipped: [two] });
});

test('two insertions at one place are in one another’s way', () => {
  const at = [{ start: 1, end: 1, text: '-' }];
  expect(applyFixes('ab', [finding('A', at), finding('B', at)]).skipped).toHaveLength(1);
});

test('edits outside the text are never made', () => {
  expect(applyFixes('ab', [finding('A', [{ start: 1, end: 9, text: '' }])])).toMatchObject({ text: 'ab', applied: [] });
});

test('rules and safety choose, further comments of ShellCheck are reached', () => {
  const inner = finding('SC2', [{ start: 1, end: 2, text: '2' }]);
  const outer: Finding = { ...finding('SC1', [{ start: 0, end: 1, text: '1' }], 'review'), more: [inner] };
  expect(applyFixes('ab', [outer], { rules: ['SC2'] }).text).toBe('a2');
  expect(applyFixes('ab', [outer], { safety: 'safe' }).text).toBe('a2');
  expect(applyFixes('ab', [outer]).text).toBe('12');
});

test('edits come in any order', () => {
  expect(applyEdits('abc', [{ start: 2, end: 3, text: 'C' }, { start: 0, end: 0, text: '>' }])).toBe('>abC');
});

test('a repair that never ends is left', async () => {
  let calls = 0;
  const { text, left } = await fixAll('FROM a\n', { lint: (one) => { calls += 1; return [finding('A', [{ start: one.length, end: one.length, text: '#\n' }])]; } });
  expect(calls).toBeLessThan(20);
  expect(text.startsWith('FROM a\n#\n')).toBe(true);
  expect([...left]).toEqual([['A', 1]]);
});

test('a repair that goes round in circles is left', async () => {
  const flip = (text: string): readonly Finding[] => [finding('A', [{ start: 5, end: 6, text: text[5] === 'a' ? 'b' : 'a' }])];
  expect((await fixAll('FROM a\n', { lint: flip })).text).toBe('FROM b\n');
});

test('a repair that the builder would refuse is not kept', async () => {
  const { text, left, applied } = await fixAll('FROM a\n', { lint: () => [finding('A', [{ start: 5, end: 6, text: '' }])] });
  expect(text).toBe('FROM a\n');
  expect([...applied]).toEqual([]);
  expect([...left]).toEqual([['A', 1]]);
});

test('what was chosen and could not be made is told, what was not chosen is not', async () => {
  const outside = finding('A', [{ start: 90, end: 99, text: '' }]);
  const lint = (): readonly Finding[] => [outside, finding('B', [{ start: 90, end: 99, text: '' }], 'review'), { ...outside, rule: 'C', more: [outside] }];
  expect([...(await fixAll('FROM a\n', { lint, safety: 'safe' })).left]).toEqual([['A', 2], ['C', 1]]);
  expect([...(await fixAll('FROM a\n', { lint, rules: ['B'] })).left]).toEqual([['B', 1]]);
  expect([...(await fixAll('FROM debian:12\nMAINTAINER me\n', { lint: (text) => lintDockerfile(text, { shell }).findings, rules: ['DL4000'] })).left]).toEqual([]);
});

test('all rules together', async () => {
  const before = 'FROM debian:12\nMAINTAINER me\nRUN apt-get update\nRUN apt-get install git\nADD . /app\nCMD /app/run\n';
  const after = 'FROM debian:12\nLABEL org.opencontainers.image.authors="me"\nRUN apt-get update \\\n    && apt-get install --no-install-recommends -y git \\\n    && rm -rf /var/lib/apt/lists/*\nCOPY . /app\nCMD ["/app/run"]\n';
  const text = await repaired(before);
  expect(text.replace('-y --no-install-recommends', '--no-install-recommends -y')).toBe(after);
});

function act(text: string, kind: ActionKind): string {
  const context = makeContext(parseDockerfile(text), DEFAULT_LINT_CONFIG, shell, undefined);
  return applyAction(context, kind).text;
}

test('cache mounts take the place of clean-up', () => {
  expect(act('FROM python:3.12\nRUN pip install --no-cache-dir -r requirements.txt\n', 'cache-mounts'))
    .toBe('FROM python:3.12\nRUN --mount=type=cache,target=/root/.cache/pip pip install -r requirements.txt\n');
  expect(act('FROM debian:12\nRUN apt-get update \\\n && apt-get install -y a \\\n && apt-get clean \\\n && rm -rf /var/lib/apt/lists/*\n', 'cache-mounts')).toBe(
    'FROM debian:12\nRUN --mount=type=cache,target=/var/cache/apt,sharing=locked --mount=type=cache,target=/var/lib/apt,sharing=locked '
    + 'rm -f /etc/apt/apt.conf.d/docker-clean && apt-get update \\\n && apt-get install -y a\n',
  );
  const mounted = (run: string): string => act(`FROM x\nRUN ${run}\n`, 'cache-mounts').split('\n')[1]!;
  expect(mounted('apk add --no-cache curl')).toBe('RUN --mount=type=cache,target=/etc/apk/cache,sharing=locked apk add --update-cache curl');
  expect(mounted('pnpm install && pnpm store prune')).toBe('RUN --mount=type=cache,target=/root/.local/share/pnpm/store pnpm install');
  expect(mounted('bundle install && rm -f "$(gem env gemdir)"/cache/*.gem')).toBe('RUN --mount=type=cache,target=/usr/local/bundle/cache bundle install');
  expect(mounted('conda install -y numpy && conda clean --all --yes')).toBe('RUN --mount=type=cache,target=/opt/conda/pkgs,sharing=locked conda install -y numpy');
  expect(mounted('dotnet publish -o /app')).toBe('RUN --mount=type=cache,target=/root/.nuget/packages dotnet publish -o /app');
  expect(mounted('poetry install && rm -rf ~/.cache/pypoetry/cache ~/.cache/pypoetry/artifacts')).toBe('RUN --mount=type=cache,target=/root/.cache/pypoetry poetry install');
  expect(act('FROM node:22\nUSER node\nRUN npm ci\n', 'cache-mounts')).toBe('FROM node:22\nUSER node\nRUN npm ci\n');
});

test('packages are sorted, one a line', () => {
  expect(act('FROM debian:12\nRUN apt-get install -y git curl git && a\n', 'sort-packages'))
    .toBe('FROM debian:12\nRUN apt-get install -y \\\n        curl \\\n        git && a\n');
  expect(act('FROM debian:12\nRUN apt-get install -y \\\n    git \\\n    curl\n', 'sort-packages')).toBe('FROM debian:12\nRUN apt-get install -y \\\n    curl \\\n    git\n');
  expect(act('FROM debian:12\nRUN apt-get install -y b a\nRUN apk add d c\n', 'sort-packages'))
    .toBe('FROM debian:12\nRUN apt-get install -y \\\n        a \\\n        b\nRUN apk add \\\n        c \\\n        d\n');
  const commented = 'FROM debian:12\nRUN apt-get install -y \\\n    git \\\n# for b\n    b\n';
  expect(act(commented, 'sort-packages')).toBe(commented);
});

/** Patches that git itself applies. */
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { newFileDiff, unifiedDiff } from '../../../src/core/advice/patch';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'plimsoll-patch-'));
  execFileSync('git', ['init', '-q', folder]);
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** What `git apply` makes of the text. */
function applied(path: string, before: string, after: string): string {
  mkdirSync(dirname(join(folder, path)), { recursive: true });
  writeFileSync(join(folder, path), before);
  execFileSync('git', ['apply', '--whitespace=nowarn', '--unidiff-zero', '-'], { cwd: folder, input: unifiedDiff(path, before, after), stdio: ['pipe', 'ignore', 'pipe'] });
  return readFileSync(join(folder, path), 'utf8');
}

test('a small change, as people read it', () => {
  expect(unifiedDiff('Dockerfile', 'FROM a\nRUN b\nRUN c\nCMD d\n', 'FROM a\nRUN b && c\nCMD d\n')).toBe(
    '--- a/Dockerfile\n+++ b/Dockerfile\n@@ -1,4 +1,3 @@\n FROM a\n-RUN b\n-RUN c\n+RUN b && c\n CMD d\n',
  );
  expect(unifiedDiff('Dockerfile', 'same\n', 'same\n')).toBe('');
});

const far = Array.from({ length: 40 }, (_, index) => `RUN step ${index}\n`);
test.each<{ name: string; path?: string; before: string; after: string }>([
  { name: 'no end of line at the end, before', before: 'FROM a\nCMD b', after: 'FROM a\nCMD b\n' },
  { name: 'no end of line at the end, after', before: 'FROM a\nCMD b\n', after: 'FROM a\nCMD c' },
  { name: 'Windows line ends', before: 'FROM a\r\nRUN b\r\nRUN c\r\n', after: 'FROM a\r\nRUN b \\\r\n && c\r\n' },
  { name: 'two changes far apart', before: far.join(''), after: ['RUN new\n', ...far.slice(1, 39), 'RUN last\n'].join('') },
  { name: 'everything new', before: '', after: 'node_modules\n' },
  { name: 'everything gone', before: 'node_modules\n', after: '' },
  { name: 'a name with blanks and letters beyond ASCII', path: 'bauen und prüfen/Docker "file"', before: 'FROM a\n', after: 'FROM b\n' },
  { name: 'more differences than are searched for', before: 'a\n'.repeat(1500), after: 'b\n'.repeat(1400) },
])('git applies: $name', ({ path = 'Dockerfile', before, after }) => {
  expect(applied(path, before, after)).toBe(after);
});

test('git applies whatever two texts differ by', () => {
  const text = fc.array(fc.constantFrom('a\n', 'b\n', '\n', ' \n', '-x\n', '+y\n', '\\ No newline\n'), { maxLength: 12 }).chain((lines) => fc.constantFrom('', 'end').map((end) => lines.join('') + end));
  fc.assert(fc.property(text, text, (before, after) => {
    if (before !== after) expect(applied('Dockerfile', before, after)).toBe(after);
  }), { numRuns: 40, seed: 7 });
});

test('a new file', () => {
  for (const text of ['one\n', 'one\ntwo\n', 'no end of line']) {
    rmSync(join(folder, '.dockerignore'), { force: true });
    execFileSync('git', ['apply', '-'], { cwd: folder, input: newFileDiff('.dockerignore', text), stdio: ['pipe', 'ignore', 'pipe'] });
    expect(readFileSync(join(folder, '.dockerignore'), 'utf8')).toBe(text);
  }
});

/** The patch of all steps that are taken: git applies it, and nothing in it was made twice or in the way of something else. */
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { patchOfSteps } from '../../../src/core/advice/plan-patch';
import type { AdviceStep, Fix, TextEdit } from '../../../src/core/report/report';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'plimsoll-plan-'));
  execFileSync('git', ['init', '-q', folder]);
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const NAME = 'build/Docker file';
const TEXT = 'FROM debian:12\nRUN apt-get update && apt-get install curl\nCOPY . /app\nRUN chown -R 1 /app\nCMD ["/app/run"]\n';

function step(id: string, fix?: Partial<Fix>): AdviceStep {
  return {
    id, way: 'lean-install', title: id, detail: id, layers: [], bytes: 1, storedBytes: 1, adds: { bytes: 1, storedBytes: 1 }, files: 1, basis: 'measured',
    enabled: true, rank: 1, evidence: [], findings: [], ...(fix === undefined ? {} : { fix: { title: id, safety: 'safe', edits: [], ...fix } }),
  };
}
/** The edit that puts `text` in the place of what stands there. */
function replace(old: string, text: string): TextEdit {
  const start = TEXT.indexOf(old);
  return { start, end: start + old.length, text };
}
function gitApplied(patch: string): string {
  mkdirSync(join(folder, 'build'), { recursive: true });
  writeFileSync(join(folder, NAME), TEXT);
  execFileSync('git', ['apply', '-'], { cwd: folder, input: patch, stdio: ['pipe', 'ignore', 'pipe'] });
  return readFileSync(join(folder, NAME), 'utf8');
}

const lean = step('lean', { edits: [replace('install curl', 'install --no-install-recommends curl')] });
const chown = step('chown', { edits: [replace('COPY . /app\nRUN chown -R 1 /app\n', 'COPY --chown=1 . /app\n')] });
const ignore = step('ignore', { files: [{ path: '.dockerignore', text: '.git\n' }] });

test('joins the edits and the new files of all steps, and names those without a repair', () => {
  const { patch, ...rest } = patchOfSteps({ name: NAME, text: TEXT }, [chown, step('by hand'), lean, ignore]);
  expect(rest).toEqual({ applied: ['chown', 'lean', 'ignore'], skipped: [], without: ['by hand'] });
  expect(gitApplied(patch)).toBe('FROM debian:12\nRUN apt-get update && apt-get install --no-install-recommends curl\nCOPY --chown=1 . /app\nCMD ["/app/run"]\n');
  expect(readFileSync(join(folder, '.dockerignore'), 'utf8')).toBe('.git\n');
});

test('of two steps that change one place the first is carried out, and the same repair is made once for all that bring it', () => {
  const merge = step('merge', { edits: [replace('RUN chown -R 1 /app\n', '')] });
  const { patch, ...rest } = patchOfSteps({ name: NAME, text: TEXT }, [lean, chown, { ...lean, id: 'lean again' }, merge, ignore, { ...ignore, id: 'ignore again' }]);
  expect(rest).toEqual({ applied: ['lean', 'chown', 'lean again', 'ignore', 'ignore again'], skipped: ['merge'], without: [] });
  expect(patch.match(/^\+\.git$/gm)).toHaveLength(1);
  expect(gitApplied(patch)).toContain('install --no-install-recommends curl\nCOPY --chown=1 . /app\nCMD');
});

test('what the builder would refuse is left out', () => {
  const broken = step('broken', { edits: [replace('COPY . /app', 'COPI . /app')] });
  expect(patchOfSteps({ name: NAME, text: TEXT }, [broken, lean])).toMatchObject({ applied: ['lean'], skipped: ['broken'] });
});

test('no step with a repair, no patch', () => {
  expect(patchOfSteps({ name: NAME, text: TEXT }, [step('by hand')])).toEqual({ patch: '', applied: [], skipped: [], without: ['by hand'] });
  expect(patchOfSteps({ name: NAME, text: TEXT }, []).patch).toBe('');
});

const at = (text: string, insertion: string): TextEdit => {
  const end = TEXT.indexOf(text) + text.length;
  return { start: end, end, text: insertion };
};

test('commands behind one RUN, or in front of it, stand together, each behind the first on a line of its own', () => {
  const clean = step('clean', { edits: [at('install curl', ' && apt-get clean')] });
  const lists = step('lists', { edits: [at('install curl', ' && rm -rf /var/lib/apt/lists/*')] });
  const again = step('again', { edits: [at('install curl', ' && apt-get clean'), replace('install curl', 'install -y curl')] });
  const docs = step('docs', { edits: [at('update && ', 'printf x > y && ')] });
  const keys = step('keys', { edits: [at('update && ', 'printf a > b && ')] });
  const { patch, ...rest } = patchOfSteps({ name: NAME, text: TEXT }, [clean, lists, docs, keys]);
  expect(rest).toEqual({ applied: ['clean', 'lists', 'docs', 'keys'], skipped: [], without: [] });
  expect(gitApplied(patch)).toContain('RUN apt-get update && printf x > y && printf a > b && apt-get install curl && apt-get clean \\\n    && rm -rf /var/lib/apt/lists/*\nCOPY');
  // What stands in the way of itself is left out, though half of it has been done.
  expect(patchOfSteps({ name: NAME, text: TEXT }, [clean, again]).skipped).toEqual(['again']);
});

test('what two repairs share is done once', () => {
  const flag = at('apt-get install', ' -y');
  const one = step('one', { edits: [flag] });
  const two = step('two', { edits: [flag, replace('COPY . /app', 'COPY --link . /app')] });
  const { patch, applied } = patchOfSteps({ name: NAME, text: TEXT }, [one, two]);
  expect(applied).toEqual(['one', 'two']);
  expect(gitApplied(patch)).toContain('apt-get install -y curl\nCOPY --link . /app');
});

test('cleaning up behind a RUN that the patch takes away is done with it', () => {
  const gone = step('gone', { edits: [replace('RUN apt-get update && apt-get install curl\n', '')] });
  const clean = step('clean', { edits: [at('install curl', ' && apt-get clean')] });
  const { patch, ...rest } = patchOfSteps({ name: NAME, text: TEXT }, [gone, clean]);
  expect(rest).toEqual({ applied: ['gone', 'clean'], skipped: [], without: [] });
  expect(gitApplied(patch)).not.toContain('apt-get');
});

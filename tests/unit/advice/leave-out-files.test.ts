/** What COPY brings and a later RUN deletes: lines for the ignore file, COPY --exclude with mounts, and the reason where there is neither. */
import { describe, expect, test } from 'vitest';
import { advise } from '../../../src/core/advice/advise';
import { patchOfSteps } from '../../../src/core/advice/plan-patch';
import { parseDockerfile } from '../../../src/core/dockerfile/parse';
import { shellParser } from '../../../src/core/dockerfile/shell-parser';
import { lintDockerfile } from '../../../src/core/lint/lint-dockerfile';
import type { AdvicePlan, ContextReport } from '../../../src/core/report/report';
import { dir, file, whiteout, type Entry } from '../image/layers';
import { analysedOf, made, set } from './images';

const shell = shellParser;

const bulk = (path: string, size: number): Entry => file(path, path, { size });
const BASE = [made('ADD rootfs.tar / # buildkit', bulk('bin/sh', 1_000)), set('CMD ["sh"]')];
const ID = 'copied-and-deleted-line-';
const contextWith = (ignoreFile?: ContextReport['ignoreFile']): ContextReport => ({
  schema: 'plimsoll.report', version: 1, kind: 'context', tool: { name: 'plimsoll', version: '0' }, subject: { name: 'x', bytes: 0 }, diagnostics: [],
  sent: { files: 1, bytes: 1 }, ignored: { files: 0, bytes: 0 }, largest: [], suggestions: [], ...(ignoreFile && { ignoreFile }),
});

/** A project in /app, of which the last RUN deletes `docs` and `tests`; `between` are the lines before that. */
async function planOf(copy: string, between: readonly string[], deletion = 'RUN rm -rf /app/docs /app/tests', context?: ContextReport, before = ''): Promise<{ plan: AdvicePlan; text: string }> {
  const text = ['FROM debian:12', ...(before === '' ? [] : [before]), copy, ...between, deletion, ''].join('\n');
  const runs = between.filter((line) => line.startsWith('RUN ')).map((line, index) => made(`RUN /bin/sh -c ${line.slice(4)} # buildkit`, bulk(`out${index}`, 5)));
  const analysed = analysedOf([
    ...BASE, ...(before === '' ? [] : [made(`${before} # buildkit`, bulk('first', 5))]),
    made(`${copy} # buildkit`, dir('app'), dir('app/docs'), dir('app/tests'), bulk('app/main.py', 20_000), bulk('app/docs/a', 30_000), bulk('app/docs/b', 10_000), bulk('app/tests/c', 25_000)),
    ...runs, made(`RUN /bin/sh -c ${deletion.slice(4)} # buildkit`, whiteout('app/docs'), whiteout('app/tests')),
  ]);
  const { plan } = await advise({ analysed, dockerfile: parseDockerfile(text), findings: lintDockerfile(text, { shell }).findings, shell, ...(context && { context }) });
  return { plan, text };
}
const patchFor = ({ plan, text }: { plan: AdvicePlan; text: string }): string => patchOfSteps({ name: 'Dockerfile', text }, plan.steps.filter(({ id }) => id.startsWith(ID))).patch;
const reasonFor = ({ plan }: { plan: AdvicePlan }): string | undefined => plan.steps.find(({ id }) => id.startsWith(ID))?.byHand;

describe('where nothing in between reads it', () => {
  test('the ignore file keeps it out: a new one', async () => {
    const made = await planOf('COPY . /app', ['RUN apt-get update && apt-get install -y curl', 'RUN pip install flask']);
    expect(patchFor(made)).toBe('--- /dev/null\n+++ b/.dockerignore\n@@ -0,0 +1,2 @@\n+docs\n+tests\n');
    expect(made.plan.steps.find(({ id }) => id.startsWith(ID))).toMatchObject({ bytes: 65_000, fix: { safety: 'review' } });
  });

  test('or the one that the context shows, whose lines stay', async () => {
    const context = contextWith({ path: '.dockerignore', text: '# ours\n*.log\ntests' });
    expect(patchFor(await planOf('COPY . /app', [], undefined, context))).toBe('--- a/.dockerignore\n+++ b/.dockerignore\n@@ -1,3 +1,4 @@\n # ours\n *.log\n-tests\n\\ No newline at end of file\n+tests\n+docs\n');
  });

  test('as a path of the context where COPY takes a folder of it', async () => {
    expect(patchFor(await planOf('COPY ./srv/ /app/', []))).toContain('+srv/docs\n+srv/tests\n');
  });

  test('or COPY alone leaves it out, where another one takes the whole context', async () => {
    expect(patchFor(await planOf('COPY . /app', [], undefined, undefined, 'COPY . /all'))).toContain('+COPY --exclude=docs --exclude=tests . /app\n');
  });
});

test('a RUN that may read it gets it as a mount, and COPY leaves it out', async () => {
  const made = await planOf('COPY . /app', ['RUN python3 /app/main.py --out /srv', 'RUN mkdir /x']);
  const patch = patchFor(made);
  expect(patch).toContain('+COPY --exclude=docs --exclude=tests . /app\n');
  expect(patch).toContain('+RUN --mount=type=bind,source=docs,target=/app/docs --mount=type=bind,source=tests,target=/app/tests python3 /app/main.py --out /srv\n');
  expect(patch).not.toContain('+RUN --mount=type=bind,source=docs,target=/app/docs --mount=type=bind,source=tests,target=/app/tests mkdir');
  expect(made.plan.steps.find(({ id }) => id.startsWith(ID))?.fix?.assumes?.join(' ')).toContain('1.19');
});

test.each([
  { why: 'a command writes there', copy: 'COPY . /app', between: ['RUN make -C /app/docs all'] },
  { why: 'a file is moved out of it', copy: 'COPY . /app', between: ['RUN mv /app/docs/a /srv/a'] },
  { why: 'the deletion would fail without it', copy: 'COPY . /app', between: [], deletion: 'RUN rm -r /app/docs /app/tests' },
  { why: 'the RUN that deletes it uses it', copy: 'COPY . /app', between: [], deletion: 'RUN cp /app/docs/a /srv && rm -rf /app/docs /app/tests' },
  { why: 'two things were copied', copy: 'COPY a b /app/', between: [] },
])('no patch, and the reason is said, where $why', async ({ copy, between, deletion }) => {
  const plan = await planOf(copy, between, deletion);
  expect(patchFor(plan)).toBe('');
  expect(reasonFor(plan)).toMatch(/cannot be read from the text/);
});

describe('every step', () => {
  test('has a patch or the reason why it has none', async () => {
    const { plan } = await planOf('COPY . /app', ['RUN make -C /app/docs all', 'RUN apt-get update']);
    expect(plan.steps.length).toBeGreaterThan(1);
    for (const { fix, byHand } of plan.steps) expect(fix === undefined).toBe(byHand !== undefined);
  });

  test('of which several add to the ignore file makes one file together', async () => {
    const context: ContextReport = { ...contextWith({ path: 'Dockerfile.dockerignore', text: '**/*.log\r\n' }), suggestions: [{ pattern: '**/.git', bytes: 500, reason: 'History.' }, { pattern: 'media', bytes: 400, reason: 'Unused.' }] };
    const { plan, text } = await planOf('COPY . /app', [], undefined, context);
    const { patch, without } = patchOfSteps({ name: 'Dockerfile', text }, plan.steps.filter(({ enabled, way, id }) => enabled && (way === 'dockerignore' || id.startsWith(ID))));
    expect(without).toEqual([]);
    expect(patch).toBe('--- a/Dockerfile.dockerignore\n+++ b/Dockerfile.dockerignore\n@@ -1 +1,5 @@\n **/*.log\r\n+docs\r\n+tests\r\n+**/.git\r\n+media\r\n');
  });
});

/** The session worker as the page meets it: real workers, real files. */
import * as Comlink from 'comlink';
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { ArchiveInput, Progress, SessionApi } from '../../workers/protocol';
import sampleUrl from '../../public/samples/sample.tar?url';
import gzipUrl from '../fixtures/images/tide.oci-gzip.tar?url';

let worker: Worker;
let session: Comlink.Remote<SessionApi>;

beforeEach(() => {
  worker = new Worker(new URL('../../workers/session.worker.ts', import.meta.url), { type: 'module' });
  session = Comlink.wrap<SessionApi>(worker);
});

afterEach(() => worker.terminate());

async function input(url: string, name: string): Promise<ArchiveInput> {
  return { kind: 'file', file: new File([await (await fetch(url)).blob()], name) };
}

const ignore = Comlink.proxy(() => undefined);

it('opens, analyses, and answers rows of the tree', async () => {
  const seen: Progress[] = [];
  const onProgress = Comlink.proxy((progress: Progress) => {
    seen.push(progress);
  });
  expect(await session.open('a', await input(gzipUrl, 'tide.tar'), ignore)).toMatchObject({
    ok: true, value: { format: 'oci-archive', images: [{ present: true, layers: 5, platform: 'linux/amd64' }] },
  });
  const analysed = await session.analyse('a', 0, onProgress);
  expect(analysed).toMatchObject({ ok: true, value: { report: { totals: { bytes: 90_010, hiddenBytes: 39_000 } } } });
  const withLayers = seen.findLast((progress) => progress.layers !== undefined);
  expect(withLayers?.layers?.map(({ done }) => done)).toEqual([true, true, true, true, true]);
  expect(withLayers?.layers?.[1]?.command).toBe('RUN rm /cache/list.txt');
  expect(seen.every(({ bytesDone, bytesTotal }) => bytesDone <= bytesTotal)).toBe(true);

  const opened = await session.treeOpen('a', { show: 'all', sort: 'name' }, 2);
  expect(opened).toMatchObject({ ok: true, value: { rows: 3, window: { count: 3, from: 0, rows: [{ name: 'app' }, { name: 'cache' }] } } });
  expect((await session.treeRows('a', 0, 10)).rows.map(({ name }) => name)).toEqual(['app', 'cache', 'etc']);
  const { state, rows } = await session.treeRows('a', 0, 1);
  expect(await session.treeToggle('a', rows[0]!.id, true, 0, 1)).toMatchObject({ state: state + 1, count: 8, rows: [{ expanded: true }] });
  expect((await session.treeRows('a', 1, 3)).rows.map(({ path, level }) => [path, level])).toEqual([['app/caf%E9.txt', 2], ['app/current', 2]]);
});

it('reads two files at once', async () => {
  const inputs = await Promise.all([input(gzipUrl, 'tide.tar'), input(sampleUrl, 'sample.tar')]);
  const reports = await Promise.all(inputs.map(async (each, index) => {
    await session.open(String(index), each, ignore);
    return session.analyse(String(index), 0, ignore);
  }));
  expect(reports.map((report) => report.ok && report.value.report.totals.hiddenBytes)).toEqual([39_000, 469_184]);
});

it('settles with `cancelled`, and reads the same file again afterwards', async () => {
  await session.open('a', await input(sampleUrl, 'sample.tar'), ignore);
  const analysing = session.analyse('a', 0, ignore);
  await session.cancel('a');
  expect(await analysing).toMatchObject({ ok: false, problem: { kind: 'cancelled' } });
  expect(await session.analyse('a', 0, ignore)).toMatchObject({ ok: true });
});

it('answers with a problem, not an exception, for a file it does not know', async () => {
  expect(await session.analyse('nobody', 0, ignore)).toMatchObject({ ok: false, problem: { kind: 'not-open' } });
  expect(await session.treeOpen('nobody', { show: 'all', sort: 'size' }, 10)).toMatchObject({ ok: false, problem: { kind: 'not-open' } });
  expect(await session.treeRows('nobody', 0, 10)).toMatchObject({ count: 0, rows: [] });
});

it('answers what the views ask after the report: packages, history, content, picture, plan', async () => {
  await session.open('a', await input(sampleUrl, 'sample.tar'), ignore);
  await session.analyse('a', 0, ignore);
  expect(await session.packages('a')).toMatchObject({ ok: true });
  await session.treeOpen('a', { show: 'all', sort: 'size', search: { text: 'etc/*', mode: 'glob' } }, 0);
  const row = (await session.treeRows('a', 0, 500)).rows.find(({ type, size }) => type === 'file' && size > 0)!;
  const history = await session.pathHistory('a', row.id);
  expect(history.ok && history.value.at(-1)).toMatchObject({ layer: row.layer, type: 'file', size: row.size });
  const start = await session.readFile('a', { id: row.id }, 10);
  expect(start.ok && [start.value.size, start.value.bytes.length]).toEqual([row.size, Math.min(10, row.size)]);
  const picture = await session.picture('a', { root: '', width: 600, height: 400, colour: 'layer' });
  expect(picture.ok && picture.value.rects.length).toBeGreaterThan(3);
  expect(await session.squashPlan('a')).toMatchObject({ ok: true, value: { kind: 'plan' } });
});

it('works on the newest of several queries only: what one types overtakes what one has typed', async () => {
  await session.open('a', await input(sampleUrl, 'sample.tar'), ignore);
  await session.analyse('a', 0, ignore);
  const opened = await Promise.all(['e', 'et', 'etc'].map((text) => session.treeOpen('a', { show: 'all', sort: 'name', search: { text, mode: 'text' } }, 10)));
  expect(opened.map((each) => (each.ok ? each.value.window.rows[0]?.path : each.problem.kind))).toEqual(['cancelled', 'cancelled', 'etc']);
});

it('saves a file whole, in memory and in the private folder of the page', async () => {
  await session.open('a', await input(gzipUrl, 'tide.tar'), ignore);
  await session.analyse('a', 0, ignore);
  await session.treeOpen('a', { show: 'all', sort: 'size' }, 1);
  const { rows: [row] } = await session.treeRows('a', 0, 1);
  for (const kind of ['memory', 'private'] as const) {
    const saved = await session.savePath('a', { id: row!.id }, 'content', { kind }, ignore);
    expect(saved).toMatchObject({ ok: true });
    if (!saved.ok) return;
    expect(saved.value.file?.size).toBe(saved.value.result);
    expect(saved.value.result % 512).toBe(0);
  }
});

it('squashes an image that was opened as a folder', async () => {
  const folder = { kind: 'folder', name: 'layout', files: unpacked(new Uint8Array(await (await fetch(gzipUrl)).arrayBuffer())) } as const;
  await session.open('a', folder, ignore);
  await session.analyse('a', 0, ignore);
  await session.open('b', await input(gzipUrl, 'tide.tar'), ignore);
  await session.analyse('b', 0, ignore);
  const [fromFolder, fromFile] = await Promise.all(['a', 'b'].map(async (key) => {
    const saved = await session.saveSquashed(key, { from: 1, to: 3, layout: 'oci' }, { kind: 'private' }, ignore);
    return saved.ok ? new Uint8Array(await saved.value.file!.arrayBuffer()) : saved.problem;
  }));
  expect(fromFolder).toEqual(fromFile);
  expect(fromFolder).toBeInstanceOf(Uint8Array);
});

/** The files of a tar with short names. */
function unpacked(tar: Uint8Array<ArrayBuffer>): { path: string; file: File }[] {
  const files: { path: string; file: File }[] = [];
  const text = (at: number, length: number): string => new TextDecoder().decode(tar.subarray(at, at + length)).replace(/\0.*/s, '');
  for (let at = 0; tar[at] !== 0 && at < tar.length; ) {
    const size = parseInt(text(at + 124, 12), 8);
    const path = text(at, 100);
    if (size > 0) files.push({ path: `layout/${path}`, file: new File([tar.slice(at + 512, at + 512 + size)], path.slice(path.lastIndexOf('/') + 1)) });
    at += 512 + Math.ceil(size / 512) * 512;
  }
  return files;
}

it('writes a squashed image that it reads again', async () => {
  await session.open('a', await input(gzipUrl, 'tide.tar'), ignore);
  await session.analyse('a', 0, ignore);
  const saved = await session.saveSquashed('a', { from: 0, to: 4, layout: 'oci' }, { kind: 'private' }, ignore);
  expect(saved).toMatchObject({ ok: true, value: { result: { layersAfter: 1 } } });
  if (!saved.ok || !saved.value.file) return;
  await session.open('b', { kind: 'file', file: new File([saved.value.file], 'squashed.tar') }, ignore);
  expect(await session.analyse('b', 0, ignore)).toMatchObject({ ok: true, value: { report: { totals: { bytes: 51_010, hiddenBytes: 0 } } } });
});

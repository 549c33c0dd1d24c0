/** Scheduling of scans, the second pass, what is said of layers that cannot be read, and the report that comes of it. */
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import type { OpenedArchive } from '../../../src/core/archive/open';
import type { LayerScan, LayerScanner, ScanOptions } from '../../../src/core/archive/scanner';
import { analyseImage } from '../../../src/core/image/analyse';
import type { AnalyseProgress } from '../../../src/core/image/scan-layers';
import type { ImageDescriptor, LayerDescriptor } from '../../../src/core/image/image';
import type { ScannedTable } from '../../../src/core/image/layer-table';
import { failure, success, type Outcome, type Problem } from '../../../src/core/problem';
import { buildImageReport } from '../../../src/core/report/image-report';
import { VERSION } from '../../../src/core/version';
import { file, layer, whiteout } from './layers';

const gzip = 'application/vnd.oci.image.layer.v1.tar+gzip';
const raw = 'application/vnd.oci.image.layer.v1.tar';

function descriptor(index: number, extra: Partial<LayerDescriptor> = {}): LayerDescriptor {
  return { index, mediaType: raw, storedBytes: 1000, location: { member: `${index}.tar`, offset: index * 10_000, size: 1000 }, historyIndex: index + 1, ...extra };
}

function archiveOf(layers: readonly LayerDescriptor[], extra: Partial<ImageDescriptor> = {}, scans: OpenedArchive['scans'] = new Map()): OpenedArchive {
  const image: ImageDescriptor = {
    tags: ['test:1'], platform: 'linux/amd64', present: true, layers, config: { entrypoint: ['/run'] }, rawConfig: {}, rawManifest: {},
    history: [{ createdBy: 'ENV A=b', emptyLayer: true }, ...layers.map(({ index }) => ({ createdBy: `RUN ${index}`, created: '2024-01-02T03:04:05Z', emptyLayer: false }))],
    ...extra,
  };
  return { archive: { name: 'test.tar', size: 9999, format: 'docker-archive', outerCompression: 'none', images: [image], diagnostics: [] }, scans };
}

function scanOf(table: ScannedTable, extra: Partial<LayerScan> = {}): LayerScan {
  return { table, kept: new Map(), compression: 'none', tarBytes: 5, diagnostics: [], ...extra };
}

/** Answers from a list by layer, and writes down what it was asked. */
function fakeScanner(answers: readonly (LayerScan | Problem)[], parallelism = 2) {
  const calls: { layer: number; verify: boolean | undefined }[] = [];
  const hashed: { layer: number; rows: number[] }[] = [];
  let running = 0;
  let most = 0;
  const scanner: LayerScanner = {
    parallelism,
    async scan({ index }: LayerDescriptor, { verify }: ScanOptions, onProgress): Promise<Outcome<LayerScan>> {
      calls.push({ layer: index, verify });
      most = Math.max(most, (running += 1));
      onProgress(500);
      await Promise.resolve();
      running -= 1;
      const answer = answers[index]!;
      return 'table' in answer ? success(answer) : failure(answer);
    },
    hashRows({ index }, _table, rows) {
      hashed.push({ layer: index, rows: [...rows] });
      return Promise.resolve(success({ low: rows.map(() => 1), high: rows.map(() => 2), ok: Uint8Array.from(rows, () => 1) }));
    },
    readRows: () => Promise.resolve(success([])),
    readPortions: () => Promise.resolve(success({})),
  };
  return { scanner, calls, hashed, most: () => most };
}

function valueOf<T>(outcome: Outcome<T>): T {
  if (!outcome.ok) throw new Error(`${outcome.problem.kind}: ${outcome.problem.message}`);
  return outcome.value;
}

describe('scans', () => {
  test('dearest first, as many at once as the scanner takes', async () => {
    const layers = [descriptor(0, { storedBytes: 4000 }), descriptor(1, { mediaType: gzip }), descriptor(2), descriptor(3, { mediaType: gzip.replace('gzip', 'zstd') })];
    const { scanner, calls, most } = fakeScanner(layers.map(() => scanOf(layer())));
    valueOf(await analyseImage(archiveOf(layers), 0, scanner));
    expect(calls.map((call) => call.layer)).toEqual([1, 0, 3, 2]);
    expect(most()).toBe(2);
  });

  test('equal layers are scanned once and count each time', async () => {
    const same = { location: { member: 'a.tar', offset: 5, size: 9 } };
    const { scanner, calls } = fakeScanner([scanOf(layer(file('x', 'abc')))]);
    const { waste } = valueOf(await analyseImage(archiveOf([descriptor(0, same), descriptor(1, same)]), 0, scanner));
    expect(calls).toHaveLength(1);
    expect(waste).toMatchObject({ bytes: 6, hiddenBytes: 3 });
  });

  test('what was scanned while the archive was opened is not scanned again', async () => {
    const scans = new Map([['0.tar', scanOf(layer(file('x', 'abc')))]]);
    const { scanner, calls } = fakeScanner([]);
    expect(valueOf(await analyseImage(archiveOf([descriptor(0)], {}, scans), 0, scanner)).waste.bytes).toBe(3);
    expect(calls).toEqual([]);
  });

  test('what was scanned while the archive was opened can be analysed again', async () => {
    const opened = archiveOf([descriptor(0)], {}, new Map([['0.tar', scanOf(layer(file('dir/x', 'abc')))]]));
    const paths = async (): Promise<number> => valueOf(await analyseImage(opened, 0, fakeScanner([]).scanner)).fs.paths.count;
    expect([await paths(), await paths()]).toEqual([3, 3]);
  });

  test('paths have the same numbers whichever layer is read first', async () => {
    const tables = () => [layer(file('a/b', 'x')), layer(file('c', 'yy'), file('a/d', 'z')), layer(file('e', ''))];
    const numbers = async (sizes: readonly number[]): Promise<readonly string[]> => {
      const layers = sizes.map((storedBytes, index) => descriptor(index, { storedBytes }));
      const { fs } = valueOf(await analyseImage(archiveOf(layers), 0, fakeScanner(tables().map((table) => scanOf(table)), 1).scanner));
      return Array.from({ length: fs.paths.count }, (_, node) => Buffer.from(fs.paths.pathOf(node)).toString());
    };
    expect(await numbers([9, 8, 7])).toEqual(['', 'a', 'a/b', 'c', 'a/d', 'e']);
    expect(await numbers([7, 8, 9])).toEqual(await numbers([9, 8, 7]));
  });

  test('whoever scans is told when no more bytes are needed: after the second pass', async () => {
    const order: string[] = [];
    const { scanner } = fakeScanner([scanOf(layer(file('a', '', { size: 2e6, unhashed: true }), file('b', '', { size: 2e6, unhashed: true })))]);
    const told: LayerScanner = {
      ...scanner, done: () => order.push('done'),
      hashRows: (...asked) => scanner.hashRows(...asked).finally(() => order.push('hashed')),
    };
    valueOf(await analyseImage(archiveOf([descriptor(0)]), 0, told));
    expect(order).toEqual(['hashed', 'done']);
  });

  test('small images are verified unasked, large ones only when asked', async () => {
    const answers = [scanOf(layer())];
    const verified = async (storedBytes: number, verify?: boolean): Promise<boolean | undefined> => {
      const { scanner, calls } = fakeScanner(answers);
      await analyseImage(archiveOf([descriptor(0, { storedBytes })]), 0, scanner, verify === undefined ? {} : { verify });
      return calls[0]!.verify;
    };
    expect([await verified(1000), await verified(1e9), await verified(1e9, true), await verified(1000, false)]).toEqual([true, false, true, false]);
  });

  test('progress counts bytes and layers up to all of them', async () => {
    const seen: AnalyseProgress[] = [];
    const { scanner } = fakeScanner([scanOf(layer()), scanOf(layer())], 1);
    await analyseImage(archiveOf([descriptor(0), descriptor(1), descriptor(2, { unreadable: 'encrypted' })]), 0, scanner, {}, (progress) => seen.push(progress));
    expect(seen[0]).toMatchObject({ phase: 'scanning', bytesDone: 0, bytesTotal: 2000, layersDone: 1, layersTotal: 3 });
    expect(seen.at(-1)).toMatchObject({ phase: 'merging', bytesDone: 2000, layersDone: 3, done: [true, true, true] });
    expect(seen.every(({ bytesDone }, at) => at === 0 || bytesDone >= seen[at - 1]!.bytesDone)).toBe(true);
  });
});

describe('the second pass', () => {
  test('hashes what was skipped where another file has its size', async () => {
    const tables = [layer(file('a', '', { size: 2e6, unhashed: true }), file('b', '', { size: 3e6, unhashed: true })), layer(file('c', '', { size: 2e6, unhashed: true }))];
    const { scanner, hashed } = fakeScanner(tables.map((table) => scanOf(table)));
    const { duplicates } = valueOf(await analyseImage(archiveOf([descriptor(0), descriptor(1)]), 0, scanner));
    expect(hashed).toEqual([{ layer: 0, rows: [0] }, { layer: 1, rows: [0] }]);
    expect([...duplicates]).toMatchObject([{ bytes: 2e6, size: 2e6 }]);
  });

  test('begins with what is known to need it while the last layer is read', async () => {
    const of = (name: string, size: number) => file(name, '', { size, unhashed: true });
    const tables = [layer(of('a', 2e6), of('b', 3e6), of('c', 4e6)), layer(of('d', 2e6)), layer(of('e', 3e6), of('f', 2e6))];
    const { scanner, hashed } = fakeScanner(tables.map((table) => scanOf(table)));
    const order: string[] = [];
    let release = (): void => undefined;
    const last = new Promise<void>((resolve) => (release = resolve));
    const { duplicates } = valueOf(await analyseImage(archiveOf([descriptor(0), descriptor(1), descriptor(2, { storedBytes: 1_000_000 })]), 0, {
      ...scanner,
      async scan(...asked) {
        if (asked[0].index === 2) await last;
        const outcome = await scanner.scan(...asked);
        order.push(`scanned ${asked[0].index}`);
        return outcome;
      },
      hashRows(...asked) {
        order.push(`hashed ${asked[0].index}`);
        // The last layer comes while the second pass is at it.
        if (asked[0].index === 1) release();
        return scanner.hashRows(...asked);
      },
    }));
    expect(order.slice(0, 4)).toEqual(['scanned 0', 'scanned 1', 'hashed 0', 'hashed 1']);
    expect(hashed).toEqual([{ layer: 0, rows: [0] }, { layer: 1, rows: [0] }, { layer: 0, rows: [1] }, { layer: 2, rows: [0, 1] }]);
    expect(duplicates.map(({ size, nodes }) => [size, nodes.length])).toEqual([[2e6, 3], [3e6, 2]]);
  });

  test('begun early, it stops the whole where the file cannot be read on', async () => {
    const gone: Problem = { kind: 'file-changed', message: 'Gone.', advice: '' };
    const tables = [layer(file('a', '', { size: 2e6, unhashed: true }), file('b', '', { size: 2e6, unhashed: true })), layer()];
    const { scanner } = fakeScanner(tables.map((table) => scanOf(table)));
    let release = (): void => undefined;
    const last = new Promise<void>((resolve) => (release = resolve));
    expect(await analyseImage(archiveOf([descriptor(0), descriptor(1, { storedBytes: 1_000_000 })]), 0, {
      ...scanner,
      scan: (...asked) => (asked[0].index === 1 ? last : Promise.resolve()).then(() => scanner.scan(...asked)),
      hashRows() {
        release();
        return Promise.resolve(failure(gone));
      },
    })).toEqual(failure(gone));
  });

  test('is left out when nothing was skipped', async () => {
    const { scanner, hashed } = fakeScanner([scanOf(layer(file('a', 'x'), file('b', 'x')))]);
    await analyseImage(archiveOf([descriptor(0)]), 0, scanner);
    expect(hashed).toEqual([]);
  });
});

describe('what goes wrong', () => {
  const cancelled: Problem = { kind: 'cancelled', message: 'Cancelled.', advice: '' };

  test('cancelling ends it, with no further layer begun', async () => {
    const { scanner, calls } = fakeScanner([cancelled, scanOf(layer())], 1);
    expect(await analyseImage(archiveOf([descriptor(0, { storedBytes: 2000 }), descriptor(1)]), 0, scanner)).toEqual(failure(cancelled));
    expect(calls).toHaveLength(1);
  });

  test('a layer that cannot be read is left out, said so, and takes the efficiency with it', async () => {
    const { scanner } = fakeScanner([scanOf(layer(file('x', 'abc'))), { kind: 'corrupt', message: 'No.', advice: '' }]);
    const report = buildImageReport(valueOf(await analyseImage(archiveOf([descriptor(0), descriptor(1)]), 0, scanner)));
    expect(report.totals).toMatchObject({ bytes: 3, efficiency: null });
    expect(report.layers[1]).toMatchObject({ unreadable: 'not-a-layer', storedBytes: 1000, bytes: 0 });
    expect(report.diagnostics).toMatchObject([{ kind: 'corrupt', where: { layer: 1 } }]);
  });

  test.each(['encrypted', 'foreign'] as const)('%s layers are never scanned', async (unreadable) => {
    const { scanner, calls } = fakeScanner([]);
    const report = buildImageReport(valueOf(await analyseImage(archiveOf([descriptor(0, { unreadable })]), 0, scanner)));
    expect(calls).toEqual([]);
    expect(report.totals.efficiency).toBeNull();
    expect(report.totals.storedBytes).toBe(1000);
    expect(report.diagnostics).toMatchObject([{ kind: `layer-${unreadable}`, where: { layer: 0 } }]);
  });

  test('digests that differ are diagnostics; those that agree are none', async () => {
    const { scanner } = fakeScanner([scanOf(layer(), { digestSha256: 'aa', diffIdSha256: 'bb' }), scanOf(layer(), { digestSha256: 'cc', diffIdSha256: 'dd' })]);
    const layers = [descriptor(0, { digest: 'sha256:aa', diffId: 'sha256:00' }), descriptor(1, { digest: 'sha256:11', diffId: 'sha256:dd' })];
    const { diagnostics } = valueOf(await analyseImage(archiveOf(layers), 0, scanner));
    expect(diagnostics).toMatchObject([{ kind: 'diffid-mismatch', where: { layer: 0 } }, { kind: 'digest-mismatch', where: { layer: 1 } }]);
  });

  test('an image that is not there', async () => {
    const { scanner } = fakeScanner([]);
    expect(await analyseImage(archiveOf([]), 1, scanner)).toMatchObject({ ok: false, problem: { kind: 'no-such-image' } });
    expect(await analyseImage(archiveOf([], { present: false }), 0, scanner)).toMatchObject({ ok: false, problem: { kind: 'image-absent' } });
  });
});

test('more layers than can be told apart are refused', async () => {
  const { scanner } = fakeScanner([]);
  const same = descriptor(0);
  expect(await analyseImage(archiveOf(Array.from({ length: 65_535 }, () => same)), 0, scanner)).toMatchObject({ ok: false, problem: { kind: 'too-many-layers' } });
});

test('the report holds layers with their commands, history, totals and waste', async () => {
  const { scanner } = fakeScanner([scanOf(layer(file('a%', 'x'.repeat(10)), file('b', 'y'))), scanOf(layer(whiteout('a%'), file('c', 'y')), { compression: 'gzip' })]);
  const report = buildImageReport(valueOf(await analyseImage(archiveOf([descriptor(0), descriptor(1, { mediaType: gzip })]), 0, scanner)));
  expect(report).toMatchObject({
    schema: 'plimsoll.report', version: 1, kind: 'image', tool: { name: 'plimsoll', version: VERSION }, subject: { name: 'test.tar', bytes: 9999 },
    format: 'docker-archive', images: [{ tags: ['test:1'], platform: 'linux/amd64', present: true }], image: 0,
    layers: [
      { index: 0, command: 'RUN 0', entries: 2, bytes: 11, storedBytes: 1000, hiddenBytes: 10, contributedBytes: 11, runningBytes: 11, compression: 'none', createdAt: '2024-01-02T03:04:05Z' },
      { index: 1, command: 'RUN 1', entries: 2, bytes: 1, hiddenBytes: 0, contributedBytes: -9, runningBytes: 2, compression: 'gzip' },
    ],
    history: [{ createdBy: 'ENV A=b', emptyLayer: true }, { createdBy: 'RUN 0', layer: 0 }, { createdBy: 'RUN 1', layer: 1 }],
    totals: { bytes: 12, reachableBytes: 2, hiddenBytes: 10, efficiency: 2 / 12, files: 2, storedBytes: 2000, duplicateBytes: 1 },
    waste: [{ path: 'a%25', bytes: 10, reason: 'deleted', layers: [0], hiddenBy: 1, storedBytes: 1024 }],
    duplicates: [{ bytes: 1, size: 1, paths: ['b', 'c'] }],
    dive: { sizeBytes: 12, userSizeBytes: 1, inefficientBytes: 10, inefficiencies: [{ path: '/a%25', count: 2, bytes: 10 }] },
    config: { entrypoint: ['/run'] },
  });
  expect(JSON.parse(JSON.stringify(report))).toEqual(report);
});

test('the version is that of the package', () => {
  expect((JSON.parse(readFileSync(new URL('../../../package.json', import.meta.url), 'utf8')) as { version: string }).version).toBe(VERSION);
});

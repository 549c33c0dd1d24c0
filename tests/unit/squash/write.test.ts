/** The squashed archive as a whole: layouts, compression, config, other readers' expectations, and everything that can go wrong. */
import { gunzipSync, gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { openArchive } from '../../../src/core/archive/open';
import { createCodecs } from '../../../src/core/bytes/create-codecs';
import { ProblemError } from '../../../src/core/problem';
import { predictSquash, writeSquashed } from '../../../src/core/squash/write';
import type { ByteSink } from '../../../src/core/writer/byte-sink';
import { dockerArchive, tarOf } from '../archive/helpers';
import { transferringSource } from '../bytes/helpers';
import { archiveOf, blobOf, dir, file, imageOf, layerTar, MemorySink, openImage, openImageFolder, problemIn, rowsOf, sha256, source, squash, squashed, valueOf, whiteout } from './images';

const LAYERS = [
  [dir('d'), file('d/base', 'base'), file('old', 'o'.repeat(3000))],
  [file('tmp', 't'.repeat(5000)), dir('d'), file('d/one', '1')],
  [whiteout('tmp'), whiteout('old'), file('two', '2'.repeat(700))],
  [file('top', 'top')],
];

/** Members of an uncompressed tar with plain names, by name. */
function membersOf(tar: Uint8Array): Map<string, Uint8Array> {
  const members = new Map<string, Uint8Array>();
  const text = (at: number, length: number): string => Buffer.from(tar.subarray(at, at + length)).toString('latin1').replace(/\0.*/s, '');
  for (let at = 0; at < tar.length && tar[at] !== 0; ) {
    const size = parseInt(text(at + 124, 12), 8);
    const name = [text(at + 345, 155), text(at, 100)].filter((part) => part !== '').join('/');
    members.set(name, tar[at + 156] === 0x31 ? members.get(text(at + 157, 100))! : tar.subarray(at + 512, at + 512 + size));
    at += 512 + Math.ceil(size / 512) * 512;
  }
  return members;
}

/** An OCI archive whose layer `special` has that media type, and whose bytes may be missing. */
async function ociArchive(tars: readonly Uint8Array<ArrayBuffer>[], special: number, mediaType: string, stored: boolean): Promise<Uint8Array<ArrayBuffer>> {
  const members: Record<string, string | Uint8Array<ArrayBuffer>> = { 'oci-layout': '{"imageLayoutVersion":"1.0.0"}' };
  const add = (bytes: Uint8Array<ArrayBuffer>, isStored = true): { digest: string; size: number } => {
    if (isStored) members[`blobs/sha256/${sha256(bytes)}`] = bytes;
    return { digest: `sha256:${sha256(bytes)}`, size: bytes.length };
  };
  const object = (value: unknown): Uint8Array<ArrayBuffer> => new Uint8Array(Buffer.from(JSON.stringify(value)));
  const layers = tars.map((tar, index) => ({ mediaType: index === special ? mediaType : 'application/vnd.oci.image.layer.v1.tar', ...add(tar, index !== special || stored) }));
  const config = add(object({ architecture: 'amd64', os: 'linux', rootfs: { type: 'layers', diff_ids: tars.map((tar) => `sha256:${sha256(tar)}`) } }));
  const manifest = add(object({ schemaVersion: 2, config: { mediaType: 'application/vnd.oci.image.config.v1+json', ...config }, layers }));
  return tarOf({ ...members, 'index.json': JSON.stringify({ schemaVersion: 2, manifests: [{ mediaType: 'application/vnd.oci.image.manifest.v1+json', ...manifest }] }) });
}

const json = (members: Map<string, Uint8Array>, name: string): Record<string, unknown> & unknown[] => JSON.parse(Buffer.from(members.get(name)!).toString()) as Record<string, unknown> & unknown[];

describe('the squashed archive', () => {
  it('has an OCI layout whose digests and sizes are those of its blobs, and a manifest.json beside it', async () => {
    const { bytes, result } = await squashed(await imageOf(...LAYERS), 1, 2);
    const members = membersOf(bytes);
    expect(result.archiveBytes).toBe(bytes.length);
    const index = json(members, 'index.json') as unknown as { manifests: { digest: string; size: number; annotations: object; platform: object }[] };
    expect(index.manifests[0]!.annotations).toEqual({ 'io.containerd.image.name': 'docker.io/library/test:1', 'org.opencontainers.image.ref.name': '1' });
    expect(index.manifests[0]!.platform).toEqual({ os: 'linux', architecture: 'amd64' });
    const blob = (digest: string): Uint8Array => members.get(digest.replace('sha256:', 'blobs/sha256/'))!;
    const manifest = JSON.parse(Buffer.from(blob(index.manifests[0]!.digest)).toString()) as { config: { digest: string; size: number }; layers: { digest: string; size: number; mediaType: string }[] };
    for (const { digest, size } of [index.manifests[0]!, manifest.config, ...manifest.layers]) {
      expect(blob(digest)).toHaveLength(size);
      expect(`sha256:${sha256(blob(digest))}`).toBe(digest);
    }
    expect(manifest.layers.map(({ mediaType }) => mediaType)).toEqual(Array(3).fill('application/vnd.oci.image.layer.v1.tar'));
    const config = JSON.parse(Buffer.from(blob(manifest.config.digest)).toString()) as { rootfs: { diff_ids: string[] }; history: unknown[]; config: unknown; created: string };
    expect(config.rootfs.diff_ids).toEqual(manifest.layers.map(({ digest }) => digest));
    expect(config.config).toEqual({ Env: ['A=b'], Labels: { who: 'test' } });
    expect(config.created).toBe('2024-05-06T07:08:09Z');
    expect(config.history).toEqual([
      { created: '2024-05-06T07:08:00Z', created_by: 'RUN step 0' },
      { created: '2024-05-06T07:08:02Z', created_by: 'RUN step 1\nRUN step 2', comment: 'layers 1 to 2 squashed into one by Plimsoll' },
      { created: '2024-05-06T07:08:03Z', created_by: 'RUN step 3' },
    ]);
    const [item] = json(members, 'manifest.json') as unknown as { Config: string; RepoTags: string[]; Layers: string[] }[];
    expect(item!.RepoTags).toEqual(['test:1']);
    expect(members.get(item!.Config)).toEqual(blob(manifest.config.digest));
    expect(item!.Layers.map((name) => sha256(members.get(name)!))).toEqual(manifest.layers.map(({ digest }) => digest.slice(7)));
  });

  it('has nothing but layers, config and manifest.json in the layout of docker before 25', async () => {
    const { bytes } = await squashed(await imageOf(...LAYERS), 1, 2, { layout: 'docker' });
    const members = membersOf(bytes);
    expect([...members.keys()].filter((name) => !name.endsWith('.json'))).toEqual(['layer-0.tar', 'layer-1.tar', 'layer-2.tar']);
    const [item] = json(members, 'manifest.json') as unknown as { Config: string; Layers: string[] }[];
    expect(item!.Config).toBe(`${sha256(members.get(item!.Config)!)}.json`);
  });

  it('keeps entries of the history that made no layer where they stand', async () => {
    const history = [
      { created_by: 'ADD rootfs' }, { created_by: 'ENV A', empty_layer: true }, { created_by: 'RUN one' }, { created_by: 'ENV B', empty_layer: true },
      { created_by: 'RUN two' }, { created_by: 'CMD x', empty_layer: true }, { created_by: 'COPY top' },
    ];
    const { image } = await squashed(await openImage(await archiveOf(LAYERS.map(layerTar), history)), 1, 2);
    expect(image.analysed.image.history.map(({ createdBy, emptyLayer }) => `${createdBy}${emptyLayer ? ' -' : ''}`)).toEqual(
      ['ADD rootfs', 'ENV A -', 'ENV B -', 'RUN one\nRUN two', 'CMD x -', 'COPY top']);
  });

  it('is the same, byte for byte, each time', async () => {
    const image = await imageOf(...LAYERS);
    for (const options of [{}, { gzip: true }, { layout: 'docker' }] as const) {
      expect(sha256((await squash(image, 0, 3, options)).sink.bytes)).toBe(sha256((await squash(image, 0, 3, options)).sink.bytes));
    }
  });

  it('compresses the squashed layer on request, and no other', async () => {
    const before = await imageOf(...LAYERS);
    const { image, result, bytes } = await squashed(before, 1, 2, { gzip: true });
    expect(image.analysed.image.layers.map(({ compression }) => compression)).toEqual(['none', 'gzip', 'none']);
    const blob = await blobOf(image, 1);
    expect(`sha256:${sha256(blob)}`).toBe(result.squashed.digest);
    expect(`sha256:${sha256(gunzipSync(blob))}`).toBe(result.squashed.diffId);
    expect(gunzipSync(blob)).toHaveLength(result.squashed.tarBytes);
    expect([...blob.subarray(4, 8)]).toEqual([0, 0, 0, 0]);
    expect(await rowsOf(image)).toEqual(await rowsOf(before));
    expect(membersOf(bytes).has(`blobs/sha256/${sha256(blob)}`)).toBe(true);
  });

  it('reads compressed layers, and keeps those outside the range compressed as they are', async () => {
    const tars = LAYERS.map(layerTar);
    const packed = tars.map((tar, index) => (index % 2 === 0 ? new Uint8Array(gzipSync(tar)) : tar));
    const archive = await dockerArchive(packed, { architecture: 'arm64', os: 'linux', rootfs: { type: 'layers', diff_ids: tars.map((tar) => `sha256:${sha256(tar)}`) } });
    const before = await openImage(archive);
    const { image } = await squashed(before, 1, 2);
    expect(await rowsOf(image)).toEqual(await rowsOf(before));
    expect(await blobOf(image, 0)).toEqual(packed[0]);
    expect(image.analysed.diagnostics.filter(({ kind }) => /mismatch/.test(kind))).toEqual([]);
  });

  it('squashes an image in a compressed file', async () => {
    const before = await openImage(new Uint8Array(gzipSync(await archiveOf(LAYERS.map(layerTar)))));
    const { image } = await squashed(before, 1, 3);
    expect(await rowsOf(image)).toEqual(await rowsOf(before));
  });

  it('is the same from a source that takes its chunks away, as a browser does', async () => {
    const bytes = await archiveOf(LAYERS.map(layerTar));
    const image = await openImage(bytes);
    for (const chunkSize of [700, 4096]) {
      const sink = new MemorySink();
      valueOf(await writeSquashed(image.analysed, transferringSource(bytes, chunkSize), { from: 0, to: 2 }, {}, sink, image.codecs));
      expect(sha256(sink.bytes)).toBe(sha256((await squash(image, 0, 2)).sink.bytes));
    }
  });

  it('is the same where the host copies the layers that stay', async () => {
    const bytes = await archiveOf(LAYERS.map(layerTar));
    const image = await openImage(bytes);
    const sink = new MemorySink();
    const copied: (readonly [number, number])[] = [];
    const copy = (offset: number, length: number): Promise<void> => {
      copied.push([offset, length]);
      return sink.write(bytes.subarray(offset, offset + length));
    };
    const { archiveBytes } = valueOf(await writeSquashed(image.analysed, image.source, { from: 1, to: 2 }, { copy }, sink, image.codecs));
    expect(copied).toEqual([0, 3].map((layer) => [image.analysed.image.layers[layer]!.location!.offset, image.analysed.image.layers[layer]!.location!.size]));
    expect(archiveBytes).toBe(sink.bytes.length);
    expect(sha256(sink.bytes)).toBe(sha256((await squash(image, 1, 2)).sink.bytes));
  });

  it('reads a layer itself whose digest it has to work out, though the host could copy it', async () => {
    const image = await openImage(await dockerArchive(LAYERS.map(layerTar), {}));
    const copy = (): Promise<void> => Promise.reject(new Error('not to be asked'));
    valueOf((await squash(image, 1, 2, { copy })).outcome);
  });

  it('is the same from a folder with the unpacked archive', async () => {
    const tar = (await squash(await imageOf(...LAYERS), 0, 1)).sink.bytes;
    const fromArchive = await squash(await openImage(tar), 1, 2);
    const fromFolder = await squash(await openImageFolder(membersOf(tar)), 1, 2);
    expect(sha256(fromFolder.sink.bytes)).toBe(sha256(fromArchive.sink.bytes));
    valueOf(fromFolder.outcome);
  });

  it('works out diffIDs that the config does not state', async () => {
    const tars = LAYERS.map(layerTar);
    const before = await openImage(await dockerArchive([new Uint8Array(gzipSync(tars[0]!)), ...tars.slice(1)], {}));
    const { image } = await squashed(before, 1, 2);
    expect(image.analysed.image.layers[0]!.diffId).toBe(`sha256:${sha256(tars[0]!)}`);
    expect(image.analysed.diagnostics.filter(({ kind }) => /mismatch/.test(kind))).toEqual([]);
    expect(image.analysed.image.platform).toBe('unknown/unknown');
  });

  it('is given other names on request', async () => {
    const { image } = await squashed(await imageOf(...LAYERS), 0, 3, { tags: ['registry:5000/a/b:2', 'other'] });
    expect(image.analysed.image.tags).toEqual(['registry:5000/a/b:2', 'other:latest']);
  });

  it('saves what was predicted', async () => {
    const image = await imageOf(...LAYERS);
    const { result } = await squashed(image, 1, 3);
    expect(result).toMatchObject(valueOf(predictSquash(image.analysed, { from: 1, to: 3 })));
    expect(result.bytesBefore - result.bytesAfter).toBe(result.savedBytes);
  });
});

describe('squashing that cannot be done', () => {
  it.each([[-1, 1], [0, 4], [2, 1], [0.5, 2], [NaN, 1]])('refuses the range %d to %d', async (from, to) => {
    const { outcome, sink } = await squash(await imageOf(...LAYERS), from, to);
    expect(problemIn(outcome).kind).toBe('range-out-of-bounds');
    expect(sink.ended).toBe('aborted');
  });

  it.each(['', 'UPPER CASE', 'Upper', 'team//app', 'app:a b', `app:${'t'.repeat(129)}`])('refuses the name “%s”', async (tag) => {
    const { outcome, sink } = await squash(await imageOf(...LAYERS), 1, 2, { tags: ['app:1', tag] });
    expect(problemIn(outcome)).toMatchObject({ kind: 'image-name', message: expect.stringContaining(`“${tag}”`) as string });
    expect(sink.ended).toBe('aborted');
  });

  it('refuses a single layer, and says why', async () => {
    expect(problemIn((await squash(await imageOf(...LAYERS), 2, 2)).outcome)).toMatchObject({ kind: 'range-of-one-layer', where: { layer: 2 } });
    expect(problemIn((await squash(await imageOf(LAYERS[0]!), 0, 0)).outcome).message).toContain('one layer only');
  });

  it('refuses a range with a damaged layer, and to write one without it, which nobody could load', async () => {
    const tars = LAYERS.map(layerTar);
    tars[2] = tars[2]!.slice(0, 1300);
    const image = await openImage(await archiveOf(tars));
    expect(problemIn((await squash(image, 1, 2)).outcome)).toMatchObject({ kind: 'layer-damaged', where: { layer: 2 } });
    expect(predictSquash(image.analysed, { from: 0, to: 1 }).ok).toBe(true);
    const { outcome, sink } = await squash(image, 0, 1);
    expect(problemIn(outcome)).toMatchObject({ kind: 'layer-damaged', message: expect.stringContaining('It is not in the range') as string, where: { layer: 2 } });
    expect(sink.ended).toBe('aborted');
  });

  it.each([
    ['encrypted', 'application/vnd.oci.image.layer.v1.tar+gzip+encrypted', true],
    ['foreign', 'application/vnd.docker.image.rootfs.foreign.diff.tar.gzip', false],
    ['absent', 'application/vnd.oci.image.layer.v1.tar', false],
  ])('refuses a range with a layer that is %s, and leaves it as it is outside of one', async (unreadable, mediaType, stored) => {
    const tars = LAYERS.map(layerTar);
    const image = await openImage(await ociArchive(tars, 3, mediaType, stored));
    const refused = problemIn((await squash(image, 1, 3)).outcome);
    expect(refused).toMatchObject({ kind: `layer-${unreadable}`, where: { layer: 3 } });
    expect(refused.message).toMatch(/^Layer 3 is in the range and cannot be squashed: /);
    expect(problemIn(predictSquash(image.analysed, { from: 2, to: 3 })).kind).toBe(refused.kind);
    const { image: after } = await squashed(image, 1, 2);
    expect(after.analysed.image.layers[2]).toMatchObject({ unreadable, digest: image.analysed.image.layers[3]!.digest, storedBytes: image.analysed.image.layers[3]!.storedBytes });
    if (stored) expect(await blobOf(after, 2)).toEqual(await blobOf(image, 3));
    expect(problemIn((await squash(image, 1, 2, { layout: 'docker' })).outcome)).toMatchObject({ kind: stored ? 'layer-encrypted' : 'layer-absent', where: { layer: 3 } });
  });

  it('refuses a range above a layer that cannot be read where the range deletes', async () => {
    const tars = LAYERS.map(layerTar);
    tars[0] = new Uint8Array(4096).fill(7);
    const image = await openImage(await archiveOf(tars));
    expect(problemIn((await squash(image, 1, 2)).outcome).kind).toBe('range-above-unreadable');
    expect(problemIn((await squash(image, 0, 1)).outcome).kind).toMatch(/^layer-/);
  });

  it.each([
    ['write', Object.assign(new Error('full'), { code: 'ENOSPC' }), 'output-full'],
    ['write', new DOMException('', 'NotAllowedError'), 'output-refused'],
    ['close', Object.assign(new Error('full'), { code: 'ENOSPC' }), 'output-full'],
  ] as const)('aborts where %s fails with %s', async (call, error, kind) => {
    const image = await imageOf(...LAYERS);
    const calls: string[] = [];
    const act = (name: string) => (): Promise<void> => {
      calls.push(name);
      return name === call ? Promise.reject(error) : Promise.resolve();
    };
    const sink: ByteSink = { write: act('write'), close: act('close'), abort: act('abort') };
    const outcome = await writeSquashed(image.analysed, image.source, { from: 1, to: 2 }, {}, sink, image.codecs);
    expect(problemIn(outcome).kind).toBe(kind);
    expect(calls.at(-1)).toBe('abort');
  });

  it('aborts where the source cannot be read on, and where it is cancelled', async () => {
    const image = await imageOf(...LAYERS);
    const broken = { ...image.source, stream: () => ({ next: () => Promise.reject(new ProblemError({ kind: 'file-changed', message: 'x', advice: 'y' })), skip: () => Promise.resolve(), cancel: () => Promise.resolve() }) };
    const sink = new MemorySink();
    expect(problemIn(await writeSquashed(image.analysed, broken, { from: 1, to: 2 }, {}, sink, image.codecs)).kind).toBe('file-changed');
    expect(sink.ended).toBe('aborted');
    const cancelled = new MemorySink();
    expect(problemIn(await writeSquashed(image.analysed, image.source, { from: 1, to: 2 }, {}, cancelled, image.codecs, () => undefined, () => true)).kind).toBe('cancelled');
    expect(cancelled.ended).toBe('aborted');
  });

  it('can be cancelled until the last byte is written, and is not closed before that', async () => {
    const image = await imageOf(...LAYERS);
    let cancelled = false;
    const calls: string[] = [];
    const act = (call: string) => (): Promise<void> => Promise.resolve(void calls.push(call));
    const sink: ByteSink = { write: () => Promise.resolve(), settle: () => Promise.resolve(void (cancelled = true)), close: act('close'), abort: act('abort') };
    expect(problemIn(await writeSquashed(image.analysed, image.source, { from: 1, to: 2 }, {}, sink, image.codecs, () => undefined, () => cancelled)).kind).toBe('cancelled');
    expect(calls).toEqual(['abort']);
  });

  it.each([
    [Object.assign(new Error('full'), { code: 'ENOSPC' }), 'output-full'],
    [new ProblemError({ kind: 'file-changed', message: 'x', advice: 'y' }), 'file-changed'],
  ])('aborts where the host cannot copy: %s', async (error, kind) => {
    const { outcome, sink } = await squash(await imageOf(...LAYERS), 1, 2, { copy: () => Promise.reject(error) });
    expect(problemIn(outcome).kind).toBe(kind);
    expect(sink.ended).toBe('aborted');
  });

  it('aborts where the source has become shorter', async () => {
    const bytes = await archiveOf(LAYERS.map(layerTar));
    const image = await openImage(bytes);
    const { offset } = image.analysed.image.layers[1]!.location!;
    const sink = new MemorySink();
    expect(problemIn(await writeSquashed(image.analysed, source(bytes.slice(0, offset + 600)), { from: 0, to: 1 }, {}, sink, image.codecs)).kind).toBe('layer-truncated');
    expect(sink.ended).toBe('aborted');
  });

  it('tells how far it is', async () => {
    const image = await imageOf(...LAYERS);
    const seen: number[] = [];
    const sink = new MemorySink();
    valueOf(await writeSquashed(image.analysed, image.source, { from: 1, to: 2 }, {}, sink, image.codecs, ({ bytesDone, bytesTotal }) => seen.push(bytesDone / bytesTotal)));
    expect(seen.at(-1)).toBe(1);
    expect(seen).toEqual([...seen].sort((a, b) => a - b));
    expect(sink.ended).toBe('closed');
    expect((await openArchive(source(sink.bytes), await createCodecs())).ok).toBe(true);
  });
});

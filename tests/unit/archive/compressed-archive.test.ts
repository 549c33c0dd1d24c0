/** Archives that are compressed as a whole: what one pass, layers before the manifest, must not overlook. */
import { createHash } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { openArchive } from '../../../src/core/archive/open';
import type { OpenOptions } from '../../../src/core/archive/outer-scan';
import { createCodecs } from '../../../src/core/bytes/create-codecs';
import { analyseImage, type AnalysedImage } from '../../../src/core/image/analyse';
import { sequentialScanner } from '../../headless/host';
import { dockerArchive, source, tarOf, valueOf } from './helpers';

const gzip = (bytes: Uint8Array) => new Uint8Array(gzipSync(bytes));
const kinds = (analysed: AnalysedImage) => analysed.diagnostics.map((found) => found.kind);

async function analyse(bytes: Uint8Array, options: OpenOptions = {}): Promise<AnalysedImage> {
  const codecs = await createCodecs();
  const file = source(bytes, 'test.tar', 1000);
  return valueOf(await analyseImage(valueOf(await openArchive(file, codecs, options)), 0, sequentialScanner(file, codecs), options));
}

describe('layers of a compressed archive', () => {
  const empty = new Uint8Array(1024);

  it.each<[string, Uint8Array<ArrayBuffer> | Readonly<Record<string, string>>, number]>([
    ['an empty tar, as a command that changes no file leaves it', empty, 0],
    ['an empty tar of one block', new Uint8Array(512), 0],
    ['an empty tar, compressed once more', gzip(empty), 0],
    ['nothing at all', new Uint8Array(0), 0],
    ['a first name that looks like JSON: null', { 'null/': '', 'null/x': 'abc' }, 3],
    ['a first name that looks like JSON: {', { '{a}': 'abcd' }, 4],
    ['a first name that looks like JSON: [', { '[a]': 'abcde' }, 5],
  ])('are read as in a plain one: %s', async (_, layer, bytes) => {
    const archive = await dockerArchive([await tarOf({ x: 'x' }), layer instanceof Uint8Array ? layer : await tarOf(layer)]);
    const [plain, packed] = [await analyse(archive), await analyse(gzip(archive))];
    expect(plain.waste.bytes).toBe(1 + bytes);
    expect(packed.waste.bytes).toBe(1 + bytes);
    expect(kinds(packed)).toEqual(kinds(plain));
    expect(packed.image.layers.map(({ unreadable }) => unreadable)).toEqual([undefined, undefined]);
  });

  it.each<[string, Uint8Array<ArrayBuffer>]>([
    ['a text', new TextEncoder().encode('no tar, but a sentence that is long enough')],
    ['JSON', new TextEncoder().encode('{"errors":[{"code":"DENIED"}]}')],
    ['a compressed text', gzip(new TextEncoder().encode('no tar'))],
  ])('that hold no tar are called damaged, not absent: %s', async (_, layer) => {
    const packed = await analyse(gzip(await dockerArchive([await tarOf({ x: 'x' }), layer])));
    expect(kinds(packed)).toContain('layer-corrupt');
    expect(kinds(packed)).not.toContain('layer-absent');
  });

  it('are verified where that is free, or asked for', async () => {
    const layer = await tarOf({ x: 'x' });
    const diffIds = [`sha256:${createHash('sha256').update(layer).digest('hex')}`, `sha256:${'1'.repeat(64)}`];
    const config = { architecture: 'amd64', os: 'linux', rootfs: { type: 'layers', diff_ids: diffIds }, history: [{ created_by: 'a' }, { created_by: 'b' }] };
    const archive = gzip(await dockerArchive([layer, gzip(layer)], config));
    const analysed = await analyse(archive);
    expect(analysed.diagnostics).toMatchObject([{ kind: 'diffid-mismatch', where: { layer: 1 } }]);
    expect(kinds(await analyse(archive, { verify: true }))).toEqual(['diffid-mismatch']);
    expect(kinds(await analyse(archive, { verify: false }))).toEqual([]);
  });
});

/** What each entry costs in the registry: the compressed bytes between its beginning and the next one's. */
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { openArchive } from '../../../src/core/archive/open';
import { scanLayer } from '../../../src/core/archive/scan-layer';
import { createCodecs } from '../../../src/core/bytes/create-codecs';
import { storedBytesOf } from '../../../src/core/waste/hidden';
import { fixture, source, tarOf, valueOf } from './helpers';

describe.each(['oci-gzip', 'oci-zstd'])('layers as skopeo compresses them: %s', (form) => {
  it.each([1 << 16, 700])('the compressed bytes of all entries together are the blob, read in pieces of %d', async (chunk) => {
    const bytes = fixture(`images/tide.${form}.tar`);
    const codecs = await createCodecs();
    const { images } = valueOf(await openArchive(source(bytes), codecs)).archive;
    for (const { location, index } of images[0]!.layers) {
      const { table } = valueOf(await scanLayer(source(bytes, 'tide.tar', chunk), location!, index, codecs, {}, () => undefined));
      expect(table.count).toBeGreaterThan(0);
      expect(table.storedAt[0]).toBe(0);
      expect(Array.from(table.storedAt)).toEqual(Array.from(table.storedAt).toSorted((a, b) => a - b));
      expect(Array.from({ length: table.count }, (_, row) => storedBytesOf(table, row)).reduce((sum, cost) => sum + cost, 0)).toBe(location!.size);
    }
  });
});

it('an entry costs about what the blob is smaller without it, however much it is compressed', async () => {
  // Noise takes as much as it has, zeros next to nothing; each is larger than what a decoder gives at once.
  const noise = new Uint8Array(1 << 20);
  for (let at = 0, state = 1; at < noise.length; at += 1) noise[at] = (state = (Math.imul(state, 1_103_515_245) + 12_345) >>> 0) >>> 24;
  const members = { 'zeros.bin': new Uint8Array(3 << 20), 'noise.bin': noise, 'zeros-again.bin': new Uint8Array(3 << 20), 'half.bin': noise.map((byte) => byte & 15) };
  const blob = new Uint8Array(gzipSync(await tarOf(members)));
  const { table } = valueOf(await scanLayer(source(blob), { member: 'l', offset: 0, size: blob.length }, 0, await createCodecs(), {}, () => undefined));
  const names = Object.keys(members);
  for (const [row, name] of names.entries()) {
    const without = gzipSync(await tarOf(Object.fromEntries(Object.entries(members).filter(([other]) => other !== name)))).length;
    // Positions are known at the ends of chunks, and between them by proportion.
    expect(Math.abs(storedBytesOf(table, row) - (blob.length - without))).toBeLessThan(300_000);
  }
  expect(names.map((_, row) => storedBytesOf(table, row)).reduce((sum, cost) => sum + cost, 0)).toBe(blob.length);
});

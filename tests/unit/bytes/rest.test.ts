/** A thread that decompresses can be spoken to: no long stretch goes by without the question whether to rest. */
import { readFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import { expect, it } from 'vitest';
import { createCodecs } from '../../../src/core/bytes/create-codecs';
import type { Compression } from '../../../src/core/image/image';
import { gather, pieces } from './helpers';

const fixture = (name: string): Buffer => readFileSync(new URL(`../../fixtures/bytes/${name}`, import.meta.url));
/** Several frames or streams, read as one: 5 MB. */
const many = (name: string): Buffer => Buffer.concat(Array.from({ length: 20 }, () => fixture(name)));
/** The largest chunk of LZMA2. */
const STRETCH = 2 << 20;

it.each<[Compression, Buffer]>([
  ['gzip', gzipSync(Buffer.alloc(64 << 20))], ['zstd', many('plain.zst')], ['xz', many('crc32.xz')], ['bzip2', many('level9.bz2')],
])('%s asks before every piece of its output', async (compression, bytes) => {
  let given = 0;
  let givenAtRest = 0;
  let longest = 0;
  const codecs = await createCodecs(() => {
    longest = Math.max(longest, given - givenAtRest);
    givenAtRest = given;
    return undefined;
  });
  const stream = codecs.decompress(pieces(bytes), compression);
  for (let chunk = await stream.next(); chunk !== undefined; chunk = await stream.next()) given += chunk.length;
  expect(given).toBeGreaterThan(longest);
  expect(longest).toBeLessThanOrEqual(STRETCH);
});

it('asks before every read of what gives no output, too', async () => {
  const bytes = Buffer.concat(Array.from({ length: 1000 }, () => gzipSync('')));
  let asked = 0;
  const codecs = await createCodecs(() => {
    asked += 1;
    return undefined;
  });
  expect((await gather(codecs.decompress(pieces(bytes, [100]), 'gzip'))).bytes).toHaveLength(0);
  expect(asked).toBeGreaterThanOrEqual(bytes.length / 100);
});

it('does nothing while it is to rest, in forks neither, and goes on afterwards', async () => {
  let resume = (): void => undefined;
  let resting: Promise<void> | undefined = new Promise((resolve) => (resume = resolve));
  const codecs = await (await createCodecs(() => resting)).fork();
  let done = false;
  const gathered = gather(codecs.decompress(pieces(gzipSync('content')), 'gzip')).finally(() => (done = true));
  for (let turn = 0; turn < 10; turn += 1) await new Promise((resolve) => setImmediate(resolve));
  expect(done).toBe(false);
  resting = undefined;
  resume();
  expect(Buffer.from((await gathered).bytes).toString()).toBe('content');
});

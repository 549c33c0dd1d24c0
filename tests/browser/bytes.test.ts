/** A dropped file in a real browser: streamed through a reader's own buffer, and decompressed. */
import { describe, expect, it } from 'vitest';
import { createCodecs } from '../../src/core/bytes/create-codecs';
import { blobSource } from '../../workers/blob-source';

/** Bytes that compress a little, differ at every place, and are long enough for several buffers. */
function content(length: number): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(length);
  for (let at = 0; at < length; at += 1) bytes[at] = (at * 31) >> 5;
  return bytes;
}

async function sha256(bytes: Uint8Array<ArrayBuffer>): Promise<string> {
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', bytes));
  return [...digest].map((byte) => byte.toString(16).padStart(2, '0')).join('');
}

async function gzip(bytes: Uint8Array<ArrayBuffer>): Promise<Blob> {
  return new Response(new Blob([bytes]).stream().pipeThrough(new CompressionStream('gzip'))).blob();
}

describe('a file in a browser', () => {
  const data = content(7_000_001);

  it('streams and skips through one buffer of a BYOB reader', async () => {
    const source = blobSource(new File([data], 'image.tar'));
    const stream = source.stream(5, data.length);
    const codecs = await createCodecs();
    const sha = codecs.createSha256();
    const first = await stream.next();
    expect(first?.length).toBe(1 << 20);
    sha.update(first!);
    await stream.skip(3_000_000);
    for (let chunk = await stream.next(); chunk !== undefined; chunk = await stream.next()) sha.update(chunk);
    const expected = new Uint8Array(await new Blob([data.subarray(5, 5 + (1 << 20)), data.subarray(5 + (1 << 20) + 3_000_000)]).arrayBuffer());
    expect(sha.digest()).toBe(await sha256(expected));
    expect(await source.read(7_000_000, 10)).toEqual(data.subarray(7_000_000));
  });

  it('is decompressed, several members too', async () => {
    const [one, two] = [await gzip(data), await gzip(data.subarray(0, 1000))];
    const source = blobSource(new File([one, two], 'layer.tar.gz'));
    const codecs = await createCodecs();
    const stream = codecs.decompress(source.stream(0, source.size), 'gzip');
    const sha = codecs.createSha256();
    for (let chunk = await stream.next(); chunk !== undefined; chunk = await stream.next()) sha.update(chunk);
    expect(sha.digest()).toBe(await sha256(new Uint8Array(await new Blob([data, data.subarray(0, 1000)]).arrayBuffer())));
    expect(stream.consumed).toBe(source.size);
  });
});

/** The port to Node's files behaves as the one of browsers does. */
import { mkdtemp, rm, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openFileSource } from '../../headless/file-source';

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'plimsoll-'));
});
afterAll(() => rm(folder, { recursive: true }));

async function tenBytes(name: string): Promise<string> {
  const path = join(folder, name);
  await writeFile(path, Uint8Array.from({ length: 10 }, (_, index) => index));
  return path;
}

describe('openFileSource', () => {
  it('reads parts, clamped to the end', async () => {
    const source = await openFileSource(await tenBytes('a.bin'));
    expect([source.name, source.size]).toEqual(['a.bin', 10]);
    expect([...await source.read(7, 100)]).toEqual([7, 8, 9]);
    expect([...await source.read(11, 1)]).toEqual([]);
    await source.close();
  });

  it('streams through one buffer and skips', async () => {
    const source = await openFileSource(await tenBytes('b.bin'), 3);
    const stream = source.stream(1, 100);
    expect([...await stream.next() ?? []]).toEqual([1, 2, 3]);
    await stream.skip(4);
    expect([...await stream.next() ?? []]).toEqual([8, 9]);
    expect(await stream.next()).toBeUndefined();
    await source.close();
  });

  it('says so when the file shrank meanwhile', async () => {
    const path = await tenBytes('c.bin');
    const source = await openFileSource(path);
    await truncate(path, 4);
    await expect(source.read(0, 10)).rejects.toMatchObject({ problem: { kind: 'file-changed', where: { archiveOffset: 4 } } });
    await expect(source.stream(0, 10).next()).rejects.toMatchObject({ problem: { kind: 'file-changed' } });
    await source.close();
  });
});

/** Writing in large pieces: bytes and parts of files in their order, into a real file; and failures, which come later. */
import { afterEach, expect, it } from 'vitest';
import type { ProblemError } from '../../src/core/problem';
import { gatheringSink, type PieceStream } from '../../workers/gathering-sink';

const NAME = 'gathered';

afterEach(async () => {
  await (await navigator.storage.getDirectory()).removeEntry(NAME).catch(() => undefined);
});

async function openFile(): Promise<FileSystemFileHandle> {
  return (await navigator.storage.getDirectory()).getFileHandle(NAME, { create: true });
}

/** Fails the second piece, and whatever follows. */
function failing(error: unknown): PieceStream {
  let pieces = 0;
  return { write: () => (pieces++ === 0 ? Promise.resolve() : Promise.reject(error as Error)), close: () => Promise.resolve() };
}

it('keeps the order of bytes and parts of files, whatever becomes of the bytes afterwards', async () => {
  const source = new File([new Uint32Array(10_000_000).map((_, index) => index * index)], 'source.tar');
  const handle = await openFile();
  const sink = gatheringSink(await handle.createWritable());
  const expected: Blob[] = [];
  for (const [turn, size] of [1, 9_000_000, 512, 524_288, 8_388_608, 3, 17_000_001, 0, 5].entries()) {
    const bytes = new Uint8Array(size).fill(turn + 1);
    expected.push(new Blob([bytes]));
    await sink.write(bytes);
    bytes.fill(0xff);
    const [offset, length] = [turn * 1_000_003, turn === 4 ? 34_000_000 : 2_000_000];
    expected.push(source.slice(offset, offset + length));
    await sink.copy(source, offset, length);
  }
  await sink.close();
  const [written, wanted] = await Promise.all([(await handle.getFile()).arrayBuffer(), new Blob(expected).arrayBuffer()]);
  expect(written.byteLength).toBe(wanted.byteLength);
  const [a, b] = [new BigUint64Array(written.slice(0, written.byteLength & ~7)), new BigUint64Array(wanted.slice(0, wanted.byteLength & ~7))];
  expect(a.findIndex((word, index) => word !== b[index])).toBe(-1);
});

it('writes nothing to an empty file', async () => {
  const handle = await openFile();
  await gatheringSink(await handle.createWritable()).close();
  expect((await handle.getFile()).size).toBe(0);
});

it('tells a failure to write with a later call, at the latest when it is closed', async () => {
  const full = new DOMException('full', 'QuotaExceededError');
  const written = gatheringSink(failing(full));
  await expect((async () => {
    for (let turn = 0; turn < 4; turn += 1) await written.write(new Uint8Array(8 << 20));
  })()).rejects.toBe(full);
  const closed = gatheringSink(failing(full));
  await closed.write(new Uint8Array(9 << 20));
  await expect(closed.close()).rejects.toBe(full);
});

it('tells a file that changed from a disk that is full', async () => {
  const unread = new DOMException('gone', 'NotReadableError');
  const sink = gatheringSink(failing(unread));
  await sink.write(new Uint8Array(1));
  await expect(sink.copy(new File(['source'], 'source.tar'), 2, 3)).rejects.toMatchObject({ name: 'QuotaExceededError' });
  const handle = await openFile();
  const stream = await handle.createWritable();
  await stream.write('source');
  await stream.close();
  const file = await handle.getFile();
  await (await navigator.storage.getDirectory()).removeEntry(NAME);
  const other = gatheringSink(failing(unread));
  await other.write(new Uint8Array(1));
  const problem = await other.copy(file, 2, 3).catch((error: unknown) => (error as ProblemError).problem);
  expect(problem).toMatchObject({ kind: 'file-changed', where: { file: NAME, archiveOffset: 2 } });
});

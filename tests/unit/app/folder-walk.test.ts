/** The walk through a dropped folder, with the browser's entries played by small fakes: they answer in batches, as Chromium does. */
import { expect, test } from 'vitest';
import { walkFolder, type FolderProgress } from '../../../src/app/folder-walk';
import type { IncomingFolder } from '../../../src/app/incoming';
import { sourceOfEntry, sourceOfHandle } from '../../../src/app/intake';

interface Opened { count: number }

/** With `measured` an entry tells its size without being opened, as Chromium's do. */
const file = (name: string, { measured = true, opened = { count: 0 } }: { readonly measured?: boolean; readonly opened?: Opened } = {}): FileSystemFileEntry => ({
  isFile: true, isDirectory: false, name,
  file: (found: (file: File) => void) => {
    opened.count += 1;
    found(new File(['12345'], name));
  },
  ...(measured && { getMetadata: (found: (metadata: { size: number }) => void) => found({ size: 5 }) }),
}) as unknown as FileSystemFileEntry;

function folder(name: string, entries: readonly FileSystemEntry[]): FileSystemDirectoryEntry {
  const createReader = (): unknown => {
    let at = 0;
    return {
      readEntries: (found: (batch: readonly FileSystemEntry[]) => void) => {
        found(entries.slice(at, at + 2));
        at += 2;
      },
    };
  };
  return { isFile: false, isDirectory: true, name, createReader } as unknown as FileSystemDirectoryEntry;
}

const quiet = { signal: new AbortController().signal, tell: () => undefined };
const walk = (root: FileSystemDirectoryEntry): Promise<IncomingFolder> => walkFolder(sourceOfEntry(root), quiet) as Promise<IncomingFolder>;

test('every file of every level is found, batch after batch, with its path and its size', async () => {
  const found = await walk(folder('image', [
    file('oci-layout'), file('index.json'), folder('blobs', [folder('sha256', [file('a'), file('b'), file('c'), file('d'), file('e')])]), folder('empty', []),
  ]));
  expect(found.paths).toEqual(['oci-layout', 'index.json', 'blobs/sha256/a', 'blobs/sha256/b', 'blobs/sha256/c', 'blobs/sha256/d', 'blobs/sha256/e']);
  expect([...found.bytes]).toEqual([5, 5, 5, 5, 5, 5, 5]);
  expect(found.notable.map(({ path }) => path)).toEqual(['oci-layout', 'index.json']);
});

test('only what is asked for is opened where the browser tells sizes without', async () => {
  const opened = { count: 0 };
  const found = await walk(folder('project', [file('Dockerfile', { opened }), file('a', { opened }), file('b', { opened })]));
  expect(opened.count).toBe(0);
  expect(await (await found.notable[0]!.open()).text()).toBe('12345');
  expect(opened.count).toBe(1);
});

test('a browser that does not is asked for the files', async () => {
  const opened = { count: 0 };
  const found = await walk(folder('project', [file('Dockerfile', { measured: false, opened }), file('a', { measured: false, opened })]));
  expect([opened.count, ...found.bytes]).toEqual([2, 5, 5]);
});

const locked = (name: string): FileSystemEntry => ({
  isFile: false, isDirectory: true, name, createReader: () => ({ readEntries: (_found: unknown, failed: (error: Error) => void) => failed(new DOMException('', 'NotReadableError')) }),
}) as unknown as FileSystemEntry;
const broken = (name: string): FileSystemEntry => ({
  isFile: true, isDirectory: false, name, getMetadata: (_found: unknown, failed: (error: Error) => void) => failed(new DOMException('', 'NotFoundError')),
}) as unknown as FileSystemEntry;

test('what cannot be read is named, and all else is found', async () => {
  const found = await walk(folder('project', [file('Dockerfile'), folder('secret', [locked('keys'), file('a')]), broken('link'), file('z')]));
  expect(found.paths).toEqual(['Dockerfile', 'z', 'secret/a']);
  expect([...found.bytes]).toEqual([5, 5, 5]);
  expect([...found.missing].sort()).toEqual(['link', 'secret/keys']);
});

test('folders that lead round in a circle come to an end', async () => {
  const entries: FileSystemEntry[] = [];
  const circle = folder('a', entries);
  entries.push(circle);
  const found = await walk(circle);
  expect(found.paths).toEqual([]);
  expect(found.missing).toHaveLength(1);
});

test('how far it is is told in full at the end, and never goes back', async () => {
  const told: FolderProgress[] = [];
  await walkFolder(sourceOfEntry(folder('project', [file('a'), folder('b', [file('c'), file('d')])])), { ...quiet, tell: (progress) => told.push(progress) });
  expect(told.at(-1)).toEqual({ found: 3, measured: 3 });
  told.forEach(({ found, measured }, index) => {
    expect(found).toBeGreaterThanOrEqual(told[index - 1]?.found ?? 0);
    expect(measured ?? 0).toBeGreaterThanOrEqual(told[index - 1]?.measured ?? 0);
  });
});

test.each(['listing', 'measuring'] as const)('given up while %s, it stops asking and answers nothing', async (phase) => {
  const controller = new AbortController();
  let asked = 0;
  const member = (name: string): FileSystemEntry => Object.assign(file(name), {
    getMetadata: (found: (metadata: { size: number }) => void) => {
      asked += 1;
      if (phase === 'measuring') controller.abort();
      found({ size: 5 });
    },
  });
  const many = Array.from({ length: 1000 }, (_, index) => member(`f${index}`));
  const answer = await walkFolder(sourceOfEntry(folder('project', many)), { signal: controller.signal, tell: () => phase === 'listing' && controller.abort() });
  expect(answer).toBeUndefined();
  expect(asked).toBeLessThan(100);
});

test('the handles of a picker give the same as entries do', async () => {
  const member = (name: string): unknown => ({ kind: 'file', name, getFile: () => Promise.resolve(new File(['12345'], name)) });
  const handle = (name: string, members: readonly unknown[]): unknown => ({ kind: 'directory', name, values: async function* () { yield* members; } });
  const root = handle('project', [member('Dockerfile'), handle('src', [member('a.ts')])]) as FileSystemDirectoryHandle;
  const [picked, dropped] = [await walkFolder(sourceOfHandle(root), quiet), await walk(folder('project', [file('Dockerfile'), folder('src', [file('a.ts')])]))];
  expect([picked?.name, picked?.paths, picked?.bytes]).toEqual([dropped.name, dropped.paths, dropped.bytes]);
});

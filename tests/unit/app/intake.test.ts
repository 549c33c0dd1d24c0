/** The walk through a dropped folder, with the browser's entries played by small fakes: they answer in batches, as Chromium does. */
import { expect, test } from 'vitest';
import { filesBelow, isImageFolder, readFolder, worthOpening } from '../../../src/app/intake';

const file = (name: string): FileSystemFileEntry =>
  ({ isFile: true, isDirectory: false, name, file: (found: (file: File) => void) => found(new File(['x'], name)) }) as unknown as FileSystemFileEntry;

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

test('every file of every level is found, batch after batch, with its path', async () => {
  const layout = folder('image', [
    file('oci-layout'), file('index.json'), folder('blobs', [folder('sha256', [file('a'), file('b'), file('c'), file('d'), file('e')])]), folder('empty', []),
  ]);
  const found = await filesBelow(layout, '');
  expect(found.map(({ path }) => path)).toEqual([
    'oci-layout', 'index.json', 'blobs/sha256/a', 'blobs/sha256/b', 'blobs/sha256/c', 'blobs/sha256/d', 'blobs/sha256/e',
  ]);
  expect(isImageFolder(found)).toBe(true);
});

test('of a project folder only what may be a Dockerfile or an archive is looked at', () => {
  const files = ['README.md', 'Dockerfile', 'web/Dockerfile.dev', 'api/build.containerfile', 'out/image.tar.gz', 'node_modules/x/Dockerfile', '.git/Dockerfile', 'Dockerfiles.md']
    .map((path) => ({ path, file: new File([], path) }));
  expect(isImageFolder(files)).toBe(false);
  expect(worthOpening(files).map(({ path }) => path)).toEqual(['Dockerfile', 'web/Dockerfile.dev', 'api/build.containerfile', 'out/image.tar.gz']);
});

const locked = (name: string): FileSystemEntry => ({
  isFile: false, isDirectory: true, name, createReader: () => ({ readEntries: (_found: unknown, failed: (error: Error) => void) => failed(new DOMException('', 'NotReadableError')) }),
}) as unknown as FileSystemEntry;
const broken = (name: string): FileSystemEntry => ({ isFile: true, isDirectory: false, name, file: (_found: unknown, failed: (error: Error) => void) => failed(new DOMException('', 'NotFoundError')) }) as unknown as FileSystemEntry;

test('what cannot be read is named, and all else is found', async () => {
  const missing: string[] = [];
  const found = await filesBelow(folder('project', [file('Dockerfile'), folder('secret', [locked('keys'), file('a')]), broken('link'), file('z')]), '', missing);
  expect(found.map(({ path }) => path)).toEqual(['Dockerfile', 'secret/a', 'z']);
  expect(missing).toEqual(['secret/keys', 'link']);
});

test('folders that lead round in a circle come to an end', async () => {
  const entries: FileSystemEntry[] = [];
  const circle = folder('a', entries);
  entries.push(circle);
  const missing: string[] = [];
  expect(await filesBelow(circle, '', missing)).toEqual([]);
  expect(missing).toHaveLength(1);
});

test('a folder that is chosen is what the same folder is when it is dropped', () => {
  const chosen = ['app/Dockerfile', 'app/src/a.ts'].map((path) => Object.defineProperty(new File([], path.split('/').at(-1)!), 'webkitRelativePath', { value: path }));
  const [only, ...others] = readFolder(chosen).folders;
  expect(others).toEqual([]);
  expect([only!.name, ...only!.files.map(({ path }) => path)]).toEqual(['app', 'Dockerfile', 'src/a.ts']);
});

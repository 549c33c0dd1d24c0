/** The walk through a dropped folder, with the browser's entries played by small fakes: they answer in batches, as Chromium does. */
import { expect, test } from 'vitest';
import { filesBelow, isImageFolder, worthOpening } from '../../../src/app/intake';

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

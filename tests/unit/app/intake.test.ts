/** What a folder is by the names in it, and a folder that comes from a field. */
import { expect, test } from 'vitest';
import { isImageFolder, isNotable, worthOpening } from '../../../src/app/incoming';
import { readFolder } from '../../../src/app/intake';

test('of a project folder only what may be a Dockerfile or an archive is looked at', () => {
  const files = ['README.md', 'Dockerfile', 'web/Dockerfile.dev', 'api/build.containerfile', 'out/image.tar.gz', 'node_modules/x/Dockerfile', '.git/Dockerfile', 'Dockerfiles.md']
    .map((path) => ({ path }));
  expect(isImageFolder(files)).toBe(false);
  expect(worthOpening(files).map(({ path }) => path)).toEqual(['Dockerfile', 'web/Dockerfile.dev', 'api/build.containerfile', 'out/image.tar.gz']);
});

test('whatever is opened, or says what a folder is, is notable by its name', () => {
  const opened = ['Dockerfile', 'web/Dockerfile.dev', 'Containerfile', 'a.containerfile', 'x.dockerfile', 'image.tar', 'image.tgz', 'image.tar.zst', '.dive-ci', '.hadolint.yaml'].map((path) => ({ path }));
  expect(worthOpening(opened)).toEqual(opened);
  for (const { path } of opened) expect(isNotable(path), path).toBe(true);
  for (const path of ['.dockerignore', 'web/Dockerfile.dev.dockerignore', 'build.dockerignore', 'index.json', 'manifest.json', 'oci-layout']) expect(isNotable(path), path).toBe(true);
  for (const path of ['src/a.ts', 'README.md', 'blobs/sha256/00', 'a/package.json']) expect(isNotable(path), path).toBe(false);
});

test('a folder that is chosen is what the same folder is when it is dropped', async () => {
  const chosen = ['app/Dockerfile', 'app/src/a.ts'].map((path) => Object.defineProperty(new File(['123'], path.split('/').at(-1)!), 'webkitRelativePath', { value: path }));
  const [only, ...others] = (await readFolder(chosen, { signal: new AbortController().signal, tell: () => undefined }))!.folders;
  expect(others).toEqual([]);
  expect([only!.name, ...only!.paths, ...only!.bytes, ...only!.notable.map(({ path }) => path)]).toEqual(['app', 'Dockerfile', 'src/a.ts', 3, 3, 'Dockerfile']);
  expect(await (await only!.notable[0]!.open()).text()).toBe('123');
});

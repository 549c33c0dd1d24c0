/** Which folder is a project, and which of its Dockerfiles is built. */
import { expect, test } from 'vitest';
import { dockerfileOf, isProjectFolder, notesOn } from '../../../src/app/project-folder';

const files = (...paths: readonly string[]) => paths.map((path) => ({ path }));

test.each([
  [['Dockerfile', 'src/a.ts'], true],
  [['.dockerignore'], true],
  [['web/Dockerfile.dev'], true],
  [['node_modules/x/Dockerfile', 'README.md'], false],
  [['Dockerfile.dockerignore'], false],
] as const)('%o', (paths, expected) => {
  expect(isProjectFolder(files(...paths))).toBe(expected);
});

test.each([
  [['web/Dockerfile', 'Dockerfile'], 'Dockerfile'],
  [['web/Dockerfile', 'Containerfile'], 'Containerfile'],
  [['a/b/Dockerfile', 'web/Dockerfile.dev', 'api/Dockerfile'], 'api/Dockerfile'],
  [['Dockerfile.dockerignore'], undefined],
] as const)('of %o', (paths, expected) => {
  expect(dockerfileOf(files(...paths))?.path).toBe(expected);
});

test('what could not be read is said, by name as far as that helps', () => {
  expect(notesOn(0, [])).toEqual([]);
  expect(notesOn(0, ['a/b'])[0]).toMatchObject({ kind: 'folder-unreadable', message: 'One file or folder could not be read and is not in the figures: a/b.' });
  expect(notesOn(0, ['', 'b', 'c', 'd'])[0]!.message).toBe('4 files and folders could not be read and are not in the figures: the folder itself, b, c ….');
});

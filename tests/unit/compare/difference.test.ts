/** What two sides differ in: added, removed, changed, moved; lists of files as one side; paths resolved as a container does. */
import { describe, expect, it } from 'vitest';
import { findDifference } from '../../../src/core/compare/difference';
import { entryAt, treeOf, treeOfImage } from '../../../src/core/compare/file-tree';
import { readFileList } from '../../../src/core/compare/file-list';
import { resolvePath } from '../../../src/core/compare/resolve';
import { sideOfFile } from '../../../src/core/compare/side';
import { totalsOf } from '../../../src/core/compare/totals';
import { encodeUtf8 } from '../../../src/core/bytes/text';
import { dir, file, hardlink, layer, merged, symlink, type Entry } from '../image/layers';

const tree = (...entries: readonly Entry[]) => treeOfImage(merged(layer(...entries)).fs);
const list = (text: string) => treeOf(readFileList(encodeUtf8(text)).entries);

describe('difference', () => {
  it('tells removed, added, changed and moved paths', () => {
    const before = tree(dir('a'), file('a/gone', 'x'), file('a/moved', 'same content'), file('b', '1'), file('c', 'q', { mode: 0o4755 }), symlink('l', 'a'), file('own', 'o', { uid: 5 }), file('cap', 'k', { xattrs: { 'security.capability': 'z' } }));
    const after = tree(dir('a'), file('a-new/moved', 'same content'), file('b', '2'), file('c', 'q', { mode: 0o755 }), symlink('l', 'b'), file('own', 'o'), file('cap', 'k'));
    const found = findDifference(before, after);
    expect(found.removed.map(({ path }) => path)).toEqual(['a/gone', 'a/moved']);
    expect(found.added.map(({ path }) => path)).toEqual(['a-new', 'a-new/moved']);
    expect(found.moved.map(({ from, to }) => [from.path, to.path])).toEqual([['a/moved', 'a-new/moved']]);
    expect(found.changed.map(({ before: { path }, changes }) => [path, ...changes])).toEqual([['b', 'content'], ['c', 'mode'], ['cap', 'xattrs'], ['l', 'link'], ['own', 'owner']]);
  });

  it('keeps times apart unless asked', () => {
    const [before, after] = [tree(file('a', 'x', { mtime: 1 })), tree(file('a', 'x', { mtime: 2 }))];
    expect(findDifference(before, after)).toMatchObject({ changed: [], unchanged: 1, timeOnly: 1 });
    expect(findDifference(before, after, { times: true }).changed[0]?.changes).toEqual(['time']);
  });

  it('sees hard links that became copies', () => {
    const before = tree(file('a', 'x'), hardlink('b', 'a'), file('c', 'y'), hardlink('d', 'c'));
    const after = tree(file('a', 'x'), file('b', 'x'), file('c', 'y'), hardlink('d', 'c'));
    expect(findDifference(before, after).changed.map(({ before: { path }, changes }) => [path, ...changes])).toEqual([['a', 'hard-link'], ['b', 'hard-link']]);
  });

  it('does not compare what a side does not tell, such as implied folders', () => {
    expect(findDifference(tree(dir('a', { mode: 0o700 }), file('a/b', 'x')), tree(file('a/b', 'x'))).changed).toEqual([]);
    expect(findDifference(tree(file('a/b', 'x')), list('./a/\n./a/b\n'))).toMatchObject({ removed: [], added: [], changed: [] });
  });

  it('folds folders that are gone as a whole, with names that sort between them and their content', () => {
    const before = tree(dir('a'), file('a-b', '123'), file('a/x', '12'), dir('a/s'), file('a/s/y', '1'));
    const { folded, files, bytes } = totalsOf(before.entries, undefined);
    expect({ folded, files, bytes }).toEqual({ folded: [{ name: 'a', files: 2, bytes: 3, folders: 2 }], files: 3, bytes: 6 });
  });
});

describe('lists of files', () => {
  it('reads tar -tv with links, setuid and devices', () => {
    const found = list('drwxr-xr-x root/root         0 2024-01-01 10:00 ./bin/\n-rwsr-xr-x root/root     12345 2024-01-01 10:00 ./bin/su\nlrwxrwxrwx 0/0 0 2024-01-01 10:00 lib -> usr/lib\nhrw-r--r-- 5/6 0 2024-01-01 10:00 bin/b link to bin/su\n');
    expect(found.byPath.get('bin/su')).toMatchObject({ type: 'file', size: 12345, mode: 0o4755, uid: 0 });
    expect(found.byPath.get('lib')).toMatchObject({ type: 'symlink', link: 'usr/lib' });
    expect(found.byPath.get('bin/b')).toMatchObject({ type: 'file', uid: 5, gid: 6, size: undefined });
  });

  it('reads find and find -ls', () => {
    expect(list('/\n/etc\n/etc/passwd\n').entries.map(({ path, type }) => [path, type])).toEqual([['etc', 'dir'], ['etc/passwd', 'file']]);
    expect(list('  131  4 -rw-r--r--   1 root     root         1446 Jan  1 12:00 ./etc/nginx.conf\n').byPath.get('etc/nginx.conf')).toMatchObject({ size: 1446, mode: 0o644, inode: 131 });
  });

  it('reads mint’s creport.json with the reason of each file, and says what the summary lacks', () => {
    const report = { image: { files: [
      { file_type: 'file', file_path: '/etc/x', modex: 420, flags: { R: true }, file_size: 3, sha1_hash: 'a', uid: 1, gid: 2 }, { file_type: '', file_path: '/lib/l.so' },
      { file_type: 'file', file_path: '/seen', sha1_hash: 'b' }, { file_path: 7 }, null] } };
    const side = sideOfFile('creport.json', encodeUtf8(JSON.stringify(report)));
    expect(side.ok && [...side.value.kept!]).toEqual([['etc/x', 'read'], ['lib/l.so', 'library'], ['seen', 'looked-at']]);
    expect(side.ok && side.value.tree.byPath.get('etc/x')).toMatchObject({ mode: 0o644, uid: 1, gid: 2, size: 3 });
    expect(sideOfFile('slim.report.json', encodeUtf8('{"document":"doc.report.command","artifact_location":"/tmp/a"}'))).toMatchObject({ ok: false, problem: { kind: 'no-file-list' } });
    expect(sideOfFile('x.json', encodeUtf8('{"__proto__": 1'))).toMatchObject({ ok: false, problem: { kind: 'not-json' } });
  });
});

describe('one path of a side', () => {
  it('is found, or is not there', () => {
    const some = tree(dir('a'), file('a/b', 'x'), file('a-b', 'y'), file('c', 'z'));
    for (const entry of some.entries) expect(entryAt(some, entry.path)).toBe(entry);
    expect(['', 'a/', 'a/a', 'b', 'd'].map((path) => entryAt(some, path))).toEqual([undefined, undefined, undefined, undefined, undefined]);
  });
});

describe('resolving paths', () => {
  it('follows links inside the root, and stops in loops', () => {
    const { byPath } = tree(dir('usr'), dir('usr/lib'), file('usr/lib/x', '1'), symlink('lib', 'usr/lib'), symlink('up', '../../../lib/x'), symlink('loop', 'loop'), symlink('dead', '/nowhere'));
    expect(resolvePath(byPath, '/lib/x')).toEqual({ path: 'usr/lib/x', links: ['lib'] });
    expect(resolvePath(byPath, '/up').path).toBe('usr/lib/x');
    expect(resolvePath(byPath, '/loop').path).toBeUndefined();
    expect(resolvePath(byPath, '/dead')).toMatchObject({ path: undefined, missing: 'nowhere' });
    expect(resolvePath(byPath, '/usr/lib/x/y').path).toBeUndefined();
  });
});

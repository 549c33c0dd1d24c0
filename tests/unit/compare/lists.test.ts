/** The files of mint that keep what is ticked, the checking of a list, and the image that has it back. */
import { describe, expect, it } from 'vitest';
import { checkList } from '../../../src/core/compare/lists/check-list';
import { keepLists } from '../../../src/core/compare/lists/keep-lists';
import { repairEntries } from '../../../src/core/compare/repair';
import { latin1 } from '../../../src/core/bytes/latin1';
import { EntryType } from '../../../src/core/image/layer-table';
import { dir, file, hardlink, symlink } from '../image/layers';
import { compare, image } from './images';

describe('lists', () => {
  it('names paths with a colon in the way that mint does not drop', async () => {
    const before = image({ workingDir: '/app' }, [file('k', '1')], [file('app/Foo::Bar.pm', 'x', { mode: 0o600 }), file('app/line\nbreak', 'x'), file('app/plain', 'x')]);
    const compared = await compare(before, image({ workingDir: '/app' }, [file('k', '1')]));
    const lists = keepLists(compared, ({ tier }) => tier === 1);
    expect(lists.includePaths).toBe('/app\n/app/Foo::Bar.pm:600\n/app/plain\n');
    expect(lists.notes).toHaveLength(1);
    expect(lists.command).toContain('--include-path-file include-paths.txt');
  });

  it('says hostile names as mint reads them, and lets a folder stand for what no line can say', async () => {
    const odd = ['#hash', 'star*', ' lead', 'a:b#1', 'x:755#1#2', 'back\\slash', '-dash', 'trail ', 'nel\u0085', 'cr\rx'].map((name) => file(`app/${name}`, 'x', { mode: 0o640 }));
    const folder = [dir('app/c:d', { mode: 0o700 }), file('app/c:d/x\ny', 'x'), symlink('app/l:k', '/tool'), file('tool', 'x', { mode: 0o4755 })];
    const compared = await compare(image({ workingDir: '/app' }, [file('k', '1')], [...odd, ...folder]), image({ workingDir: '/app' }, [file('k', '1')], [folder[3]!]));
    const { includePaths, notes } = keepLists(compared, ({ tier }) => tier === 1);
    expect(includePaths.split('\n').slice(0, -1)).toEqual([
      '/app', '/app/ lead', '/app/#hash', '/app/-dash', '/app/a:b#1:640', '/app/back\\slash', '/app/c:d:700', '/app/l:k:4755', '/app/star*', '/app/x:755#1#2:640',
    ]);
    expect(notes).toHaveLength(4);
    const { lines } = checkList(includePaths, 'include', compared);
    expect(lines.every(({ verdict }) => verdict === 'good')).toBe(true);
  });

  it('checks a list of the user’s', async () => {
    const compared = await compare(image({ workingDir: '/app' }, [file('k', '1')], [file('app/a:b', 'x'), file('app/c', 'x')]), image({ workingDir: '/app' }, [file('k', '1')]));
    const { lines, covered } = checkList('# all\n/app/a:b\n/app/c\n\n/app/*\n/none\n/k\nrelative\n/app/c:644#1#2\n', 'include', compared);
    expect(lines.map(({ line, verdict }) => [line, verdict])).toEqual([[1, 'not-a-path'], [2, 'dropped'], [3, 'good'], [5, 'not-a-path'], [6, 'no-match'], [7, 'kept'], [8, 'not-a-path'], [9, 'good']]);
    expect(covered.find(({ id }) => id.startsWith('application-file'))).toMatchObject({ files: 1, of: 2 });
  });
});

describe('repair', () => {
  it('restores owners, modes, capabilities and hard links, with the folders that are missing', () => {
    const original = image({}, [dir('a', { mode: 0o700, uid: 3 }), file('a/x', 'xx', { mode: 0o4755, uid: 1, xattrs: { 'security.capability': 'c' } }), hardlink('a/y', 'a/x'), dir('b'), file('b/z', 'z')]);
    const entries = repairEntries(original.analysed.fs, image({}, [dir('b')]).analysed.fs, ['a/x', 'a/y', 'b/z', 'none']);
    expect(entries.map(({ path, type, mode, uid, link, xattrs }) => [latin1(path), type, mode, uid, link && latin1(link), xattrs])).toEqual([
      ['a', EntryType.dir, 0o700, 3, undefined, undefined], ['a/x', EntryType.file, 0o4755, 1, undefined, { 'security.capability': 'c' }],
      ['b/z', EntryType.file, 0o644, 0, undefined, undefined], ['a/y', EntryType.hardlink, 0o4755, 1, 'a/x', undefined],
    ]);
  });
});

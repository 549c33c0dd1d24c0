/** The tree grid: rows, order, folding, searches, and what one layer changed. */
import { describe, expect, test } from 'vitest';
import { readablePath } from '../../../src/core/bytes/text';
import { TreeView } from '../../../src/core/image/tree-rows';
import type { TreeQuery } from '../../../src/core/image/tree-view';
import { dir, file, hardlink, layer, merged, opaque, symlink, whiteout } from './layers';

const all: TreeQuery = { show: 'all', sort: 'size' };

const tables = [
  layer(dir('etc'), file('etc/small', 'x'), file('etc/large', 'x'.repeat(50)), dir('usr'), dir('usr/lib'), file('usr/lib/a.so', 'y'.repeat(30)), hardlink('usr/lib/b.so', 'usr/lib/a.so'), symlink('lib', 'usr/lib')),
  layer(dir('etc', { mtime: 5 }), file('etc/small', 'xyz'), whiteout('usr/lib'), dir('new'), file('new/file', 'z'), file('new/%41\n', '1')),
];

function viewOf(query: Partial<TreeQuery> = {}): { view: TreeView; lines: () => string[] } {
  const view = new TreeView(merged(...tables).fs);
  const opened = view.open({ ...all, ...query });
  if (!opened.ok) throw new Error(opened.problem.kind);
  return {
    view,
    lines: () => view.rows(0, 1000).map(({ path, size, change, expandable, expanded }) => `${path}${expandable ? (expanded ? ' -' : ' +') : ''} ${size} ${change}`),
  };
}

test('opens folded, largest first, directories with all below them', () => {
  expect(viewOf().lines()).toEqual(['etc + 53 changed', 'new + 2 added', 'lib 0 unchanged', 'usr 0 changed']);
});

test('shows any layer; an inode counts once below a directory', () => {
  expect(viewOf({ layer: 0 }).lines()).toEqual(['etc + 51 added', 'usr + 30 added', 'lib 0 added']);
});

test('unfolds and folds in place', () => {
  const { view, lines } = viewOf();
  expect(view.toggle(view.rows(0, 1)[0]!.id, true)).toEqual({ rows: 6 });
  expect(lines().slice(0, 4)).toEqual(['etc - 53 changed', 'etc/large 50 unchanged', 'etc/small 3 changed', 'new + 2 added']);
  expect(view.toggle(view.rows(0, 1)[0]!.id, true)).toEqual({ rows: 6 });
  expect(view.toggle(view.rows(0, 1)[0]!.id, false)).toEqual({ rows: 4 });
  expect(view.toggle('all', true)).toEqual({ rows: 8 });
  expect(view.toggle('all', false)).toEqual({ rows: 4 });
  expect(view.toggle(99, true)).toEqual({ rows: 4 });
});

test('what was unfolded stays so in another order, at another layer, and after a search', () => {
  const { view, lines } = viewOf();
  view.toggle(view.rows(0, 1)[0]!.id, true);
  view.open({ ...all, sort: 'name' });
  expect(lines().slice(0, 4)).toEqual(['etc - 53 changed', 'etc/large 50 unchanged', 'etc/small 3 changed', 'lib 0 unchanged']);
  view.open({ ...all, layer: 0 });
  expect(lines().slice(0, 2)).toEqual(['etc - 51 added', 'etc/large 50 added']);
  view.open({ ...all, search: { text: 'new/f', mode: 'text' } });
  expect(lines()).toEqual(['new - 1 added', 'new/file 1 added']);
  view.open(all);
  expect(lines()).toHaveLength(6);
});

test('any window is the same part of all rows, whatever was folded before', () => {
  const names = Array.from({ length: 40 }, (_, at) => `d${at % 3}/e${at % 7}/f${at}`);
  const folders = [...new Set(names.flatMap((name) => [name.slice(0, 2), name.slice(0, 5)]))].toSorted();
  const view = new TreeView(merged(layer(...folders.map((path) => dir(path)), ...names.map((path, at) => file(path, 'x'.repeat(at % 5))))).fs);
  view.open(all);
  expect(view.toggle('all', true).rows).toBe(names.length + folders.length);
  for (const at of [30, 12, 0, 3, 9, 1, 0, 2]) {
    const row = view.rows(at, at + 1)[0]!;
    const { rows: count } = view.toggle(row.id, !row.expanded);
    const whole = view.rows(0, 1000);
    expect(whole).toHaveLength(count);
    expect(whole.find(({ id }) => id === row.id)?.expanded).toBe(row.expandable && !row.expanded);
    for (let from = 0; from < count; from += 5) expect(view.window(from, from + 7)).toMatchObject({ count, from, rows: whole.slice(from, from + 7) });
  }
});

test('rows say what ARIA needs, and names are printable', () => {
  const { view } = viewOf({ sort: 'name' });
  view.toggle('all', true);
  expect(view.rows(0, 5).map(({ name, level, position, setSize, type }) => [name, level, position, setSize, type])).toEqual([
    ['etc', 1, 1, 4, 'dir'], ['large', 2, 1, 2, 'file'], ['small', 2, 2, 2, 'file'], ['lib', 1, 2, 4, 'symlink'], ['new', 1, 3, 4, 'dir'],
  ]);
  expect(view.rows(5, 6)).toMatchObject([{ name: '%2541%0A', path: 'new/%2541%0A' }]);
  expect(view.rows(-3, 1)).toHaveLength(1);
  expect(view.rows(8, 20)).toEqual([]);
});

test('rows carry attributes, links, the layer they come from and what lies hidden there', () => {
  const { view } = viewOf({ sort: 'hidden' });
  expect(view.rows(0, 2)).toMatchObject([{ path: 'usr', hiddenBytes: 30, layer: 0 }, { path: 'etc', hiddenBytes: 1, layer: 1 }]);
  expect(view.rows(2, 4).find(({ path }) => path === 'lib')).toMatchObject({ type: 'symlink', link: 'usr/lib', layer: 0 });
});

describe('changes of a layer', () => {
  test('with their own sizes, and the size that removed paths had', () => {
    const { view, lines } = viewOf({ show: 'changes' });
    view.toggle('all', true);
    expect(lines()).toEqual([
      'etc - 3 changed', 'etc/small 3 changed', 'new - 2 added', 'new/%2541%0A 1 added', 'new/file 1 added',
      'usr - 0 changed', 'usr/lib - 60 removed', 'usr/lib/a.so 30 removed', 'usr/lib/b.so 30 removed',
    ]);
  });

  test('only some kinds of them', () => {
    const { view, lines } = viewOf({ show: 'changes', changes: ['removed'] });
    view.toggle('all', true);
    expect(lines()).toEqual(['usr - 0 changed', 'usr/lib - 60 removed', 'usr/lib/a.so 30 removed', 'usr/lib/b.so 30 removed']);
  });

  test('a directory that is only listed again is unchanged', () => {
    const view = new TreeView(merged(layer(dir('d'), file('d/x')), layer(dir('d', { mtime: 7 }))).fs);
    view.open({ ...all, show: 'changes' });
    expect(view.rows(0, 9)).toMatchObject([{ path: 'd', change: 'unchanged', size: 0 }]);
  });

  test('what a file replaced hangs below it', () => {
    const view = new TreeView(merged(layer(dir('d'), file('d/x', 'abc')), layer(file('d', '1'))).fs);
    view.open({ ...all, show: 'changes' });
    view.toggle('all', true);
    expect(view.rows(0, 9)).toMatchObject([{ path: 'd', type: 'file', change: 'changed', size: 1 }, { path: 'd/x', change: 'removed', size: 3 }]);
  });

  test('of the first layer are additions', () => {
    const view = new TreeView(merged(layer(opaque('d'), file('d/x', 'abc'))).fs);
    expect(view.open({ ...all, show: 'changes' })).toEqual({ ok: true, value: { rows: 2, found: { files: 1, bytes: 3 } } });
    expect(view.rows(0, 9)).toMatchObject([{ path: 'd', change: 'added', size: 3 }, { path: 'd/x', change: 'added', size: 3 }]);
  });
});

test('few changes of a layer are unfolded, many are not, and neither touches what was unfolded before', () => {
  const many = layer(dir('many'), ...Array.from({ length: 401 }, (_, at) => file(`many/${at}`, 'x')));
  const view = new TreeView(merged(...tables, many).fs);
  const shown = (query: Partial<TreeQuery>): string[] => {
    view.open({ ...all, sort: 'name', ...query });
    return view.rows(0, 9).map(({ path }) => path);
  };
  shown({});
  view.toggle(view.rows(0, 1)[0]!.id, true);
  expect(shown({ layer: 1, show: 'changes' })).toEqual(['etc', 'etc/small', 'new', 'new/%2541%0A', 'new/file', 'usr', 'usr/lib', 'usr/lib/a.so', 'usr/lib/b.so']);
  expect(shown({ layer: 2, show: 'changes' })).toEqual(['many']);
  expect(shown({})).toEqual(['etc', 'etc/large', 'etc/small', 'lib', 'many', 'new', 'usr']);
});

describe('searches', () => {
  const found = (search: TreeQuery['search'], extra: Partial<TreeQuery> = {}): string[] => viewOf({ sort: 'name', search, ...extra }).view.rows(0, 99).map(({ path }) => path);

  test.each([
    { name: 'text, either case', search: { text: 'SMALL', mode: 'text' }, paths: ['etc', 'etc/small'] },
    { name: 'a byte that is no text, as it is shown', search: { text: '\\x0A', mode: 'text' }, paths: ['new', 'new/%2541%0A'] },
    { name: 'a percent sign', search: { text: '%41', mode: 'text' }, paths: ['new', 'new/%2541%0A'] },
    { name: 'a percent sign in a glob', search: { text: '%4?*', mode: 'glob' }, paths: ['new', 'new/%2541%0A'] },
    { name: 'a percent sign in an expression', search: { text: '%41\\\\x0a$', mode: 'regex' }, paths: ['new', 'new/%2541%0A'] },
    { name: 'text across a slash', search: { text: 'C/SM', mode: 'text' }, paths: ['etc', 'etc/small'] },
    { name: 'text that ends beyond a name', search: { text: 'smallx', mode: 'text' }, paths: [] },
    { name: 'text with a leading slash', search: { text: '/etc/sm', mode: 'text' }, paths: ['etc', 'etc/small'] },
    { name: 'text that a directory matches folds what is below', search: { text: 'new', mode: 'text' }, paths: ['new'] },
    { name: 'a glob over base names', search: { text: '*l*', mode: 'glob' }, paths: ['etc', 'etc/large', 'etc/small', 'lib', 'new', 'new/file'] },
    { name: 'a glob over paths', search: { text: 'etc/*', mode: 'glob' }, paths: ['etc', 'etc/large', 'etc/small'] },
    { name: 'a glob through directories, none included', search: { text: '**/etc', mode: 'glob' }, paths: ['etc'] },
    { name: 'a glob with one character', search: { text: 'l?b', mode: 'glob' }, paths: ['lib'] },
    { name: 'a glob is no regular expression', search: { text: 'l.b', mode: 'glob' }, paths: [] },
    { name: 'a regular expression, case-sensitive', search: { text: '^etc/(s|L)', mode: 'regex' }, paths: ['etc', 'etc/small'] },
    { name: 'nothing to search for', search: { text: '', mode: 'regex' }, paths: ['etc', 'lib', 'new', 'usr'] },
  ] as const)('$name', ({ search, paths }) => {
    expect(found(search)).toEqual(paths);
  });

  test('removed paths can be asked for in the whole tree too', () => {
    expect(found({ text: '*.so', mode: 'glob' })).toEqual([]);
    for (const text of ['*', '**']) expect(found({ text, mode: 'glob' })).toEqual(found({ text: '.', mode: 'regex' }));
    expect(found({ text: '*.so', mode: 'glob' }, { changes: ['removed'] })).toEqual(['usr', 'usr/lib', 'usr/lib/a.so', 'usr/lib/b.so']);
  });

  test('by size', () => {
    expect(found(undefined, { minBytes: 50 })).toEqual(['etc']);
  });

  test('by package and kind, as far as anybody knows them', () => {
    const { fs } = merged(...tables);
    const view = new TreeView(fs, { packageOf: (node) => (node % 2 === 0 ? 'even' : undefined), kindsOf: () => ['cache'] });
    view.open({ ...all, package: 'even' });
    view.toggle('all', true);
    const rows = view.rows(0, 99);
    expect(rows.filter(({ expandable }) => !expandable).every(({ package: owner }) => owner === 'even')).toBe(true);
    // Few enough that the way to each is open.
    expect(view.open({ ...all, kind: 'cache' })).toEqual({ ok: true, value: { rows: 8, found: { files: 4, bytes: 55 } } });
    expect(view.open({ ...all, kind: 'other' })).toMatchObject({ ok: true, value: { rows: 0 } });
  });

  test.each([
    { text: '(', kind: 'invalid-regex' },
    { text: '(a+)+$', kind: undefined },
    { text: '(.)\\1', kind: 'unsupported-regex' },
    { text: '^(?!etc)', kind: 'unsupported-regex' },
    { text: '(?:a{99}){99}', kind: 'costly-regex' },
    { text: 'a'.repeat(5000), kind: 'costly-regex' },
    { text: '[(]+[+]*\\(a\\)+', kind: undefined },
    { text: '(py|so)$', kind: undefined },
    { text: '\\-', kind: undefined },
  ])('$text is told as $kind', ({ text, kind }) => {
    const outcome = new TreeView(merged(...tables).fs).open({ ...all, search: { text, mode: 'regex' } });
    expect(outcome.ok ? undefined : outcome.problem.kind).toBe(kind);
  });

  test('a failed search leaves the view as it was', () => {
    const { view, lines } = viewOf();
    const before = lines();
    view.open({ ...all, search: { text: '(', mode: 'regex' } });
    expect(lines()).toEqual(before);
  });

  test.each([
    { text: `${'*a'.repeat(40)}b`, mode: 'glob' },
    { text: '(a+)+b', mode: 'regex' },
    { text: '(a|aa|a?a)*b$', mode: 'regex' },
    { text: '.*.*.*.*.*.*.*.*.*.*.*b', mode: 'regex' },
  ] as const)('$text ends', ({ text, mode }) => {
    const view = new TreeView(merged(layer(file('a'.repeat(3000)))).fs);
    expect(view.open({ ...all, search: { text, mode } })).toMatchObject({ ok: true, value: { rows: 0 } });
  });

  test('an expression whose states are too many for these paths is told, and leaves the view as it was', () => {
    let seed = 1;
    const next = (): string => 'ab'[(seed = (seed * 48271) % 0x7fffffff) & 1]!;
    const view = new TreeView(merged(layer(file(Array.from({ length: 200_000 }, next).join('')))).fs);
    view.open(all);
    const before = view.rows(0, 9);
    expect(view.open({ ...all, search: { text: 'a.{60}$', mode: 'regex' } })).toMatchObject({ ok: false, problem: { kind: 'costly-regex' } });
    expect(view.rows(0, 9)).toEqual(before);
  });
});

test('an image of nothing has no rows', () => {
  expect(new TreeView(merged().fs).open(all)).toEqual({ ok: true, value: { rows: 0 } });
});

test('filters by type and by hidden bytes keep the way to what they find', () => {
  const shown = (query: Partial<TreeQuery>): string[] => {
    const { view, lines } = viewOf(query);
    view.toggle('all', true);
    return lines().map((line) => line.split(' ')[0]!);
  };
  expect(shown({ types: ['symlink'] })).toEqual(['lib']);
  expect(shown({ hiddenOnly: true, sort: 'name' })).toEqual(['etc', 'etc/small', 'usr']);
});

describe('a search while one types', () => {
  const typed = ['e', 'et', 'etc', 'etc/', 'etc/l', '/etc/la', '/etc/larg', 'l', 'la', 'lax', 'la', '%', '%4', '%41\\x0', 'new/%', 'new/%41\\', '/', '//', 'w/', 'sr/lib/', 'c//l'];

  test.each([0, 1])('finds what the same text finds at once, at layer %i', (at) => {
    const { view } = viewOf();
    for (const text of typed) {
      const query: TreeQuery = { ...all, layer: at, search: { text, mode: 'text' } };
      const once = new TreeView(merged(...tables).fs);
      expect([text, view.open(query), view.rows(0, 99)]).toEqual([text, once.open(query), once.rows(0, 99)]);
    }
  });

  test.each(typed)('%j finds the paths that hold it, and the way to them', (text) => {
    const every = viewOf().view;
    every.toggle('all', true);
    const paths = every.rows(0, 99).map(({ path }) => path);
    const holding = paths.filter((path) => readablePath(path).toLowerCase().includes(text.toLowerCase().replace(/^\/(?=.)/, '')));
    const { view } = viewOf({ search: { text, mode: 'text' } });
    view.toggle('all', true);
    expect(view.rows(0, 99).map(({ path }) => path)).toEqual(expect.arrayContaining(holding));
    expect(view.rows(0, 99).filter(({ path }) => !holding.some((found) => found === path || found.startsWith(`${path}/`)))).toEqual([]);
  });

  test('prepared ahead finds the same, and leaves what is shown alone', () => {
    const { view, lines } = viewOf();
    const before = lines();
    while (view.prepareSearch());
    expect(lines()).toEqual(before);
    view.open({ ...all, search: { text: 'sm', mode: 'text' } });
    expect(lines()).toEqual(viewOf({ search: { text: 'sm', mode: 'text' } }).lines());
  });

  test('is not narrowed by what was looked for before', () => {
    const { view, lines } = viewOf({ search: { text: 'sm', mode: 'text' }, minBytes: 1000 });
    expect(lines()).toEqual([]);
    view.open({ ...all, search: { text: 'sma', mode: 'text' } });
    expect(lines()).toEqual(['etc - 3 changed', 'etc/small 3 changed']);
    view.open({ ...all, layer: 0, search: { text: 'sma', mode: 'text' } });
    view.open({ ...all, layer: 0, search: { text: 'lib', mode: 'text' } });
    expect(lines()).toEqual(['usr - 30 added', 'usr/lib + 30 added', 'lib 0 added']);
  });
});

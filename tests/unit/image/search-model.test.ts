/** Searches and filters of the tree grid agree with a model that looks at every path whole, whatever was shown before. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { readablePath } from '../../../src/core/bytes/text';
import { TreeView } from '../../../src/core/image/tree-rows';
import type { TreeQuery, TreeRow } from '../../../src/core/image/tree-view';
import { dir, file, hardlink, layer, merged, opaque, symlink, whiteout, type Entry } from './layers';

const NAMES = ['a', 'b', 'lib', 'Lib', 'x.py', 'a.so.1', 'é', 'a\n', '50%', 'aa'];
const name = fc.constantFrom(...NAMES);
const path = fc.array(name, { minLength: 1, maxLength: 4 }).map((names) => names.join('/'));

const entry: fc.Arbitrary<Entry> = fc.oneof(
  { arbitrary: fc.tuple(path, fc.integer({ min: 0, max: 9 })).map(([at, size]) => file(at, 'x'.repeat(size))), weight: 6 },
  { arbitrary: path.map((at) => dir(at)), weight: 2 },
  { arbitrary: path.map((at) => symlink(at, 'a')), weight: 1 },
  { arbitrary: fc.tuple(path, path).map(([at, to]) => hardlink(at, to)), weight: 2 },
  { arbitrary: path.map(whiteout), weight: 1 },
  { arbitrary: path.map(opaque), weight: 1 },
);
const layers = fc.array(fc.array(entry, { minLength: 1, maxLength: 12 }), { minLength: 1, maxLength: 3 });

const text = fc.oneof(path, fc.constantFrom('/', 'b/', '/a', '.', '%', '\\x0a', 'IB', 'so.1', 'a/li', 'é/'));
const glob = fc.array(fc.constantFrom('*', '**', 'a*', '*.py', '?', 'lib', '*i*', '*.so*', 'é', '5?%'), { minLength: 1, maxLength: 3 }).map((parts) => parts.join('/'));
const regex = fc.constantFrom('^a', 'b$', '[a-z]+\\.', '^.*/a', 'lib/', '/?x', '\\bli', '(a|b)/', '[^/]+/[^/]+$', '%', '^$', '\\\\x0a', 'é', '.', 'A');
const search = fc.oneof(
  text.map((words) => ({ text: words, mode: 'text' as const })), glob.map((words) => ({ text: words, mode: 'glob' as const })), regex.map((words) => ({ text: words, mode: 'regex' as const })),
);
const query: fc.Arbitrary<TreeQuery> = fc.record({
  show: fc.constantFrom('all' as const, 'all' as const, 'changes' as const), sort: fc.constantFrom('size' as const, 'name' as const, 'hidden' as const),
}).chain((base) => fc.record({
  search, layer: fc.integer({ min: 0, max: 2 }), minBytes: fc.integer({ min: 1, max: 12 }), hiddenOnly: fc.constant(true),
  types: fc.constantFrom<TreeRow['type'][]>(['file'], ['symlink', 'dir']), changes: fc.subarray(['added', 'changed', 'removed', 'unchanged'] as const, { minLength: 1 }),
}, { requiredKeys: [] }).map((rest) => ({ ...base, ...rest })));

/** All rows, unfolded. */
function everyRow(view: TreeView): readonly TreeRow[] {
  view.toggle('all', true);
  return view.rows(0, 10_000);
}

/** Whether a path holds what is looked for, by the engine's own means. */
function holds(shown: string, { text: words, mode }: NonNullable<TreeQuery['search']>): boolean {
  if (mode === 'text') return shown.toLowerCase().includes(words.toLowerCase().replace(/^\/(?=.)/, ''));
  if (mode === 'regex') return new RegExp(words).test(shown);
  const segments = (words.includes('/') ? words : `**/${words}`).split('/');
  const fits = (names: readonly string[], parts: readonly string[]): boolean => {
    const [part, ...others] = parts;
    if (part === undefined) return names.length === 0;
    if (part === '**') return fits(names, others) || (names.length > 0 && fits(names.slice(1), parts));
    return names.length > 0 && new RegExp(`^${part.replace(/[.\\]/g, '\\$&').replaceAll('*', '.*').replaceAll('?', '.')}$`, 'us').test(names[0]!) && fits(names.slice(1), others);
  };
  return fits(shown.split('/'), segments);
}

test('a search finds the paths that hold it, their bytes, and the way to them', () => {
  fc.assert(fc.property(layers, fc.array(search, { minLength: 1, maxLength: 4 }), (written, searches) => {
    const { fs } = merged(...written.map((entries) => layer(...entries)));
    const every = new TreeView(fs);
    every.open({ show: 'all', sort: 'name' });
    const rows = everyRow(every);
    const view = new TreeView(fs);
    for (const each of searches) {
      const matching = new Set(rows.filter(({ path: at }) => holds(readablePath(at), each)).map(({ path: at }) => at));
      // Text is a place to go to: what lies there belongs to it.
      if (each.mode === 'text') for (const { path: at } of rows) if ([...matching].some((found) => at.startsWith(`${found}/`))) matching.add(at);
      const opened = view.open({ show: 'all', sort: 'name', search: each });
      const found = everyRow(view);
      expect(found.map(({ path: at }) => at)).toEqual(rows.map(({ path: at }) => at).filter((at) => [...matching].some((match) => match === at || match.startsWith(`${at}/`))));
      const files = rows.filter(({ path: at, type }) => type === 'file' && matching.has(at));
      // Directories without a file that is found count whole.
      const folders = rows.filter(({ path: at, type }) => type === 'dir' && matching.has(at) && !files.some((inside) => inside.path.startsWith(`${at}/`)));
      if (folders.length === 0 && opened.ok) expect(opened.value.found?.files).toBe(files.length);
    }
  }), { numRuns: 400 });
});

test('what was shown before makes no difference', () => {
  fc.assert(fc.property(layers, fc.array(query, { minLength: 2, maxLength: 6 }), (written, queries) => {
    const { fs } = merged(...written.map((entries) => layer(...entries)));
    const view = new TreeView(fs);
    while (view.prepareSearch());
    for (const each of queries) {
      const fresh = new TreeView(fs);
      expect([each, view.open(each), view.rows(0, 1000)]).toEqual([each, fresh.open(each), fresh.rows(0, 1000)]);
    }
  }), { numRuns: 400 });
});

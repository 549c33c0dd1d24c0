/** The merge against a model that copies the whole tree for every layer, on random well-formed layers. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { findWaste } from '../../../src/core/waste/waste';
import { payloadReachable, payloads, sizeOf } from '../../../src/core/image/root-fs';
import { dir, type Entry, file, hardlink, layer, merged, opaque, pathsOf, symlink, whiteout } from './layers';

/** What lies at a path: `inode` numbers files, so that links share one. */
interface Node {
  readonly kind: 'dir' | 'file' | 'symlink';
  readonly inode: number;
  readonly size: number;
}

const names = ['a', 'b', 'a-', '.x'];
const path = fc.array(fc.constantFrom(...names), { minLength: 1, maxLength: 3 }).map((parts) => parts.join('/'));
const entry: fc.Arbitrary<Entry> = fc.oneof(
  { weight: 4, arbitrary: fc.tuple(path, fc.integer({ min: 0, max: 9 })).map(([at, length]) => file(at, 'x'.repeat(length))) },
  { weight: 3, arbitrary: path.map((at) => dir(at)) },
  { weight: 1, arbitrary: path.map((at) => symlink(`${at}/link`, 'nowhere')) },
  { weight: 2, arbitrary: path.map((at) => whiteout(at)) },
  { weight: 1, arbitrary: path.map((at) => opaque(at)) },
  { weight: 2, arbitrary: fc.tuple(path, path).map(([at, to]) => hardlink(at, to)) },
);

function below(tree: ReadonlyMap<string, Node>, at: string): string[] {
  return [...tree.keys()].filter((key) => at === '' || key.startsWith(`${at}/`));
}

/** Lays a layer upon a tree as the specification says it; answers undefined where a hard link has no file to lead to. */
function apply(tree: Map<string, Node>, entries: readonly Entry[], count: { inodes: number }): boolean {
  const remove = (at: string): void => {
    for (const key of below(tree, at)) tree.delete(key);
    tree.delete(at);
  };
  const make = (at: string): void => {
    const parts = at.split('/');
    for (let length = 1; length <= parts.length; length += 1) {
      const parent = parts.slice(0, length).join('/');
      if (tree.get(parent)?.kind === 'dir') continue;
      remove(parent);
      tree.set(parent, { kind: 'dir', inode: -1, size: 0 });
    }
  };
  const marker = /^(.*\/)?\.wh\.([^/]+)$/;
  for (const { path: at } of entries) {
    const found = marker.exec(at);
    if (found === null) continue;
    const parent = (found[1] ?? '').replace(/\/$/, '');
    if (found[2] !== '.wh..opq') remove(parent === '' ? found[2]! : `${parent}/${found[2]!}`);
    else if (tree.get(parent)?.kind === 'dir') for (const key of below(tree, parent)) tree.delete(key);
    else remove(parent);
  }
  for (const { path: at, type, content, link } of entries) {
    const found = marker.exec(at);
    if (found !== null) {
      if (found[2] === '.wh..opq') make(at.replace(/\/[^/]*$/, ''));
      continue;
    }
    const parent = at.replace(/\/?[^/]*$/, '');
    if (parent !== '') make(parent);
    if (type === 'dir') {
      make(at);
      continue;
    }
    const target = type === 'hardlink' ? tree.get(link!) : undefined;
    if (type === 'hardlink' && (target === undefined || target.kind === 'dir')) return false;
    remove(at);
    tree.set(at, target ?? { kind: type === 'symlink' ? 'symlink' : 'file', inode: (count.inodes += 1), size: content?.length ?? 0 });
  }
  return true;
}

/** Two entries at one path, or a symlink as a parent, make a layer that the model does not speak of. */
function wellFormed(layers: readonly (readonly Entry[])[]): boolean {
  return layers.every((entries) => entries.every(({ path: at }) => !/(^|\/)link\//.test(at)));
}

test('agrees with the model on paths, bytes and reachable inodes, at every layer', { timeout: 60_000 }, () => {
  fc.assert(
    fc.property(fc.array(fc.array(entry, { maxLength: 12 }), { minLength: 1, maxLength: 5 }), (layers) => {
      fc.pre(wellFormed(layers));
      const tree = new Map<string, Node>();
      const count = { inodes: 0 };
      const { fs } = merged(...layers.map((entries) => layer(...entries)));
      let stored = 0;
      for (const [index, entries] of layers.entries()) {
        fc.pre(apply(tree, entries, count));
        const expected = [...tree].map(([at, { kind }]) => (kind === 'dir' ? `${at}/` : kind === 'symlink' ? `${at} -> nowhere` : at)).sort();
        expect(pathsOf(fs, index).sort()).toEqual(expected);
        stored += entries.reduce((sum, { type, content }) => sum + (type === 'file' ? content!.length : 0), 0);
        const sizes = new Map([...tree.values()].filter(({ kind }) => kind === 'file').map(({ inode, size }) => [inode, size]));
        const reachable = [...sizes.values()].reduce((sum, size) => sum + size, 0);
        const ours = [...payloads(fs)].filter((payload) => payloadReachable(fs, payload, index)).reduce((sum, payload) => sum + sizeOf(fs, payload), 0);
        expect(ours).toBe(reachable);
        expect(findWaste(fs).layers[index]!.runningBytes).toBe(reachable);
      }
      const waste = findWaste(fs);
      expect(waste.bytes).toBe(stored);
      expect(waste.reachableBytes + waste.hiddenBytes).toBe(stored);
      expect(waste.items.sum(({ bytes }) => bytes)).toBe(waste.hiddenBytes);
    }),
    { numRuns: 250 },
  );
});

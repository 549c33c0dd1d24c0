/** Every range of many random images: the root file system stays, prediction and result agree to the byte, the rest is untouched. */
import { describe, expect, it } from 'vitest';
import { changesetOf } from '../../../src/core/squash/changeset';
import { planSquash } from '../../../src/core/squash/plan';
import { rangeSizes } from '../../../src/core/squash/range-sizes';
import { layerBytes } from '../../../src/core/writer/layer-writer';
import { blobOf, dir, file, hardlink, imageOf, linkedNames, opaque, rowsOf, squashed, symlink, whiteout, type Item, type OpenImage } from './images';

/** A small generator of its own (mulberry32), so that a failing seed can be run again. */
function randomOf(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) % below;
  };
}

const LONG = `${'long-'.repeat(25)}name`;

/** Few names, so that layers meet often; one is too long for a plain header, one is not ASCII. */
function randomPath(random: (below: number) => number): string {
  if (random(12) === 0) return `${'p'.repeat(60 + random(100))}/${'q'.repeat(60 + random(50))}/${'r'.repeat(random(60) + 1)}`;
  const names = ['a', 'b', 'c', 'd', random(6) === 0 ? LONG : 'e', random(6) === 0 ? 'ünï' : 'f'];
  return Array.from({ length: 1 + random(3) }, () => names[random(names.length)]).join('/');
}

function randomItem(random: (below: number) => number, made: readonly string[]): Item {
  const path = randomPath(random);
  const extra = { uid: random(3), mode: [0o644, 0o755, 0o4755][random(3)]!, mtime: random(8) === 0 ? 12.5 : random(1000) };
  switch (random(12)) {
    case 0: case 1: case 2: return file(path, 'x'.repeat(random(3) * random(900)) + path, extra);
    case 3: case 4: return dir(path, extra);
    case 5: return symlink(path, random(9) === 0 ? 'ü'.repeat(random(60)) : random(2) === 0 ? randomPath(random) : `/${randomPath(random)}`);
    case 6: return hardlink(path, made.length > 0 ? made[random(made.length)]! : 'a');
    case 7: case 8: return whiteout(path);
    case 9: return opaque(random(6) === 0 ? '' : path);
    case 10: return random(2) === 0 ? { path, type: 'fifo', ...extra } : { path, type: 'char', device: [1, 3], ...extra };
    default: return file(path, random(3) === 0 ? '' : 'same', random(4) === 0 ? { ...extra, xattrs: { 'user.k': 'v\u0000w' } } : extra);
  }
}

function randomLayers(seed: number): Item[][] {
  const random = randomOf(seed);
  const made: string[] = [];
  return Array.from({ length: 2 + random(4) }, () => {
    const items = Array.from({ length: random(9) }, () => randomItem(random, made));
    made.push(...items.filter(({ type }) => type === 'file' || type === 'symlink').map(({ path }) => String(path)));
    return items;
  });
}

/** Names that were links of each other still are, unless a lower layer holds one of them; and no others became so. */
function expectLinks(before: OpenImage, after: OpenImage, from: number, label: string): void {
  const { fs } = before.analysed;
  const groups = [...linkedNames(before)];
  const now = [...linkedNames(after).values()];
  for (const names of now) expect(groups.some(([, all]) => names.every((name) => all.includes(name))), label).toBe(true);
  for (const [inode, names] of groups) {
    if ((fs.linkGroups.get(inode) ?? []).every((version) => fs.born[version]! >= from)) expect(now, label).toContainEqual(names);
  }
}

const SEEDS = Array.from({ length: 6 }, (_, index) => index * 10);

describe('squashing every range of random images', () => {
  it.each(SEEDS)('keeps what containers see, seeds %i and the next 9', async (start) => {
    for (let seed = start; seed < start + 10; seed += 1) {
      const layers = randomLayers(seed);
      const before = await imageOf(...layers);
      const rows = await rowsOf(before);
      const { ranges } = planSquash(before.analysed);
      expect(ranges).toHaveLength((layers.length * (layers.length - 1)) / 2);
      for (const { from, to, savedBytes } of ranges) {
        const label = `seed ${seed}, layers ${from} to ${to} of ${layers.length}`;
        const { image: after, result } = await squashed(before, from, to, { layout: seed % 2 === 0 ? 'oci' : 'docker' });
        expect(await rowsOf(after), label).toEqual(rows);
        expect(after.analysed.image.layers[from]!.storedBytes, label).toBe(result.squashed.tarBytes);
        expect(result.savedBytes, label).toBe(savedBytes);
        expect(result.layersAfter, label).toBe(after.analysed.image.layers.length);
        expect(after.analysed.image.layers.reduce((sum, layer) => sum + layer.tarBytes, 0), label).toBe(result.bytesAfter);
        for (let layer = 0; layer < layers.length - (to - from); layer += 1) {
          if (layer !== from) expect(await blobOf(after, layer), label).toEqual(await blobOf(before, layer < from ? layer : layer + to - from));
        }
        expectLinks(before, after, from, label);
        const mismatches = after.analysed.diagnostics.filter(({ kind }) => /mismatch|corrupt|truncated/.test(kind));
        expect(mismatches, label).toEqual([]);
      }
    }
  });

  it('sums up for every range what its changeset takes', async () => {
    for (let seed = 1000; seed < 1150; seed += 1) {
      const { analysed: { fs } } = await imageOf(...randomLayers(seed));
      const sizes = rangeSizes(fs);
      for (let from = 0; from < fs.tables.length; from += 1) {
        for (let to = from; to < fs.tables.length; to += 1) {
          expect(sizes(from, to), `seed ${seed}, layers ${from} to ${to}`).toBe(layerBytes(changesetOf(fs, from, to)));
        }
      }
    }
  });
});

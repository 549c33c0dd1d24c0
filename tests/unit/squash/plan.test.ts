/** What a plan says of savings, base image, docker-squash's last N, and which range is worth it; and the evidence for one. */
import { describe, expect, it } from 'vitest';
import { decodeUtf8 } from '../../../src/core/bytes/text';
import { openArchive } from '../../../src/core/archive/open';
import { createCodecs } from '../../../src/core/bytes/create-codecs';
import { rangeEvidence } from '../../../src/core/squash/evidence';
import { planSquash } from '../../../src/core/squash/plan';
import { planReport } from '../../../src/core/squash/plan-report';
import { readReport } from '../../../src/core/report/validate';
import { fixture } from '../archive/helpers';
import { archiveOf, dir, file, imageOf, layerTar, openImage, rowsOf, source, squashed, valueOf, whiteout, type Item } from './images';

const BIG = 'b'.repeat(200_000);

function imageWith(layers: readonly (readonly Item[])[], history: readonly object[]) {
  return archiveOf(layers.map(layerTar), history).then(openImage);
}

const steps = (...commands: readonly string[]): object[] => commands.map((text) => {
  const [created_by = '', comment] = text.split(' ## ');
  return { created_by: created_by.replace(/^-/, ''), created: '2024-01-01T00:00:00Z', ...(comment === undefined ? {} : { comment }), ...(text.startsWith('-') ? { empty_layer: true } : {}) };
});

describe('the plan', () => {
  it('has every range, and the saving that writing it has', async () => {
    const image = await imageOf([file('a', BIG)], [whiteout('a'), file('b', 'x')], [file('b', 'y')], [file('c')]);
    const { ranges, all, bytes } = planSquash(image.analysed);
    expect(ranges.map(({ from, to }) => `${from}-${to}`)).toEqual(['0-1', '0-2', '0-3', '1-2', '1-3', '2-3']);
    for (const { from, to, savedBytes } of ranges) expect((await squashed(image, from, to)).result.savedBytes).toBe(savedBytes);
    expect(all).toMatchObject({ from: 0, to: 3, contentBytes: 200_001 });
    expect(bytes).toBe(image.analysed.image.layers.reduce((sum, { tarBytes }) => sum + tarBytes, 0));
  });

  it('counts the last N as docker-squash does, entries without a layer included', async () => {
    const image = await imageWith([[file('a')], [file('b')], [file('c')]], steps('RUN a', '-ENV x', 'RUN b', 'RUN c', '-CMD y'));
    expect(planSquash(image.analysed).lastN.map(({ count, range }) => [count, range?.from])).toEqual([[2, undefined], [3, 1], [4, 1], [5, 0]]);
  });

  it('says nothing of the last N where history and layers do not match', async () => {
    expect(planSquash((await imageWith([[file('a')], [file('b')]], steps('RUN a'))).analysed).lastN).toEqual([]);
  });

  it('saves nothing by links into lower layers, which become copies', async () => {
    const image = await imageOf([file('a', BIG)], [{ path: 'b', type: 'hardlink', link: 'a' }], [file('c')]);
    expect(planSquash(image.analysed).ranges.find(({ from, to }) => from === 1 && to === 2)!.savedBytes).toBeLessThan(-190_000);
    expect(rangeEvidence(image.analysed, { from: 1, to: 2 }).copied).toMatchObject([{ bytes: 200_000, layer: 0 }]);
  });

  it('is a report that others can open', async () => {
    const report = planReport((await imageOf([file('a', BIG)], [whiteout('a')])).analysed);
    expect(valueOf(readReport(JSON.stringify(report)))).toMatchObject({ kind: 'plan', ranges: [{ from: 0, to: 1 }] });
  });
});

describe('the recommendation', () => {
  it('keeps the base image out where that loses little', async () => {
    const image = await imageWith([[file('base', BIG), file('etc', 'e'.repeat(4000))], [file('tmp', BIG)], [whiteout('tmp'), whiteout('etc')]],
      steps('ADD file:1 in /', 'RUN make ## FROM docker.io/library/debian:12', 'RUN rm'));
    const { recommended, aboveBase, base } = planReport(image.analysed);
    expect(recommended).toMatchObject({ from: 1, to: 2, pulledAgainBytes: 0 });
    expect(recommended!.reason).toMatch(/leaves layer 0 of the base image shared\. Squashing everything would save 6\.1\d kB more, and 206 kB of shared layers/);
    expect(aboveBase).toMatchObject({ from: 1, to: 2 });
    expect(base).toMatchObject({ layers: 1, confidence: 'certain', name: 'docker.io/library/debian:12' });
  });

  it('says how much would have to be pulled again where that is more than is saved', async () => {
    const image = await imageWith([[file('base', BIG), file('big', 'x'.repeat(50_000))], [whiteout('big')]], steps('ADD file:1 in /', 'RUN rm ## FROM debian:12'));
    const report = planReport(image.analysed);
    expect(report.recommended).toBeUndefined();
    expect(report.nothing).toMatch(/^Layers 0 to 1 would save 5\d\.\d kB, but 25\d kB of the base image's layers \(layer 0\) would have to be pulled again\.$/);
  });

  it('takes the fewest layers that save as much', async () => {
    const image = await imageOf([file('a')], [file('tmp', BIG)], [whiteout('tmp')], [file('z')]);
    expect(planReport(image.analysed).recommended).toMatchObject({ from: 1, to: 2, contentBytes: 200_000 });
  });

  it('recommends nothing where layers hide nothing of each other', async () => {
    const report = planReport((await imageOf([file('a', BIG)], [file('b', BIG)])).analysed);
    expect(report.recommended).toBeUndefined();
    expect(report.nothing).toContain('No layer hides a byte');
  });

  it('recommends nothing where almost nothing is hidden, and something in an image that is small itself', async () => {
    expect(planReport((await imageOf([file('a', BIG), file('b', 'bb')], [whiteout('b')])).analysed).nothing).toBe('Layers hide only 2 B of 200 kB: too little for layers that others may share.');
    expect(planReport((await imageOf([file('a', 'a'), file('b', 'bb')], [whiteout('b')])).analysed).recommended).toMatchObject({ from: 0, to: 1, contentBytes: 2 });
  });

  it('says why one layer alone has nothing to gain', async () => {
    const report = planReport((await imageOf([file('a', BIG)])).analysed);
    expect(report).toMatchObject({ ranges: [], lastN: [] });
    expect(report.nothing).toContain('one layer only');
  });
});

describe('the evidence of a range', () => {
  it('names what vanishes, who made it and who hid it, and the change of the Dockerfile', async () => {
    const image = await imageWith([
      [dir('src'), file('src/a', BIG), file('junk', 'j'.repeat(900))],
      [file('cache', 'c'.repeat(500))],
      [whiteout('cache'), whiteout('junk'), file('src/a', BIG, { uid: 10, gid: 20 })],
    ], steps('COPY . / # buildkit', 'RUN /bin/sh -c make # buildkit', 'RUN |1 A=b /bin/sh -c rm -rf cache junk && chown 10:20 src # buildkit'));
    const evidence = rangeEvidence(image.analysed, { from: 0, to: 2 });
    expect(evidence.contentBytes).toBe(201_400);
    expect(evidence.vanished.map(({ path, bytes, layer, reason, hiddenBy }) => [decodeUtf8(path), bytes, layer, reason, hiddenBy])).toEqual([
      ['src/a', 200_000, 0, 'metadata-only', 2], ['junk', 900, 0, 'deleted', 2], ['cache', 500, 1, 'deleted', 2],
    ]);
    expect(evidence.changes.map(({ kind, layers, bytes }) => [kind, layers, bytes])).toEqual([
      ['copy-with-attributes', [0, 2], 200_000], ['leave-out', [0, 2], 900], ['move-removal', [1, 2], 500],
    ]);
    expect(evidence.changes[0]!.text).toContain('`--chown=10:20`');
    expect(evidence.changes[2]!.text).toContain('`RUN make` (layer 1) and `RUN rm -rf cache junk && chown 10:20 src` (layer 2)');
    expect(rangeEvidence(image.analysed, { from: 1, to: 2 }).contentBytes).toBe(500);
    expect(rangeEvidence(image.analysed, { from: 0, to: 1 }).vanished).toEqual([]);
    expect(rangeEvidence(image.analysed, { from: 0, to: 2 }, 1).changes.map(({ layers }) => layers)).toEqual([[1, 2]]);
  });

  it('groups all that vanishes by its cause, named by the directory that holds nearly all of it, whatever is asked for in full', async () => {
    const many = Array.from({ length: 30 }, (_, index) => `var/cache/deep/f${index}`);
    const image = await imageWith([
      [...many.map((path) => file(path, 'x'.repeat(100))), file('etc/stray', 'y'.repeat(200)), file('srv/one', 'z'.repeat(700))],
      [...many.map(whiteout), whiteout('etc/stray'), file('srv/one', 'new')],
    ], steps('RUN make', 'RUN rm'));
    const evidence = rangeEvidence(image.analysed, { from: 0, to: 1 }, 0, undefined, 2);
    expect(evidence.vanished.map(({ bytes }) => bytes)).toEqual([700, 200]);
    expect(evidence.vanishedFiles).toBe(32);
    expect(evidence.groups.map(({ path, ...group }) => ({ path: decodeUtf8(path), ...group }))).toEqual([
      { path: 'var/cache/deep', bytes: 3200, files: 31, reason: 'deleted', hiddenBy: 1, layers: [0] },
      { path: 'srv/one', bytes: 700, files: 1, reason: 'replaced', hiddenBy: 1, layers: [0] },
    ]);
  });

  it('names a group by a file only where all of it are versions of that file', async () => {
    const image = await imageWith([
      [file('var/cache/apt/large.bin', 'x'.repeat(9000)), file('var/cache/apt/small.bin', 'y'), file('srv/one', 'a'.repeat(700))],
      [file('srv/one', 'b'.repeat(700))],
      [file('var/cache/apt/large.bin', 'z'), whiteout('srv/one')],
      [file('var/cache/apt/small.bin', 'z')],
    ], steps('RUN a', 'RUN b', 'RUN c', 'RUN d'));
    const groups = (to: number) => rangeEvidence(image.analysed, { from: 0, to }).groups.map(({ path, files, hiddenBy }) => [decodeUtf8(path), files, hiddenBy]);
    expect(groups(2)).toEqual([['var/cache/apt/large.bin', 1, 2], ['srv/one', 1, 1], ['srv/one', 1, 2]]);
    const both = await imageWith([
      [file('var/cache/apt/large.bin', 'x'.repeat(9000)), file('var/cache/apt/small.bin', 'y')],
      [file('var/cache/apt/large.bin', 'z'), file('var/cache/apt/small.bin', 'z')],
    ], steps('RUN a', 'RUN b'));
    expect(rangeEvidence(both.analysed, { from: 0, to: 1 }).groups.map(({ path, files }) => [decodeUtf8(path), files])).toEqual([['var/cache/apt', 2]]);
  });

  it('leaves a group to the root where it lies everywhere', async () => {
    const image = await imageWith([[file('a/x', 'x'.repeat(100)), file('b/y', 'y'.repeat(100))], [whiteout('a/x'), whiteout('b/y')]], steps('RUN make', 'RUN rm'));
    expect(rangeEvidence(image.analysed, { from: 0, to: 1 }).groups.map(({ path, files }) => [decodeUtf8(path), files])).toEqual([['', 2]]);
  });

  it('adds up to the content that the plan says', async () => {
    const image = await openImage(fixture('images/tide.skopeo.tar'));
    for (const { from, to, contentBytes } of planSquash(image.analysed).ranges) expect(rangeEvidence(image.analysed, { from, to }).contentBytes).toBe(contentBytes);
  });
});

describe('images that other tools saved', () => {
  it.each(['docker25', 'legacy', 'oci-gzip', 'oci-zstd', 'skopeo'])('tide.%s.tar is the same after squashing any range', async (name) => {
    const before = await openImage(fixture(`images/tide.${name}.tar`));
    const rows = await rowsOf(before);
    const { ranges } = planSquash(before.analysed);
    expect(ranges.length).toBeGreaterThan(0);
    for (const { from, to, savedBytes } of ranges) {
      const { image, result } = await squashed(before, from, to);
      expect(await rowsOf(image)).toEqual(rows);
      expect(result.savedBytes).toBe(savedBytes);
      expect(image.analysed.diagnostics.filter(({ kind }) => /mismatch/.test(kind))).toEqual([]);
    }
  });

  it('finds the layers that two images of one archive share', async () => {
    const codecs = await createCodecs();
    const opened = valueOf(await openArchive(source(fixture('archive/two-images.tar')), codecs));
    expect(opened.archive.images.length).toBeGreaterThan(1);
    const { analysed } = await openImage(fixture('archive/two-images.tar'));
    const others = new Set(opened.archive.images.slice(1).flatMap(({ layers }) => layers.map(({ diffId }) => diffId)));
    expect(planSquash(analysed).shared).toEqual(analysed.image.layers.map(({ diffId }) => others.has(diffId)));
  });
});

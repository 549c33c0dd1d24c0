/** Whatever stands at a path can be taken out: links, devices, pipes, empty files, and a hard link whose target another layer holds. */
import { execFileSync } from 'node:child_process';
import { expect, test } from 'vitest';
import { encodeUtf8 } from '../../../src/core/bytes/text';
import { writeExtract, type ExtractForm } from '../../../src/core/extract/write-extract';
import { LayerReader } from '../../../src/core/writer/layer-reader';
import { dir, file, hardlink, imageOf, MemorySink, symlink, whiteout, type Item, type OpenImage } from '../squash/images';

const LAYERS: readonly (readonly Item[])[] = [
  [
    dir('top', { mode: 0o750, uid: 7 }), file('top/first', 'the one content', { mode: 0o640, uid: 5, gid: 6, mtime: 1_600_000_000 }), file('top/empty'), file('at-root', 'r'),
    symlink('top/link', '../elsewhere/it'), { path: 'top/tty', type: 'char', mode: 0o620, device: [4, 64] }, { path: 'top/disk', type: 'block', mode: 0o660, device: [8, 1] },
    { path: 'top/pipe', type: 'fifo', mode: 0o600 }, dir('hollow'),
  ],
  [dir('other'), hardlink('other/second', 'top/first')],
  [whiteout('top/first')],
];

async function extracted({ analysed, source, codecs }: OpenImage, path: string, form: ExtractForm, layer = LAYERS.length - 1): Promise<Buffer | string> {
  const { fs, image } = analysed;
  const sink = new MemorySink();
  const outcome = await writeExtract(fs, fs.paths.findPath(encodeUtf8(path)), layer, { reader: new LayerReader(source, codecs, image.layers.map(({ location }) => location)), sink }, form);
  return outcome.ok ? Buffer.from(sink.bytes) : outcome.problem.kind;
}

/** As GNU tar lists it: mode, owner, size or device, name. */
function listing(tar: Buffer | string): string[] {
  return execFileSync('tar', ['-tvf', '-', '--numeric-owner', '--full-time', '--utc'], { input: tar, encoding: 'utf8' }).trim().split('\n').map((line) => line.replaceAll(/ +/g, ' '));
}

test.for([
  ['top/link', ['lrwxrwxrwx 0/0 0 1970-01-01 00:00:00 link -> ../elsewhere/it']],
  ['top/tty', ['crw--w---- 0/0 4,64 1970-01-01 00:00:00 tty']],
  ['top/disk', ['brw-rw---- 0/0 8,1 1970-01-01 00:00:00 disk']],
  ['top/pipe', ['prw------- 0/0 0 1970-01-01 00:00:00 pipe']],
  ['top/empty', ['-rw-r--r-- 0/0 0 1970-01-01 00:00:00 empty']],
  ['hollow', ['drwxr-xr-x 0/0 0 1970-01-01 00:00:00 hollow/']],
  ['at-root', ['-rw-r--r-- 0/0 1 1970-01-01 00:00:00 at-root']],
  ['other/second', ['-rw-r----- 5/6 15 2020-09-13 12:26:40 second']],
] as const)('%s as a tar is that one entry', async ([path, expected]) => {
  expect(listing(await extracted(await imageOf(...LAYERS), path, 'tar'))).toEqual(expected);
});

test('what has no bytes of its own is a tar, whichever form is asked for', async () => {
  const image = await imageOf(...LAYERS);
  for (const path of ['top/link', 'top/tty', 'top/pipe', 'hollow']) expect(await extracted(image, path, 'content')).toEqual(await extracted(image, path, 'tar'));
});

test('a hard link has its bytes, though a lower layer holds them under a name that is gone', async () => {
  const image = await imageOf(...LAYERS);
  expect(String(await extracted(image, 'other/second', 'content'))).toBe('the one content');
  expect(execFileSync('tar', ['-xOf', '-'], { input: await extracted(image, 'other/second', 'tar'), encoding: 'utf8' })).toBe('the one content');
  expect(await extracted(image, 'top/first', 'content')).toBe('nothing-to-save');
  expect(String(await extracted(image, 'top/first', 'content', 1))).toBe('the one content');
});

test('an empty file is 0 bytes, a folder keeps its links to itself', async () => {
  const image = await imageOf(...LAYERS);
  expect(await extracted(image, 'top/empty', 'content')).toEqual(Buffer.alloc(0));
  const names = listing(await extracted(image, 'top', 'content')).map((line) => line.split(' ').slice(5).join(' '));
  expect(names.toSorted()).toEqual(['top/', 'top/disk', 'top/empty', 'top/link -> ../elsewhere/it', 'top/pipe', 'top/tty']);
});

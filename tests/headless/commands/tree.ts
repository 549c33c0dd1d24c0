/** `tree FILE [--image N] [--layer K] [--sha256]`: the root file system, one line a path. */
import { createHash, type Hash } from 'node:crypto';
import { openBlob } from '../../../src/core/archive/blob-stream';
import { ByteCursor } from '../../../src/core/archive/byte-cursor';
import type { ByteSource } from '../../../src/core/bytes/byte-source';
import type { Codecs } from '../../../src/core/bytes/codec';
import { escapePath } from '../../../src/core/bytes/text';
import type { AnalysedImage } from '../../../src/core/image/analyse';
import type { Layer } from '../../../src/core/image/image';
import { EntryType } from '../../../src/core/image/layer-table';
import { entriesAt, layerCount, rareOf, type FsEntry } from '../../../src/core/image/root-fs';
import { forwardSource } from '../../../src/core/writer/forward-source';
import { readArguments } from '../arguments';
import { usageProblem, type CommandResult } from '../command';
import { contentOf, withImage, type OpenImageFile } from '../open-image';

const USAGE = 'tree FILE [--image N] [--platform os/arch] [--layer K] [--sha256]';

/** For the holes of sparse files. */
const ZEROS = new Uint8Array(1 << 16);

const typeNames = Object.keys(EntryType);

export async function run(argv: readonly string[]): Promise<CommandResult> {
  const args = readArguments(argv, { image: 'string', platform: 'string', layer: 'string', sha256: 'boolean' }, 1, USAGE);
  if (!args.ok) return args.result;
  const { value } = args;
  const [wanted, layer] = [value.number('image'), value.number('layer')];
  if (Number.isNaN(wanted) || Number.isNaN(layer)) return usageProblem('--image and --layer take a number from 0.', USAGE);
  return withImage(value.positionals[0]!, { image: wanted, platform: value.text('platform') }, async (analysed, file) => {
    const { fs } = analysed;
    if (layer !== undefined && layer >= layerCount(fs)) {
      return { kind: 'problem', problem: { kind: 'no-such-layer', message: `The image has ${layerCount(fs)} layers, counted from 0; there is no layer ${layer}.`, advice: 'Choose one of them.' } };
    }
    const digests = value.flag('sha256') ? await digestsOf(file, analysed, layer) : undefined;
    return { kind: 'ndjson', rows: rows(entriesAt(fs, layer), digests) };
  });
}

function* rows(entries: Iterable<FsEntry>, digests: ReadonlyMap<number, string> | undefined): Generator<unknown> {
  for (const entry of entries) {
    const sha256 = digests?.get(entry.inode);
    yield {
      path: escapePath(entry.path), type: typeNames[entry.type], size: entry.size, mode: entry.mode, uid: entry.uid, gid: entry.gid,
      ...(entry.link === undefined ? {} : { link: escapePath(entry.link) }),
      ...(entry.type === EntryType.file && sha256 !== undefined ? { sha256 } : {}),
    };
  }
}

/** SHA-256 of every file that is shown, by inode; each layer is read once, front to back, in the order in which they lie in the file. */
async function digestsOf(file: OpenImageFile, { fs, image }: AnalysedImage, layer: number | undefined): Promise<Map<number, string>> {
  const digests = new Map<number, string>();
  const wanted = new Map<number, Map<number, number>>();
  for (const entry of entriesAt(fs, layer)) {
    if (entry.type !== EntryType.file) continue;
    if (entry.size === 0) digests.set(entry.inode, createHash('sha256').digest('hex'));
    else wanted.set(entry.layer, (wanted.get(entry.layer) ?? new Map<number, number>()).set(entry.row, entry.inode));
  }
  const source = forwardSource(contentOf(file));
  try {
    const place = (index: number): number => image.layers[index]!.location?.offset ?? 0;
    for (const [index, inodes] of [...wanted].sort(([a], [b]) => place(a) - place(b))) await digestLayer(source, file.codecs, image.layers[index]!, inodes, digests);
  } finally {
    await source.close();
  }
  return digests;
}

/** Files that a cut layer does not hold whole get no digest. */
async function digestLayer(source: ByteSource, codecs: Codecs, { location, table }: Layer, inodes: ReadonlyMap<number, number>, digests: Map<number, string>): Promise<void> {
  if (location === undefined || table === undefined) return;
  const blob = await openBlob(source.stream(location.offset, location.offset + location.size), codecs);
  const cursor = new ByteCursor(blob.content);
  try {
    for (const [row, inode] of [...inodes].sort(([a], [b]) => table.dataOffset[a]! - table.dataOffset[b]!)) {
      const size = table.size[row]!;
      if (!(await cursor.seek(table.dataOffset[row]!))) continue;
      const hash = createHash('sha256');
      let [at, whole] = [0, true];
      for (const [offset, length] of rareOf(table, row)?.sparse ?? [[0, size] as const]) {
        zeros(hash, offset - at);
        whole &&= (await cursor.take(length, (piece) => hash.update(piece))) === length;
        at = offset + length;
      }
      zeros(hash, size - at);
      if (whole) digests.set(inode, hash.digest('hex'));
    }
  } finally {
    await blob.cancel();
  }
}

function zeros(hash: Hash, count: number): void {
  for (let left = count; left > 0; left -= ZEROS.length) hash.update(left < ZEROS.length ? ZEROS.subarray(0, left) : ZEROS);
}

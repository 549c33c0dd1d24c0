/** `tree FILE [--image N] [--layer K] [--sha256]`: the root file system, one line a path. */
import { createHash } from 'node:crypto';
import { readEntry, readRows } from '../../../src/core/archive/read-rows';
import { escapePath } from '../../../src/core/bytes/text';
import type { AnalysedImage } from '../../../src/core/image/analyse';
import { EntryType } from '../../../src/core/image/layer-table';
import { entriesAt, layerCount, type FsEntry } from '../../../src/core/image/root-fs';
import { ProblemError } from '../../../src/core/problem';
import { readArguments } from '../arguments';
import { usageProblem, type CommandResult } from '../command';
import { analyse, chooseImage, contentOf, openImageFile, type OpenImageFile } from '../open-image';

const USAGE = 'tree FILE [--image N] [--platform os/arch] [--layer K] [--sha256]';

/** Content that is held at once while digests are computed, in bytes; larger files are read in pieces of this size. */
const PIECE = 64 * 1024 * 1024;

const typeNames = Object.keys(EntryType);

export async function run(argv: readonly string[]): Promise<CommandResult> {
  const args = readArguments(argv, { image: 'string', platform: 'string', layer: 'string', sha256: 'boolean' }, 1, USAGE);
  if (!args.ok) return args.result;
  const { value } = args;
  const [wanted, layer] = [value.number('image'), value.number('layer')];
  if (Number.isNaN(wanted) || Number.isNaN(layer)) return usageProblem('--image and --layer take a number from 0.', USAGE);
  const file = await openImageFile(value.positionals[0]!);
  if (!file.ok) return { kind: 'problem', problem: file.problem };
  try {
    const image = chooseImage(file.value, wanted, value.text('platform'));
    if (!image.ok) return { kind: 'problem', problem: image.problem };
    const analysed = await analyse(file.value, image.value);
    if (!analysed.ok) return { kind: 'problem', problem: analysed.problem };
    const { fs } = analysed.value;
    if (layer !== undefined && layer >= layerCount(fs)) {
      return { kind: 'problem', problem: { kind: 'no-such-layer', message: `The image has ${layerCount(fs)} layers, counted from 0; there is no layer ${layer}.`, advice: 'Choose one of them.' } };
    }
    const digests = value.flag('sha256') ? await digestsOf(file.value, analysed.value, layer) : undefined;
    return { kind: 'ndjson', rows: rows(entriesAt(fs, layer), digests) };
  } finally {
    await file.value.close();
  }
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

/** SHA-256 of every file that is shown, by inode, read layer by layer. */
async function digestsOf(file: OpenImageFile, analysed: AnalysedImage, layer: number | undefined): Promise<Map<number, string>> {
  const digests = new Map<number, string>();
  const wanted = new Map<number, Map<number, number>>();
  for (const entry of entriesAt(analysed.fs, layer)) {
    if (entry.type !== EntryType.file) continue;
    if (entry.size === 0) digests.set(entry.inode, createHash('sha256').digest('hex'));
    else wanted.set(entry.layer, (wanted.get(entry.layer) ?? new Map<number, number>()).set(entry.row, entry.inode));
  }
  for (const [index, inodes] of wanted) await digestLayer(file, analysed, index, inodes, digests);
  return digests;
}

async function digestLayer(file: OpenImageFile, analysed: AnalysedImage, index: number, inodes: ReadonlyMap<number, number>, digests: Map<number, string>): Promise<void> {
  const { location, table } = analysed.image.layers[index]!;
  if (location === undefined || table === undefined) return;
  const { codecs } = file;
  const source = contentOf(file);
  let batch: number[] = [];
  let bytes = 0;
  const flush = async (): Promise<void> => {
    const contents = await readRows(source, location, codecs, table, Uint32Array.from(batch), PIECE);
    if (!contents.ok) throw new ProblemError(contents.problem);
    contents.value.forEach((content, at) => {
      if (content !== undefined && content.length === table.size[batch[at]!]) digests.set(inodes.get(batch[at]!)!, createHash('sha256').update(content).digest('hex'));
    });
    [batch, bytes] = [[], 0];
  };
  for (const [row, inode] of [...inodes].sort(([a], [b]) => a - b)) {
    const size = table.size[row]!;
    if (size > PIECE) {
      const hash = createHash('sha256');
      let at = 0;
      for (let piece = 1; at < size && piece > 0; at += piece) {
        const content = await readEntry(source, location, codecs, table, row, at, PIECE);
        if (!content.ok) throw new ProblemError(content.problem);
        hash.update(content.value);
        piece = content.value.length;
      }
      if (at === size) digests.set(inode, hash.digest('hex'));
      continue;
    }
    if (bytes + size > 4 * PIECE) await flush();
    batch.push(row);
    bytes += size;
  }
  if (batch.length > 0) await flush();
}

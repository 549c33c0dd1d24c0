/** One pass over a layer's blob: decompress, read the tar, fill the table, hash what is read. */
import type { ByteSource } from '../bytes/byte-source';
import type { Codecs, Sha256 } from '../bytes/codec';
import { latin1 } from '../bytes/latin1';
import { encodeUtf8, escapeShort } from '../bytes/text';
import type { BlobLocation } from '../image/image';
import { failure, success, type Diagnostic, type Outcome, type Problem } from '../problem';
import { openBlob, type BlobStream } from './blob-stream';
import { LayerSink, SKIP_ABOVE } from './layer-sink';
import type { LayerScan, ScanOptions } from './scanner';
import { TarParser } from './tar-parser';
import { CANCELLED, TarRun } from './tar-run';

/**
 * Scans the blob at `location` of `source`. A damaged or cut layer gives the entries that could be read and a diagnostic
 * (`layer-corrupt`, `layer-truncated`, `layer-too-large`); the outcome is a failure only when the source itself cannot be
 * read or the work was cancelled. `onProgress` is told the stored bytes done so far. Files of compressed layers are all
 * hashed; in raw ones those above 1 MiB are skipped, unless `hashAll` or `verify` asks for them.
 */
export async function scanLayer(
  source: ByteSource, location: BlobLocation, layerIndex: number, codecs: Codecs, options: ScanOptions,
  onProgress: (storedBytes: number) => void, cancelled: () => boolean = () => false,
): Promise<Outcome<LayerScan>> {
  const stored = source.stream(location.offset, location.offset + location.size);
  const digest = options.verify === true ? codecs.createSha256() : undefined;
  try {
    const blob = await openBlob(stored, codecs, digest);
    const jumps = blob.compression === 'none' && options.hashAll !== true && digest === undefined;
    return await scanBlob(blob, codecs, { layerIndex, storedSize: location.size, jumps, digest, onProgress, cancelled });
  } finally {
    await stored.cancel();
  }
}

export interface BlobScanOptions {
  /** Negative where it is not known yet. */
  readonly layerIndex: number;
  /** Bytes of the blob as stored. */
  readonly storedSize: number;
  /** The blob is raw and its stream can jump: large files are skipped. */
  readonly jumps: boolean;
  /** Fed the stored bytes by whoever opened the blob. */
  readonly digest: Sha256 | undefined;
  readonly onProgress: (storedBytes: number) => void;
  readonly cancelled: () => boolean;
}

/** Scans a blob that has been opened, to its end. */
export async function scanBlob(blob: BlobStream, codecs: Codecs, options: BlobScanOptions): Promise<Outcome<LayerScan>> {
  const { digest, jumps, storedSize } = options;
  const raw = blob.compression === 'none';
  const tarDigest = digest === undefined || raw ? digest : codecs.createSha256();
  const tar = new TarParser();
  const sink = new LayerSink({ layerIndex: options.layerIndex, hasher: codecs.createHasher(), skipAbove: jumps ? SKIP_ABOVE : Infinity, keep: true });
  const run = new TarRun(blob.content, tar, sink, {
    jumpSize: jumps ? storedSize : undefined,
    digest: tarDigest === digest ? undefined : tarDigest,
    onProgress: options.onProgress, cancelled: options.cancelled,
  });
  try {
    await run.toEnd();
    const problem = blob.sourceProblem() ?? (run.problem === CANCELLED ? CANCELLED : undefined);
    if (problem !== undefined) return failure(problem);
    const whole = run.problem === undefined;
    if (digest !== undefined && whole) await blob.drain();
    diagnose(sink, tar, run.problem);
    return success({
      table: sink.finish(storedSize),
      kept: sink.kept,
      compression: blob.compression,
      tarBytes: raw ? storedSize : tar.offset,
      diagnostics: [...sink.diagnostics.all(), ...(blob.content.diagnostics ?? []).map((found) => placed(found, options.layerIndex))],
      ...(tarDigest === undefined || digest === undefined || !whole ? {} : digests(tarDigest, digest)),
    });
  } finally {
    await blob.cancel();
  }
}

/** Puts the layer's number to what a decompressor noted. */
function placed(found: Diagnostic, layer: number): Diagnostic {
  return layer < 0 ? found : { ...found, where: { ...found.where, layer } };
}

function digests(tarDigest: Sha256, blobDigest: Sha256): { diffIdSha256: string; digestSha256: string } {
  const digestSha256 = blobDigest.digest();
  return { digestSha256, diffIdSha256: tarDigest === blobDigest ? digestSha256 : tarDigest.digest() };
}

/** Says what ended the layer early, and what was odd about its tar. */
function diagnose(sink: LayerSink, tar: TarParser, stop: Problem | undefined): void {
  const list = sink.diagnostics;
  const soFar = `${sink.count === 1 ? '1 entry was' : `${sink.count} entries were`} read before that`;
  if (stop !== undefined) {
    const kind = stop.kind === 'layer-too-large' ? stop.kind : stop.kind.endsWith('-truncated') ? 'layer-truncated' : stop.kind.endsWith('-unsupported') ? 'layer-unsupported' : 'layer-corrupt';
    list.add(kind, undefined, tar.offset, `The layer cannot be read to its end: ${stop.message} ${soFar}; figures of this layer are too low.`,
      kind === 'layer-too-large' || kind === 'layer-unsupported' ? stop.advice : 'Save the image again with `docker save IMAGE -o image.tar`, and compare checksums if you copied the file.');
  } else if (tar.fault !== undefined) {
    const { kind, what, offset } = tar.fault;
    const name = kind === 'truncated' ? 'layer-truncated' : kind === 'too-large' ? 'layer-too-large' : 'layer-corrupt';
    const message = kind === 'truncated' ? `The layer ends in ${what}` : `The layer has ${what}`;
    list.add(name, undefined, offset, `${message}, at byte ${offset}. ${soFar}; figures of this layer are too low.`,
      'Container engines stop there too. Save the image again with `docker save IMAGE -o image.tar`; if that gives the same, rebuild the layer.');
  }
  if (tar.trailing !== undefined && !isStargzToc(tar.trailing)) {
    list.add('data-after-end', undefined, tar.trailingOffset, `The layer's tar ends before byte ${tar.trailingOffset}, and other data follow; they are no part of the file system.`,
      'They still are stored and pulled. Two tars joined together do this: join them with `tar --concatenate` instead.');
  }
  if (tar.globalKeys.size > 0) {
    list.add('pax-global-ignored', undefined, undefined,
      `The layer has global PAX records (${escapeShort(encodeUtf8([...tar.globalKeys].join(', ')))}), which container engines ignore; so does this analysis.`,
      'Write them for each entry, if they matter.');
  }
}

/** eStargz puts its table of contents after the end of the archive on purpose (stargz-snapshotter, docs/estargz.md). */
export function isStargzToc(trailing: Uint8Array): boolean {
  return latin1(trailing).startsWith('stargz.index.json\0');
}

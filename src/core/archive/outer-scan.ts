/**
 * The one pass over a dropped file: lists its members, keeps the small JSON ones, and, where the file cannot be seeked
 * because it is compressed, scans every member that is a layer by its content as it passes.
 */
import type { ByteSource, SeekableByteStream } from '../bytes/byte-source';
import type { Codecs } from '../bytes/codec';
import { latin1 } from '../bytes/latin1';
import { decodeUtf8 } from '../bytes/text';
import type { Compression } from '../image/image';
import { EntryType, type ScannedTable } from '../image/layer-table';
import { failure, ProblemError, success, type Diagnostic, type Outcome, type Problem } from '../problem';
import { compressionOf, openBlob, replayed } from './blob-stream';
import { identify, IDENTIFY_BYTES } from './identify';
import { LayerSink, SKIP_ABOVE } from './layer-sink';
import { archiveProblem, notAnArchive, quoted } from './problems';
import { isStargzToc, scanBlob } from './scan-layer';
import { FREE_TO_VERIFY, type LayerScan } from './scanner';
import { looksLikeTar } from './tar-block';
import { TarParser, type TarFault } from './tar-parser';
import { CANCELLED, TarRun } from './tar-run';

/** Manifests and configs are small: registries refuse them above 4 MiB. */
export const MAX_JSON = 8 * 1024 * 1024;
/** All that is kept of them. What does not fit is read later where the file can be seeked. */
const MAX_KEPT = 64 * 1024 * 1024;
/** Rows of layers found in one pass, all together. */
const MAX_SCANNED_ROWS = 8_000_000;
/** What a layer without any rows counts for: its columns take memory as well. */
const ROWS_OF_A_LAYER = 1000;

export interface OpenOptions {
  /** Told the bytes of the file read so far. */
  readonly onProgress?: (bytesDone: number) => void;
  readonly cancelled?: () => boolean;
  /** Of a compressed file, whose layers are read in this pass: see `AnalyseOptions.verify`. */
  readonly verify?: boolean;
}

export interface OuterScan {
  readonly table: ScannedTable;
  /** Of a flat root file system: see `LayerScan.kept`. */
  readonly kept: ReadonlyMap<number, Uint8Array>;
  readonly compression: Compression;
  /** Bytes of the tar that were there. */
  readonly tarBytes: number;
  readonly diagnostics: readonly Diagnostic[];
  /** What the decompressor found odd, such as bytes behind the compressed data; and data behind the tar's end. */
  readonly oddities: readonly Diagnostic[];
  /** What was left out of `scans`. */
  readonly leftOut: readonly Diagnostic[];
  /** What ended the pass before the end of the archive. */
  readonly fault: TarFault | undefined;
  readonly problem: Problem | undefined;
  /** JSON members by path. */
  readonly json: ReadonlyMap<string, Uint8Array>;
  /** Layers by member, of compressed files. */
  readonly scans: ReadonlyMap<string, LayerScan>;
}

/** Reads the file once. A failure is a file that is no tar at all, cannot be read, or was given up by the user. */
export async function scanOuter(source: ByteSource, codecs: Codecs, options: OpenOptions): Promise<Outcome<OuterScan>> {
  if (source.size === 0) return failure(notAnArchive(source.name, identify(new Uint8Array(0), 0)));
  const stored = source.stream(0, source.size);
  try {
    const blob = await openBlob(stored, codecs);
    // Less than a block: where that is because the data are damaged or cut, reading on throws what was wrong.
    while (blob.head.length < 512 && (await blob.content.next()) !== undefined);
    if (!beginsTar(blob.head)) return failure(await notATar(source, blob.compression, blob.head));
    const compressed = blob.compression !== 'none';
    const tar = new TarParser();
    const sink = new LayerSink({ layerIndex: 0, hasher: codecs.createHasher(), skipAbove: compressed ? Infinity : SKIP_ABOVE, keep: true });
    const cancelled = options.cancelled ?? (() => false);
    const run = new TarRun(blob.content, tar, sink, {
      jumpSize: compressed ? undefined : source.size, onProgress: options.onProgress ?? (() => undefined), cancelled,
    });
    const json = new Map<string, Uint8Array>();
    const scans = new Map<string, LayerScan>();
    let inner: Codecs | undefined;
    let kept = 0;
    let rows = 0;
    let leftOut: string | undefined;
    /** Stored bytes of layers that may yet be verified. */
    let unverified = options.verify === undefined ? FREE_TO_VERIFY : options.verify ? Infinity : 0;
    while (await run.nextEntry()) {
      if (tar.type !== EntryType.file || tar.size === 0 || tar.sparse !== undefined || tar.payloadLeft === 0) continue;
      const { size } = tar;
      const path = decodeUtf8(sink.lastPath());
      const payload = await replayed(payloadStream(run));
      // A layer may well begin with a name that looks like JSON; a header has a checksum.
      const perhapsLayer = beginsTar(payload.head) || compressionOf(payload.head) !== 'none';
      if (!perhapsLayer && size <= MAX_JSON && kept + size <= MAX_KEPT && beginsJson(payload.head)) {
        const bytes = await collect(payload.stream, size);
        if (bytes !== undefined) {
          json.set(path, bytes);
          kept += size;
        }
      } else if (compressed && perhapsLayer) {
        if (rows >= MAX_SCANNED_ROWS) {
          leftOut ??= path;
          continue;
        }
        const verify = size <= unverified;
        unverified -= size;
        const scan = await scanMember(payload.stream, size, (inner ??= await codecs.fork()), verify, cancelled);
        if (scan !== undefined) {
          scans.set(path, scan);
          rows += scan.table.count + ROWS_OF_A_LAYER;
        }
      }
    }
    const problem = blob.sourceProblem() ?? (run.problem === CANCELLED ? CANCELLED : undefined);
    if (problem !== undefined) return failure(problem);
    return success({
      table: sink.finish(source.size), kept: sink.kept, compression: blob.compression, tarBytes: compressed ? tar.offset : source.size,
      diagnostics: sink.diagnostics.all(), oddities: [...(blob.content.diagnostics ?? []), ...behindEnd(tar, source.name)], leftOut: tooMany(leftOut), fault: tar.fault, problem: run.problem, json, scans,
    });
  } catch (error) {
    if (error instanceof ProblemError) return failure(archiveProblem.unreadable(source.name, error.problem, 0));
    throw error;
  } finally {
    await stored.cancel();
  }
}

/** Two archives written to one file are read as the first alone, by `docker load` too. */
function behindEnd(tar: TarParser, file: string): Diagnostic[] {
  if (tar.trailing === undefined || isStargzToc(tar.trailing)) return [];
  return [{
    kind: 'archive-data-after-end',
    message: `The archive ends before byte ${tar.trailingOffset}, and other data follow; they were not looked at.`,
    advice: 'Two archives joined together do this: split them, and open each by itself.',
    where: { file, archiveOffset: tar.trailingOffset },
  }];
}

/** Said once, of the first member that was passed over. */
function tooMany(leftOut: string | undefined): Diagnostic[] {
  if (leftOut === undefined) return [];
  return [{
    kind: 'archive-too-large',
    message: `What comes before ${quoted(leftOut)} has more layers or entries than are kept; it and what follows were not read.`,
    advice: 'Unpack the compressed file first (`gunzip`): layers of a plain one are read one by one.',
  }];
}

/** Scans a member if its content is a tar; a damaged one gives what could be read. */
async function scanMember(payload: SeekableByteStream, size: number, codecs: Codecs, verify: boolean, cancelled: () => boolean): Promise<LayerScan | undefined> {
  const digest = verify ? codecs.createSha256() : undefined;
  const blob = await openBlob(payload, codecs, digest);
  if (!beginsTar(blob.head)) return undefined;
  const scan = await scanBlob(blob, codecs, { layerIndex: -1, storedSize: size, jumps: false, digest, onProgress: () => undefined, cancelled });
  return scan.ok ? scan.value : undefined;
}

/** The payload of the entry that a run stands at. */
function payloadStream(run: TarRun): SeekableByteStream {
  return {
    next: () => run.nextData(),
    async skip(count) {
      // Only raw streams jump, and members of compressed files never are: nothing asks for this but a reader's last resort.
      for (let left = count; left > 0;) {
        const chunk = await run.nextData();
        if (chunk === undefined) return;
        left -= chunk.length;
      }
    },
    cancel: () => Promise.resolve(),
  };
}

async function collect(stream: SeekableByteStream, size: number): Promise<Uint8Array | undefined> {
  const bytes = new Uint8Array(size);
  let at = 0;
  for (let chunk = await stream.next(); chunk !== undefined; chunk = await stream.next()) {
    bytes.set(chunk, at);
    at += chunk.length;
  }
  return at === size ? bytes : undefined;
}

/** Whether the first character is one that JSON objects and arrays begin with; `null` counts, since Docker has written that. */
function beginsJson(head: Uint8Array): boolean {
  let at = head[0] === 0xef && head[1] === 0xbb && head[2] === 0xbf ? 3 : 0;
  while (head[at] === 0x20 || head[at] === 0x0a || head[at] === 0x0d || head[at] === 0x09) at += 1;
  return head[at] === 0x7b || head[at] === 0x5b || (head[at] === 0x6e && head[at + 1] === 0x75);
}

/** Whether bytes begin with a header, or with the zeros that an empty tar is made of: layers that change no file are such. */
function beginsTar(head: Uint8Array): boolean {
  return looksLikeTar(head) || (head.length === 512 && head.every((byte) => byte === 0));
}

/** What a file is that holds no tar, looking through its compression. */
async function notATar(source: ByteSource, compression: Compression, head: Uint8Array): Promise<Problem> {
  if (latin1(head.subarray(257, 262)) === 'ustar') return archiveProblem.corrupt(source.name, 'the checksum of its first header does not match.');
  if (compression === 'none') {
    const bytes = await source.read(0, IDENTIFY_BYTES);
    return notAnArchive(source.name, identify(bytes, source.size));
  }
  if (head.length === 0) return archiveProblem.corrupt(source.name, `its ${compression} data hold nothing.`);
  const inner = identify(head, head.length);
  return notAnArchive(source.name, { ...inner, description: `${inner.description} compressed with ${compression}` });
}

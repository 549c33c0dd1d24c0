/** Writes one image as an archive: layers first, then config and manifests, in one pass over the sink. */
import { encodeUtf8 } from '../bytes/text';
import { CANCELLED } from '../archive/tar-run';
import type { BlobLocation } from '../image/image';
import { EntryType } from '../image/layer-table';
import { failure, ProblemError, success, type Outcome } from '../problem';
import { blobName, plainName, wellFormed } from './blob-names';
import { sinkOutput, type BlockOutput } from './block-output';
import type { Digester } from './byte-sink';
import { diffIdOf } from './diff-id';
import { gzipOutput } from './gzip-output';
import type { DigesterFactory, ImageParts, NewLayer, StoredLayer, WriteHost, WriteOptions, WriteProgress, WrittenImage } from './image-parts';
import { dockerManifest, jsonBytes, layerMediaType, OCI_LAYOUT, ociIndex, ociManifest, type BlobDescriptor } from './image-files';
import { askSink } from './sink-problem';
import { encodeHead, END_BYTES, padded } from './tar-entry';

/** Ends the sink in every case: `close` on success, `abort` on failure, bugs included. */
export async function writeImageArchive(parts: ImageParts, options: WriteOptions, host: WriteHost): Promise<Outcome<WrittenImage>> {
  const writer = new ArchiveWriter(parts, options, host);
  try {
    const written = await writer.run();
    await askSink(() => host.sink.close());
    return success(written);
  } catch (error) {
    // What went wrong first is what counts.
    await host.sink.abort().catch(() => undefined);
    if (error instanceof ProblemError) return failure(error.problem);
    throw error;
  }
}

class ArchiveWriter {
  readonly #parts: ImageParts;
  readonly #options: WriteOptions;
  readonly #host: WriteHost;
  readonly #output: BlockOutput;
  readonly #digester: DigesterFactory;
  /** Names of blobs that are in the archive already, by where their bytes came from or by name. */
  readonly #written = new Map<string, WrittenBlob>();
  #progress: WriteProgress;

  constructor(parts: ImageParts, options: WriteOptions, host: WriteHost) {
    this.#parts = parts;
    this.#options = options;
    this.#host = host;
    this.#digester = host.createDigester ?? (() => host.codecs.createSha256());
    const bytesTotal = parts.layers.reduce((sum, layer) => sum + padded(layer.kind === 'new' ? layer.tarBytes : layer.location === undefined ? 0 : layer.storedBytes), 0);
    this.#progress = { phase: 'writing', bytesDone: 0, bytesTotal };
    this.#output = sinkOutput(host.sink, (bytesDone) => this.#check({ ...this.#progress, phase: 'writing', bytesDone }), host.copy);
  }

  async run(): Promise<WrittenImage> {
    const { layers, config, tags, platform, annotations } = this.#parts;
    const oci = this.#options.layout === 'oci';
    if (oci) await this.#file('oci-layout', OCI_LAYOUT);
    const blobs: WrittenBlob[] = [];
    for (const [index, layer] of layers.entries()) blobs.push(layer.kind === 'new' ? await this.#newLayer(layer, index) : await this.#storedLayer(layer, index));
    const configBytes = jsonBytes(config(blobs.map(({ diffId }) => diffId)));
    const configDigest = this.#digest(configBytes);
    const configName = oci ? blobName(configDigest) : `${configDigest.slice(7)}.json`;
    await this.#file(configName, configBytes);
    if (oci) {
      const manifest = jsonBytes(ociManifest({ digest: configDigest, size: configBytes.length }, blobs.map(({ descriptor }) => descriptor), annotations));
      const digest = this.#digest(manifest);
      await this.#file(blobName(digest), manifest);
      await this.#file('index.json', jsonBytes(ociIndex({ digest, size: manifest.length }, tags, platform)));
    }
    // Docker's list stands for files, and does not say what they are: a layer that is only named cannot be in it, nor an encrypted one.
    if (blobs.every(({ name, descriptor }) => name !== undefined && !descriptor.mediaType.endsWith('+encrypted'))) await this.#file('manifest.json', jsonBytes(dockerManifest(configName, tags, blobs.map(({ name }) => name!))));
    await this.#output.zeros(END_BYTES);
    await this.#output.drain();
    await askSink(async () => this.#host.sink.settle?.());
    this.#check({ ...this.#progress, bytesDone: this.#output.position, bytesTotal: this.#output.position });
    return {
      layers: blobs.map(({ descriptor, diffId }) => ({ digest: descriptor.digest, diffId, storedBytes: descriptor.size })),
      configDigest, archiveBytes: this.#output.position,
    };
  }

  async #newLayer(layer: NewLayer, index: number): Promise<WrittenBlob> {
    if (this.#options.gzip) return this.#compressedLayer(layer, index);
    const name = plainName(index, 'none');
    const digest = await this.#member(name, layer.tarBytes, (output) => layer.write(output));
    return this.#named({ name, diffId: digest, descriptor: { mediaType: layerMediaType('', 'none'), digest, size: layer.tarBytes } });
  }

  /** Made first to know its size and digest; made again to be written where it is too large to be kept meanwhile. */
  async #compressedLayer(layer: NewLayer, index: number): Promise<WrittenBlob> {
    const blobDigest = this.#digester(layer.tarBytes);
    const tarDigest = this.#digester(layer.tarBytes);
    let kept: Uint8Array[] | undefined = [];
    let size = 0;
    await compress(layer, tarDigest, async (chunk, bytesDone) => {
      this.#check({ phase: 'compressing', bytesDone, bytesTotal: layer.tarBytes });
      size += chunk.length;
      if (size > MOST_KEPT) kept = undefined;
      kept?.push(chunk);
      await blobDigest.update(chunk);
    });
    const digest = `sha256:${await blobDigest.digest()}`;
    const diffId = `sha256:${await tarDigest.digest()}`;
    const name = this.#options.layout === 'oci' ? blobName(digest) : plainName(index, 'gzip');
    this.#progress = { ...this.#progress, bytesTotal: this.#progress.bytesTotal - padded(layer.tarBytes) + padded(size) };
    const blob = { name, diffId, descriptor: { mediaType: layerMediaType('', 'gzip'), digest, size } };
    if (this.#written.has(name)) return blob;
    await this.#member(name, size, async (output) => {
      if (kept === undefined) await compress(layer, undefined, (chunk) => output.write(chunk));
      else for (const chunk of kept) await output.write(chunk);
    });
    this.#written.set(name, blob);
    return blob;
  }

  async #storedLayer(layer: StoredLayer, index: number): Promise<WrittenBlob> {
    const { location, compression, storedBytes: size } = layer;
    const mediaType = layerMediaType(layer.mediaType, compression);
    const annotations = layer.annotations === undefined ? {} : { annotations: layer.annotations };
    const stated = wellFormed(layer.diffId);
    const known = wellFormed(layer.digest) ?? (compression === 'none' ? stated : undefined);
    if (location === undefined) {
      return { name: undefined, diffId: stated ?? known ?? '', descriptor: { mediaType, digest: known ?? '', size, ...annotations } };
    }
    const key = `${location.file ?? 0} ${location.offset} ${location.size}`;
    const before = this.#written.get(key);
    if (before !== undefined) return { ...before, descriptor: { ...before.descriptor, mediaType, ...annotations } };
    const oci = this.#options.layout === 'oci';
    const name = oci && known !== undefined ? blobName(known) : plainName(index, compression);
    let digest = known ?? '';
    // Two places of the source may hold one blob.
    if (!this.#written.has(name)) {
      const digests = known === undefined && oci;
      const computed = await this.#member(name, location.size, (output) => this.#copy(location, output, digests), digests);
      digest ||= computed;
    }
    const diffId = stated ?? (compression === 'none' && digest !== '' ? digest : await this.#computeDiffId(location));
    const blob: WrittenBlob = { name, diffId, descriptor: { mediaType, digest, size, ...annotations } };
    this.#written.set(key, blob);
    return known === undefined ? this.#named(blob) : this.#remember(blob);
  }

  /** Gives a blob whose digest came last its name in the OCI layout. */
  async #named(blob: WrittenBlob): Promise<WrittenBlob> {
    if (this.#options.layout !== 'oci') return blob;
    const linked = blobName(blob.descriptor.digest);
    if (!this.#written.has(linked)) {
      await this.#output.write(encodeHead({ ...MEMBER, path: encodeUtf8(linked), type: EntryType.hardlink, size: 0, link: encodeUtf8(blob.name!) }));
      this.#written.set(linked, blob);
    }
    return blob;
  }

  #remember(blob: WrittenBlob): WrittenBlob {
    this.#written.set(blob.name!, blob);
    return blob;
  }

  async #copy(location: BlobLocation, output: BlockOutput, digests: boolean): Promise<void> {
    if (output.passes && !digests) return output.pass(location.offset, location.size);
    const stream = this.#host.source.stream(location.offset, location.offset + location.size);
    try {
      for (let chunk = await stream.next(); chunk !== undefined; chunk = await stream.next()) await output.write(chunk);
    } finally {
      await stream.cancel();
    }
  }

  #computeDiffId(location: BlobLocation): Promise<string> {
    return diffIdOf(this.#host.source, location, this.#host.codecs, this.#digester(location.size), () => this.#check(undefined));
  }

  /** One member; answers the digest of its bytes where that is asked for. Fails when the content is not as long as was said. */
  async #member(name: string, size: number, write: (output: BlockOutput) => Promise<void>, digests = true): Promise<string> {
    const output = this.#output;
    await output.write(encodeHead({ ...MEMBER, path: encodeUtf8(name), type: EntryType.file, size }));
    const begin = output.position;
    const digester = digests ? this.#digester(size) : undefined;
    if (digester !== undefined) output.beginDigest(digester);
    await write(output);
    await output.endDigest();
    const length = output.position - begin;
    if (length < size) throw new ProblemError(shorter(this.#host.source.name, name));
    if (length > size) throw new Error(`${name} became ${length} bytes instead of ${size}`);
    await output.zeros(padded(size) - size);
    return digester === undefined ? '' : `sha256:${await digester.digest()}`;
  }

  async #file(name: string, bytes: Uint8Array): Promise<void> {
    if (this.#written.has(name)) return;
    await this.#member(name, bytes.length, (output) => output.write(bytes), false);
  }

  #digest(bytes: Uint8Array): string {
    const digester = this.#host.codecs.createSha256();
    digester.update(bytes);
    return `sha256:${digester.digest()}`;
  }

  #check(progress: WriteProgress | undefined): void {
    if (this.#host.cancelled()) throw new ProblemError(CANCELLED);
    if (progress !== undefined) this.#host.onProgress({ ...progress, bytesTotal: Math.max(progress.bytesTotal, progress.bytesDone) });
  }
}

interface WrittenBlob {
  /** Name in the archive; undefined for a layer that is only named. */
  readonly name: string | undefined;
  readonly diffId: string;
  readonly descriptor: BlobDescriptor;
}

/** What members have in common; the time is fixed, so that the same input gives the same bytes. */
const MEMBER = { mode: 0o644, uid: 0, gid: 0, mtime: 0 } as const;

/** Bytes of a compressed layer that are kept rather than made twice. */
const MOST_KEPT = 64 << 20;

/** `write` is told too how many bytes of the tar have been compressed. */
async function compress(layer: NewLayer, digester: Digester | undefined, write: (chunk: Uint8Array, bytesDone: number) => Promise<void>): Promise<void> {
  const gzip = gzipOutput((chunk) => write(chunk, gzip.input.position));
  if (digester !== undefined) gzip.input.beginDigest(digester);
  await layer.write(gzip.input);
  await gzip.input.endDigest();
  await gzip.finish();
}

function shorter(file: string, name: string) {
  return {
    kind: 'file-changed', message: `What was to become ${name} ended early: the file changed since it was opened.`,
    advice: 'Wait until whatever writes the file has finished, then open it again.', where: { file },
  };
}

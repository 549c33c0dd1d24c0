/** Squashes a range of layers: the figures beforehand, and the image itself, streamed to a sink. */
import { textMap } from '../archive/json';
import type { ByteSource } from '../bytes/byte-source';
import type { Codecs } from '../bytes/codec';
import { escapeUnseen } from '../bytes/unseen';
import type { AnalysedImage } from '../image/analyse';
import type { Layer } from '../image/image';
import { EntryFlag } from '../image/layer-table';
import { failure, success, type Outcome, type Problem } from '../problem';
import type { ByteSink, SourceCopy } from '../writer/byte-sink';
import { forwardSource } from '../writer/forward-source';
import { imageName } from '../writer/image-name';
import { writeImageArchive } from '../writer/image-archive';
import type { ArchiveLayout, DigesterFactory, ImageParts, StoredLayer, WriteProgress } from '../writer/image-parts';
import { LayerReader } from '../writer/layer-reader';
import { writeLayer } from '../writer/layer-writer';
import { END_BYTES, entryBytes } from '../writer/tar-entry';
import { changesetOf, type Changeset } from './changeset';
import { squashedConfig } from './config';
import { rangeProblem, tarBytesOf, type LayerRange } from './range';

/** What squashing does to the image. Bytes are those of all layers' tars, uncompressed, their headers and padding included. */
export interface SquashFigures {
  readonly layersBefore: number;
  readonly layersAfter: number;
  readonly bytesBefore: number;
  readonly bytesAfter: number;
  readonly savedBytes: number;
}

export interface SquashResult extends SquashFigures {
  readonly archiveBytes: number;
  readonly configDigest: string;
  /** The layer that took the range's place. */
  readonly squashed: { readonly index: number; readonly digest: string; readonly diffId: string; readonly tarBytes: number; readonly storedBytes: number; readonly entries: number };
}

export interface SquashOptions {
  readonly layout?: ArchiveLayout;
  /** Compress the squashed layer. */
  readonly gzip?: boolean;
  /** Names of the image, instead of those that it has; without a tag they mean `latest`. */
  readonly tags?: readonly string[];
  /** The host's own SHA-256, where it is faster than that of the codecs. */
  readonly createDigester?: DigesterFactory;
  /** Not used where the source is compressed as a whole. */
  readonly copy?: SourceCopy;
}

/** What `writeSquashed` would write, from the merged image alone. */
export function predictSquash(analysed: AnalysedImage, range: LayerRange): Outcome<SquashFigures> {
  const prepared = prepare(analysed, range);
  return prepared.ok ? success(prepared.value.figures) : prepared;
}

/**
 * Writes the squashed image. `source` holds the bytes that the layers' locations mean: the file, or the content of a compressed one
 * (`decompressedSource`). Layers outside the range are copied bit by bit. The sink is closed on success, and aborted on every failure:
 * a range that cannot be squashed, a name that engines refuse, a file that cannot be read on, a sink that cannot be written, `cancelled`.
 */
export async function writeSquashed(
  analysed: AnalysedImage, source: ByteSource, range: LayerRange, options: SquashOptions, sink: ByteSink, codecs: Codecs,
  onProgress: (progress: WriteProgress) => void = () => {}, cancelled: () => boolean = () => false,
): Promise<Outcome<SquashResult>> {
  const layout = options.layout ?? 'oci';
  const prepared = prepare(analysed, range);
  const problem = prepared.ok ? (outsideProblem(analysed, layout) ?? namesProblem(options.tags)) : prepared.problem;
  if (!prepared.ok || problem !== undefined) {
    await sink.abort().catch(() => undefined);
    return failure(problem!);
  }
  const { entries, tarBytes, figures } = prepared.value;
  const { image, archive, fs } = analysed;
  const forward = archive.outerCompression === 'none' ? undefined : forwardSource(source);
  const bytes = forward ?? source;
  const reader = new LayerReader(bytes, codecs, image.layers.map(({ location }) => location));
  const parts: ImageParts = {
    layers: image.layers.flatMap((layer, index): ImageParts['layers'] => {
      if (index < range.from || index > range.to) return [storedLayer(layer)];
      return index > range.from ? [] : [{ kind: 'new', tarBytes, write: (output) => writeLayer(entries, fs.tables, reader, output) }];
    }),
    config: (diffIds) => squashedConfig(image, range, diffIds),
    tags: options.tags?.flatMap((tag) => imageName(tag) ?? []) ?? image.tags,
    platform: image.platform,
    annotations: textMap(image.rawManifest, 'annotations'),
  };
  try {
    const written = await writeImageArchive(parts, { layout, gzip: options.gzip ?? false }, {
      source: bytes, codecs, sink, createDigester: options.createDigester, copy: forward === undefined ? options.copy : undefined, onProgress, cancelled,
    });
    if (!written.ok) return written;
    const { layers, archiveBytes, configDigest } = written.value;
    const squashed = layers[range.from]!;
    return success({ ...figures, archiveBytes, configDigest, squashed: { index: range.from, ...squashed, tarBytes, entries: entries.count } });
  } finally {
    await reader.close();
    await forward?.close();
  }
}

interface Prepared {
  readonly entries: Changeset;
  readonly tarBytes: number;
  readonly figures: SquashFigures;
}

function prepare(analysed: AnalysedImage, range: LayerRange): Outcome<Prepared> {
  const problem = rangeProblem(analysed, range);
  if (problem !== undefined) return failure(problem);
  const { image, fs } = analysed;
  const entries = changesetOf(fs, range.from, range.to);
  let tarBytes = END_BYTES;
  for (const entry of entries) {
    const { content } = entry;
    if (content !== undefined && (fs.tables[content.layer]!.flags[content.row]! & EntryFlag.damaged) !== 0) {
      return failure({
        kind: 'layer-damaged', message: `The range links to a file of layer ${content.layer} whose content is damaged.`,
        advice: 'Save the image again with `docker save IMAGE -o image.tar`.', where: { layer: content.layer },
      });
    }
    tarBytes += entryBytes(entry);
  }
  const bytesBefore = image.layers.reduce((sum, layer) => sum + tarBytesOf(layer), 0);
  const savedBytes = image.layers.slice(range.from, range.to + 1).reduce((sum, layer) => sum + tarBytesOf(layer), -tarBytes);
  return success({
    entries, tarBytes,
    figures: { layersBefore: image.layers.length, layersAfter: image.layers.length - (range.to - range.from), bytesBefore, bytesAfter: bytesBefore - savedBytes, savedBytes },
  });
}

/** What no engine unpacks; layers that are merely too large or of an unknown kind for us are copied. */
const BROKEN = new Set(['layer-corrupt', 'layer-truncated']);

/**
 * Why an image cannot be written for the sake of the layers that stay. Docker's own layout lists files, without saying what they are: a
 * layer that is encrypted, or not in the archive, cannot be in it.
 */
function outsideProblem({ image }: AnalysedImage, layout: ArchiveLayout): Problem | undefined {
  const broken = image.layers.find(({ diagnostics }) => diagnostics.some(({ kind }) => BROKEN.has(kind)));
  if (broken !== undefined) {
    return {
      kind: 'layer-damaged', message: `Layer ${broken.index} is damaged. It is not in the range and would be copied as it is: no engine would load the image.`,
      advice: 'Save the image again with `docker save IMAGE -o image.tar`, and compare checksums if you copied the file.', where: { layer: broken.index },
    };
  }
  const encrypted = image.layers.find(({ unreadable }) => unreadable === 'encrypted');
  if (encrypted !== undefined && layout === 'docker') {
    return {
      kind: 'layer-encrypted', message: `Layer ${encrypted.index} is encrypted, which this layout cannot say: nobody could load the image.`,
      advice: 'Write an OCI layout, or decrypt the image first (`skopeo copy --decryption-key KEY …`).', where: { layer: encrypted.index },
    };
  }
  const absent = image.layers.find(({ location }) => location === undefined);
  if (absent === undefined || (layout === 'oci' && absent.digest !== undefined && image.layers.every(({ diffId }) => diffId !== undefined))) return undefined;
  return {
    kind: 'layer-absent', message: `Layer ${absent.index} is not in the file, so that an image with it cannot be written in this layout.`,
    advice: 'Save the image with all of its layers, or write an OCI layout.', where: { layer: absent.index },
  };
}

function namesProblem(tags: readonly string[] = []): Problem | undefined {
  const misnamed = tags.find((tag) => imageName(tag) === undefined);
  return misnamed === undefined ? undefined : {
    kind: 'image-name', message: `Engines refuse “${escapeUnseen(misnamed)}” as the name of an image.`,
    advice: 'Name it in lower-case letters, digits, dots and dashes, then a colon and a tag: `team/app:1.0`.',
  };
}

function storedLayer(layer: Layer): StoredLayer {
  const { location, storedBytes, compression, mediaType, digest, diffId, annotations } = layer;
  return { kind: 'stored', location, storedBytes, compression, mediaType, digest, diffId, annotations };
}

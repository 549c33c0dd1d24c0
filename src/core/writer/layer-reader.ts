/** Copies ranges of layers' tars to an output; each layer's blob is opened once and read front to back. */
import { openBlob } from '../archive/blob-stream';
import { ByteCursor } from '../archive/byte-cursor';
import type { ByteSource } from '../bytes/byte-source';
import type { Codecs } from '../bytes/codec';
import type { BlobLocation } from '../image/image';
import { ProblemError } from '../problem';
import type { BlockOutput } from './block-output';

/** Throws `ProblemError` where bytes cannot be read. Layers are best asked for one after the other, and ranges in their order. */
export class LayerReader {
  readonly #source: ByteSource;
  readonly #codecs: Codecs;
  readonly #locations: readonly (BlobLocation | undefined)[];
  #layer = -1;
  #cursor: ByteCursor | undefined;
  #cancel: (() => Promise<void>) | undefined;

  /** `locations` by layer. */
  constructor(source: ByteSource, codecs: Codecs, locations: readonly (BlobLocation | undefined)[]) {
    this.#source = source;
    this.#codecs = codecs;
    this.#locations = locations;
  }

  /** Copies bytes [offset, offset + length) of the layer's uncompressed tar. */
  async copy(layer: number, offset: number, length: number, output: BlockOutput): Promise<void> {
    if (length === 0) return;
    let cursor = this.#layer === layer && this.#cursor !== undefined ? this.#cursor : await this.#open(layer);
    // A range behind the one before: rare enough to begin again.
    if (cursor.offset > offset) cursor = await this.#open(layer);
    await cursor.seek(offset);
    for (let left = length; left > 0; ) {
      const piece = await cursor.next(left);
      if (piece === undefined) throw new ProblemError(cut(this.#source.name, layer, offset + length - left));
      if (piece.length <= output.room) output.put(piece);
      else await output.write(piece);
      left -= piece.length;
    }
  }

  /** The same without waiting, where all of it has been read already and the block has room for it; false where not, with nothing done. */
  copyHeld(layer: number, offset: number, length: number, output: BlockOutput): boolean {
    const held = this.#layer === layer && length <= output.room ? this.#cursor?.held(offset, length) : undefined;
    if (held === undefined) return false;
    output.put(held);
    return true;
  }

  async close(): Promise<void> {
    await this.#cancel?.();
    this.#cancel = this.#cursor = undefined;
    this.#layer = -1;
  }

  async #open(layer: number): Promise<ByteCursor> {
    await this.close();
    const location = this.#locations[layer];
    if (location === undefined) throw new Error(`Layer ${layer} has no blob and must not be read`);
    const blob = await openBlob(this.#source.stream(location.offset, location.offset + location.size), this.#codecs);
    this.#cancel = () => blob.cancel();
    this.#cursor = new ByteCursor(blob.content);
    this.#layer = layer;
    return this.#cursor;
  }
}

function cut(file: string, layer: number, layerOffset: number) {
  return {
    kind: 'layer-truncated', message: `Layer ${layer} ends at byte ${layerOffset} of its tar, before the content that is to be copied from it.`,
    advice: 'The file changed since it was opened, or is damaged. Save the image again, and open the new file.', where: { file, layer, layerOffset },
  };
}

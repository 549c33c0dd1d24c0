/** A list of entries to a layer's tar. */
import type { LayerTable } from '../image/layer-table';
import type { BlockOutput } from './block-output';
import type { LayerReader } from './layer-reader';
import { END_BYTES, entryBytes, padded, putHead, storedBytes, type TarEntry } from './tar-entry';

/** An entry with the place of its content. Entries without one must have no stored bytes. */
export interface LayerEntry extends TarEntry {
  readonly content?: { readonly layer: number; readonly row: number } | undefined;
}

/** Bytes of the tar that `writeLayer` makes of these entries. */
export function layerBytes(entries: Iterable<LayerEntry>): number {
  let sum = END_BYTES;
  for (const entry of entries) sum += entryBytes(entry);
  return sum;
}

/** Writes the entries as they are given and ends the tar. Throws `ProblemError` when content cannot be read or written. */
export async function writeLayer(entries: Iterable<LayerEntry>, tables: readonly (LayerTable | undefined)[], reader: LayerReader, output: BlockOutput): Promise<void> {
  const room = (length: number): Uint8Array => (length <= output.room ? output.take(length) : new Uint8Array(length));
  for (const entry of entries) {
    const begin = output.position;
    const head = putHead(entry, room);
    if (output.position === begin) await output.write(head);
    const length = storedBytes(entry);
    if (length === 0) continue;
    const { layer, row } = entry.content!;
    const offset = tables[layer]!.dataOffset[row]!;
    const rest = padded(length) - length;
    // Small files, of which there are many, mostly lie in what has been read: then nothing has to be waited for.
    if (length + rest <= output.room && reader.copyHeld(layer, offset, length, output)) {
      output.take(rest);
      continue;
    }
    await reader.copy(layer, offset, length, output);
    await output.zeros(rest);
  }
  await output.zeros(END_BYTES);
}

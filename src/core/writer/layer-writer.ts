/** A list of entries to a layer's tar. */
import type { LayerTable } from '../image/layer-table';
import type { BlockOutput } from './block-output';
import type { LayerReader } from './layer-reader';
import { encodeHead, END_BYTES, entryBytes, padded, storedBytes, type TarEntry } from './tar-entry';

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
  for (const entry of entries) {
    const head = encodeHead(entry);
    if (head.length <= output.room) output.put(head);
    else await output.write(head);
    const length = storedBytes(entry);
    if (length === 0) continue;
    const { layer, row } = entry.content!;
    await reader.copy(layer, tables[layer]!.dataOffset[row]!, length, output);
    await output.zeros(padded(length) - length);
  }
  await output.zeros(END_BYTES);
}

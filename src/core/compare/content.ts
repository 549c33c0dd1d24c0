/** Reads the content of many files of a side, layer by layer. */
import type { LayerScanner } from '../archive/scanner';
import type { AnalysedImage } from '../image/analyse';
import { failure, success, type Outcome } from '../problem';
import type { TreeEntry } from './file-tree';

export interface ContentReader {
  /** Hands over up to `maxBytes` of each file, in no special order; what cannot be read is left out. What `visit` answers is waited for. Fails when the source does. */
  read(entries: readonly TreeEntry[], maxBytes: number, visit: (entry: TreeEntry, bytes: Uint8Array) => Promise<void> | undefined): Promise<Outcome<void>>;
}

export function readerOfImage({ image }: AnalysedImage, scanner: Pick<LayerScanner, 'readPortions'>): ContentReader {
  return {
    async read(entries, maxBytes, visit) {
      const byLayer = new Map<number, TreeEntry[]>();
      for (const entry of entries) {
        if (entry.row < 0 || entry.type !== 'file') continue;
        const list = byLayer.get(entry.layer);
        if (list === undefined) byLayer.set(entry.layer, [entry]);
        else list.push(entry);
      }
      for (const [index, list] of byLayer) {
        const layer = image.layers[index];
        if (layer?.table === undefined) continue;
        const { dataOffset } = layer.table;
        list.sort((a, b) => dataOffset[a.row]! - dataOffset[b.row]!);
        const read = await scanner.readPortions(layer, layer.table, Uint32Array.from(list, ({ row }) => row), maxBytes, async (from, contents) => {
          for (const [at, bytes] of contents.entries()) {
            const wait = bytes && visit(list[from + at]!, bytes);
            if (wait) await wait;
          }
        });
        if (!read.ok && (read.problem.kind === 'cancelled' || read.problem.kind.startsWith('source-'))) return failure(read.problem);
      }
      return success(undefined);
    },
  };
}

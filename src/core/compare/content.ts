/** Reads the content of many files of a side, layer by layer, in portions that fit memory. */
import type { LayerScanner } from '../archive/scanner';
import type { AnalysedImage } from '../image/analyse';
import { failure, success, type Outcome } from '../problem';
import type { TreeEntry } from './file-tree';

export interface ContentReader {
  /** Hands over up to `maxBytes` of each file, in no special order; what cannot be read is left out. What `visit` answers is waited for. Fails when the source does. */
  read(entries: readonly TreeEntry[], maxBytes: number, visit: (entry: TreeEntry, bytes: Uint8Array) => Promise<void> | undefined): Promise<Outcome<void>>;
}

/** Bytes that are in memory at a time. A compressed layer is decompressed anew for each portion, so its portions are large. */
const PORTION = { raw: 48 * 1024 * 1024, compressed: 320 * 1024 * 1024 } as const;

export function readerOfImage({ image }: AnalysedImage, scanner: LayerScanner): ContentReader {
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
        const limit = layer.compression === 'none' ? PORTION.raw : PORTION.compressed;
        const { dataOffset } = layer.table;
        list.sort((a, b) => dataOffset[a.row]! - dataOffset[b.row]!);
        for (let from = 0; from < list.length; ) {
          let to = from;
          for (let bytes = 0; to < list.length && (to === from || bytes < limit); to += 1) bytes += Math.min(list[to]!.size ?? 0, maxBytes);
          const portion = list.slice(from, to);
          const contents = await scanner.readRows(layer, layer.table, Uint32Array.from(portion, ({ row }) => row), maxBytes);
          if (!contents.ok) {
            if (contents.problem.kind === 'cancelled' || contents.problem.kind.startsWith('source-')) return failure(contents.problem);
            break;
          }
          for (const [at, entry] of portion.entries()) {
            const bytes = contents.value[at];
            const wait = bytes && visit(entry, bytes);
            if (wait) await wait;
          }
          from = to;
        }
      }
      return success(undefined);
    },
  };
}

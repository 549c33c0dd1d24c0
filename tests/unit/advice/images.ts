/** Small analysed images written down as histories with layers, the way a scan would give them. */
import { isKeptFile, isKeptPacked } from '../../../src/core/archive/kept-files';
import { packLines } from '../../../src/core/bytes/packed-lines';
import { encodeUtf8 } from '../../../src/core/bytes/text';
import type { AnalysedImage } from '../../../src/core/image/analyse';
import type { HistoryEntry, Image, Layer, RunConfig } from '../../../src/core/image/image';
import { indexPaths } from '../../../src/core/image/index-paths';
import type { ScannedTable } from '../../../src/core/image/layer-table';
import { mergeLayers } from '../../../src/core/image/merge';
import { diveFigures } from '../../../src/core/waste/dive';
import { findDuplicates } from '../../../src/core/waste/duplicates';
import { findWaste } from '../../../src/core/waste/waste';
import { layer, type Entry } from '../image/layers';

export interface Step {
  readonly by: string;
  /** Absent for an entry without a layer. */
  readonly entries?: readonly Entry[];
  readonly comment?: string;
  readonly author?: string;
}

/** A history line with a layer. */
export const made = (by: string, ...entries: readonly Entry[]): Step => ({ by, entries });
/** A history line without one. */
export const set = (by: string): Step => ({ by });

/** The image as opened: history and layers, for whoever needs no content. `bytes` gives bytes in place of a content that names them: databases. */
export function imageOf(steps: readonly Step[], config: RunConfig = {}, platform = 'linux/amd64', bytes: ReadonlyMap<string, Uint8Array> = new Map()): Image {
  const history: HistoryEntry[] = [];
  const layers: Layer[] = [];
  steps.forEach(({ by, entries, comment, author }, historyIndex) => {
    history.push({ createdBy: by, emptyLayer: entries === undefined, ...(comment === undefined ? {} : { comment }), ...(author === undefined ? {} : { author }) });
    if (entries === undefined) return;
    const table = layer(...entries);
    const kept = new Map(entries.flatMap(({ path, content }, row) => {
      if (content === undefined || !isKeptFile(encodeUtf8(path), content.length)) return [];
      const whole = bytes.get(content) ?? encodeUtf8(content);
      return [[row, isKeptPacked(encodeUtf8(path)) ? packLines(whole) : whole] as const];
    }));
    layers.push({
      index: layers.length, historyIndex, mediaType: 'application/vnd.oci.image.layer.v1.tar', storedBytes: table.storedAt[table.count]!, compression: 'none',
      table, kept, tarBytes: table.storedAt[table.count]!, diagnostics: [],
    });
  });
  return { tags: [], platform, present: true, layers, history, config, rawConfig: {}, rawManifest: {} };
}

export function analysedOf(steps: readonly Step[], config: RunConfig = {}, bytes: ReadonlyMap<string, Uint8Array> = new Map()): AnalysedImage {
  const image = imageOf(steps, config, 'linux/amd64', bytes);
  const indexed = indexPaths(image.layers.map(({ table }) => table as ScannedTable));
  const dive = diveFigures(indexed);
  const { fs, diagnostics } = mergeLayers(indexed);
  return {
    archive: { name: 'image.tar', size: 1, format: 'docker-archive', outerCompression: 'none', images: [image], diagnostics: [] }, imageIndex: 0, image, fs,
    waste: findWaste(fs), duplicates: findDuplicates(fs), dive, diagnostics,
  };
}

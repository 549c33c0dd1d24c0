/** Small images in memory for comparisons: entries with content, and a scanner that hands the content out. */
import { readFileSync } from 'node:fs';
import type { TakePortion } from '../../../src/core/archive/read-rows';
import type { LayerScanner } from '../../../src/core/archive/scanner';
import { compareImages, type CompareOptions, type Comparison } from '../../../src/core/compare/compare-images';
import type { ConcernRow } from '../../../src/core/compare/concerns';
import { latin1, latin1Bytes } from '../../../src/core/bytes/latin1';
import { sideOfImage, type ImageSide } from '../../../src/core/compare/side';
import type { AnalysedImage } from '../../../src/core/image/analyse';
import type { Layer, RunConfig } from '../../../src/core/image/image';
import { rowPaths } from '../../../src/core/image/row-paths';
import { success } from '../../../src/core/problem';
import { layer, merged, type Entry } from '../image/layers';

/** A fixture as text of one character a byte. */
export function fixture(name: string): string {
  return latin1(readFileSync(new URL(`../../fixtures/compare/${name}`, import.meta.url)));
}

/** Layers bottom first; all above the lowest count as made by COPY. */
export function image(config: RunConfig, ...layers: readonly (readonly Entry[])[]): ImageSide {
  const tables = layers.map((entries) => layer(...entries));
  const { fs } = merged(...tables);
  const described = tables.map((table, index): Layer => ({ index, mediaType: '', storedBytes: 0, compression: 'none', table, tarBytes: 0, diagnostics: [], historyIndex: index }));
  const analysed = {
    archive: { name: 'test.tar', size: 1, format: 'docker-archive', outerCompression: 'none', images: [], diagnostics: [] }, imageIndex: 0, fs, diagnostics: [],
    image: {
      tags: ['app:1'], platform: 'linux/amd64', present: true, layers: described, config, rawConfig: {}, rawManifest: {},
      history: layers.map((_, index) => ({ createdBy: index === 0 ? '/bin/sh -c #(nop) ADD file:x in / ' : 'COPY . /app # buildkit', emptyLayer: false })),
    },
  } as unknown as AnalysedImage;
  const scanner = {
    async readPortions(of: { readonly index: number }, _: unknown, rows: Uint32Array, maxBytes: number, take: TakePortion) {
      await take(0, Array.from(rows, (row) => {
        const path = latin1(rowPaths(fs, of.index)(row));
        const content = layers[of.index]!.find((entry) => entry.path === path)?.content;
        return content === undefined ? undefined : latin1Bytes(content).subarray(0, maxBytes);
      }));
      return success({});
    },
  } as unknown as LayerScanner;
  return sideOfImage(analysed, scanner);
}

export async function compare(before: ImageSide, after: ImageSide, options?: CompareOptions): Promise<Comparison> {
  const compared = await compareImages(before, after, options);
  if (!compared.ok) throw new Error(compared.problem.message);
  return compared.value;
}

/** Paths that a check flags in a tier, sorted. */
export function flagged(rows: readonly ConcernRow[], check: string, tier?: number): string[] {
  return [...new Set(rows.filter((row) => row.check === check && (tier === undefined || row.tier === tier)).flatMap(({ files }) => files.map(({ path }) => path)))].sort();
}

/** Builds the report of an analysed image: what the page shows and the headless command prints. */
import { escapePath } from '../bytes/text';
import type { AnalysedImage } from '../image/analyse';
import type { HistoryEntry, Layer } from '../image/image';
import type { Diagnostic } from '../problem';
import { VERSION } from '../version';
import { REPORT_VERSION, type DuplicateReport, type ImageReport, type LayerReport, type PackagesReport, type WasteReport } from './report';

/** What other folders add to the report. */
export interface ImageReportParts {
  readonly packages?: PackagesReport;
}

/** The lists of a report that grow with the image; the rest is a few kilobytes. */
export interface ReportLists {
  readonly waste: readonly WasteReport[];
  readonly duplicates: readonly DuplicateReport[];
  readonly inefficiencies: NonNullable<ImageReport['dive']['inefficiencies']>;
}

/** The complete report. Paths are escaped as `escapePath` does; figures are bytes. */
export function buildImageReport(analysed: AnalysedImage, parts: ImageReportParts = {}): ImageReport {
  const { paths } = analysed.fs;
  const pathOf = (node: number): string => escapePath(paths.pathOf(node));
  return reportWith(analysed, {
    waste: analysed.waste.items.map(({ node, bytes, reason, layers, hiddenBy, changed, storedBytes }) => ({
      path: pathOf(node), bytes, reason, layers, ...(hiddenBy === undefined ? {} : { hiddenBy }), ...(changed === undefined ? {} : { changed }), storedBytes,
    })),
    duplicates: analysed.duplicates.map(({ bytes, size, nodes }) => ({ bytes, size, paths: Array.from(nodes, pathOf) })),
    inefficiencies: analysed.dive.inefficiencies.map(({ node, count, bytes }) => ({ path: `/${pathOf(node)}`, count, bytes })),
  }, parts);
}

/** A report with the given lists in place of the image's own. */
export function reportWith(analysed: AnalysedImage, lists: ReportLists, parts: ImageReportParts = {}): ImageReport {
  const { archive, image, waste, dive } = analysed;
  const layerOf = new Map(image.layers.flatMap(({ historyIndex, index }) => (historyIndex === undefined ? [] : [[historyIndex, index] as const])));
  return {
    schema: 'plimsoll.report',
    version: REPORT_VERSION,
    kind: 'image',
    tool: { name: 'plimsoll', version: VERSION },
    subject: { name: archive.name, bytes: archive.size },
    diagnostics: gravestFirst(analysed.diagnostics),
    format: archive.format,
    images: archive.images.map(({ tags, platform, digest, present }) => ({ tags, platform, ...(digest === undefined ? {} : { digest }), present })),
    image: analysed.imageIndex,
    layers: image.layers.map((layer, index) => layerReport(analysed, layer, index)),
    history: image.history.map((entry, index) => historyReport(entry, layerOf.get(index))),
    totals: {
      bytes: waste.bytes,
      reachableBytes: waste.reachableBytes,
      hiddenBytes: waste.hiddenBytes,
      efficiency: efficiencyOf(analysed),
      files: waste.files,
      storedBytes: image.layers.reduce((sum, layer) => sum + layer.storedBytes, 0),
      hiddenStoredBytes: waste.hiddenStoredBytes,
      duplicateBytes: analysed.duplicates.sum(({ bytes }) => bytes),
    },
    waste: lists.waste,
    duplicates: lists.duplicates,
    dive: {
      sizeBytes: dive.sizeBytes, userSizeBytes: dive.userSizeBytes, inefficientBytes: dive.inefficientBytes,
      efficiencyScore: dive.efficiencyScore, userWastedPercent: dive.userWastedPercent,
      inefficiencies: lists.inefficiencies,
    },
    config: { ...image.config },
    ...(parts.packages === undefined ? {} : { packages: parts.packages }),
  };
}

/** Kinds of diagnostics that make figures wrong, not merely incomplete in a detail: entries are missing. */
const ENTRIES_MISSING = /^(?:layer-(?:truncated|corrupt|too-large|unsupported|encrypted|foreign|absent|not-a-layer)|archive-(?:truncated|corrupt)|digest-mismatch|diffid-mismatch)$/;

/** What makes figures wrong comes before what is merely odd; otherwise the order stays. */
function gravestFirst(diagnostics: readonly Diagnostic[]): readonly Diagnostic[] {
  const grave = ({ kind }: Diagnostic): boolean => ENTRIES_MISSING.test(kind);
  return [...diagnostics.filter(grave), ...diagnostics.filter((diagnostic) => !grave(diagnostic))];
}

/** Reachable by stored bytes; unknown as soon as part of one layer is, since it may hide anything. */
function efficiencyOf({ image, waste }: AnalysedImage): number | null {
  if (image.layers.some((layer) => layer.table === undefined || layer.diagnostics.some(({ kind }) => /^layer-/.test(kind) && ENTRIES_MISSING.test(kind)))) return null;
  return waste.bytes === 0 ? 1 : waste.reachableBytes / waste.bytes;
}

function layerReport({ image, waste }: AnalysedImage, layer: Layer, index: number): LayerReport {
  const history = layer.historyIndex === undefined ? undefined : image.history[layer.historyIndex];
  const { bytes, hiddenBytes, contributedBytes, runningBytes, hiddenStoredBytes } = waste.layers[index]!;
  return {
    index,
    ...(layer.digest === undefined ? {} : { digest: layer.digest }),
    ...(layer.diffId === undefined ? {} : { diffId: layer.diffId }),
    command: history?.createdBy ?? '',
    mediaType: layer.mediaType,
    entries: layer.table?.count ?? 0,
    bytes, storedBytes: layer.storedBytes, hiddenBytes, contributedBytes, runningBytes, hiddenStoredBytes,
    compression: layer.compression,
    ...(history?.created === undefined ? {} : { createdAt: history.created }),
    ...(layer.unreadable === undefined ? {} : { unreadable: layer.unreadable }),
  };
}

function historyReport(entry: HistoryEntry, layer: number | undefined): ImageReport['history'][number] {
  return {
    createdBy: entry.createdBy,
    ...(entry.created === undefined ? {} : { created: entry.created }),
    ...(entry.comment === undefined ? {} : { comment: entry.comment }),
    emptyLayer: entry.emptyLayer,
    ...(layer === undefined ? {} : { layer }),
  };
}

/** An image report as the payload of an `r` link, and back. The order of fields is version 1 of the format: frozen, only ever appended to. */
import type { ImageReport, LayerReport, WasteReason, WasteReport } from '../report/report';
import { readFindings, writeFindings, type RuleText } from './findings-tuple';
import { readHead, writeHead } from './head-tuple';
import { readBudget, readDuplicates, readPackages, writeBudget, writeDuplicates, writePackages } from './image-extras-tuple';
import { Omissions, type Rung } from './rung';
import {
  entryOf, MAX_PATH, readColumn, readDigits, readList, readNumber, readOptionalText, readOptionalWhole, readPaths, readTable, readText, readWhole,
  ShapeError, trimmed, writeDigits, writePaths, writeTable,
} from './tuple';

/** Tables of version 1: frozen, only ever appended to. */
const REASONS: readonly WasteReason[] = ['deleted', 'replaced', 'metadata-only', 'identical', 'opaque', 'superseded', 'moved', 'whiteout-payload'];
const CHANGES = ['mode', 'owner', 'mtime', 'xattrs'];

/** No front-coded path takes fewer characters of a link than this; more rows cannot fit and need not be tried. */
const LEAST_CHARACTERS_PER_ROW = 4;

export function writeImage(report: ImageReport, rung: Rung, budget: number): readonly unknown[] {
  const omissions = new Omissions();
  const limit = Math.min(rung.rows, Math.ceil(budget / LEAST_CHARACTERS_PER_ROW));
  const shown = report.images[report.image];
  for (const image of report.images) if (image !== shown) omissions.add('images');
  const layers = rung.layers ? report.layers : omissions.keep('layers', report.layers, 0, ({ bytes }) => bytes);
  const waste = omissions.keep('waste', bySize(report.waste), rung.layers ? limit : 0, ({ bytes }) => bytes);
  for (const { path, bytes } of report.waste) if (path.length > MAX_PATH) omissions.add('waste', bytes);
  const history = rung.layers ? report.history : omissions.keep('history', report.history, 0);
  for (const layer of layers) if (layer.digest !== undefined || layer.diffId !== undefined) omissions.add('digests');
  for (const _step of report.advice?.steps ?? []) omissions.add('steps');
  const { totals, dive } = report;
  const payload = [
    [report.format, shown?.tags ?? [], shown?.platform ?? '', shown?.digest ?? 0],
    [
      totals.bytes, totals.reachableBytes, totals.hiddenBytes, compactRatio(totals.efficiency, totals.reachableBytes, totals.bytes), totals.files,
      totals.storedBytes, Math.round(totals.hiddenStoredBytes), totals.duplicateBytes,
    ],
    [
      dive.sizeBytes, dive.userSizeBytes, dive.inefficientBytes, dive.efficiencyScore,
      compactRatio(dive.userWastedPercent, dive.inefficientBytes, dive.userSizeBytes),
    ],
    writeHistory(history, rung, omissions),
    writeLayers(layers, history.length > 0 ? report : undefined, rung, omissions),
    writeWaste(waste),
    writeDuplicates(report.duplicates, rung, omissions),
    writePackages(report, rung, omissions),
    rung.extras > 0 ? (report.config ?? 0) : report.config === undefined ? 0 : (omissions.add('config'), 0),
    writeFindings(report.findings ?? [], rung, omissions),
    writeBudget(report, rung, omissions),
  ];
  return [writeHead(report, rung, omissions), ...trimmed(payload)];
}

/** Throws `ShapeError` for what is no such payload; the result still has to be validated. */
export function readImage(payload: readonly unknown[], ruleText: RuleText): ImageReport {
  const [head, about, totalsTuple, diveTuple, history, layersTuple, wasteTuple, duplicates, packages, config, findings, budget] = payload;
  const [format, tags, platform, digest] = readList(about);
  const totals = readColumn(totalsTuple, 8, (item) => item);
  const dive = readColumn(diveTuple, 5, (item) => item);
  const [bytes, reachableBytes] = [readWhole(totals[0]), readWhole(totals[1])];
  const [inefficientBytes, userSizeBytes] = [readWhole(dive[2]), readWhole(dive[1])];
  const entries = readHistory(history);
  const imageDigest = readOptionalText(digest);
  const readFrom = readFindings(findings, ruleText);
  return {
    ...readHead(head), kind: 'image', format: readText(format),
    images: [{ tags: readList(tags).map(readText), platform: readText(platform), ...(imageDigest === undefined ? {} : { digest: imageDigest }) }],
    image: 0,
    layers: readLayers(layersTuple, entries), history: entries,
    totals: {
      bytes, reachableBytes, hiddenBytes: readWhole(totals[2]), efficiency: expandRatio(totals[3], reachableBytes, bytes, 1), files: readWhole(totals[4]),
      storedBytes: readWhole(totals[5]), hiddenStoredBytes: readWhole(totals[6]), duplicateBytes: readWhole(totals[7]),
    },
    waste: readWaste(wasteTuple),
    duplicates: readDuplicates(duplicates),
    dive: {
      sizeBytes: readWhole(dive[0]), userSizeBytes, inefficientBytes, efficiencyScore: readNumber(dive[3]),
      userWastedPercent: expandRatio(dive[4], inefficientBytes, userSizeBytes, null),
    },
    ...readPackages(packages),
    ...(typeof config === 'object' && config !== null ? { config: config as Readonly<Record<string, unknown>> } : {}),
    ...(readFrom.length === 0 ? {} : { findings: readFrom }),
    ...readBudget(budget),
  };
}

/** A ratio that follows from its two numbers need not be written: `true` says so. */
function compactRatio(ratio: number | null, part: number, whole: number): number | boolean | null {
  return ratio !== null && whole > 0 && ratio === part / whole ? true : ratio;
}

function expandRatio(value: unknown, part: number, whole: number, empty: number | null): number | null {
  if (value === null) return null;
  if (value === true) return whole > 0 ? part / whole : empty;
  return readNumber(value);
}

function bySize(waste: readonly WasteReport[]): readonly WasteReport[] {
  return waste.filter(({ path }) => path.length <= MAX_PATH).sort((a, b) => b.bytes - a.bytes || (a.path < b.path ? -1 : 1));
}

function writeHistory(history: ImageReport['history'], rung: Rung, omissions: Omissions): readonly unknown[] {
  if (history.length === 0) return [];
  for (const entry of history) if (entry.created !== undefined) omissions.add('dates');
  const inOrder = history.filter(({ layer }) => layer !== undefined).every(({ layer }, index) => layer === index) && history.length > 0;
  return trimmed([
    history.map(({ createdBy }) => omissions.shorten(createdBy, rung.command)),
    // 0: no layer and said so; 1: the next layer; 2: no layer though it is not marked as empty; 3: a layer though it is marked as empty.
    writeDigits(history, ({ emptyLayer, layer }) => (layer === undefined ? (emptyLayer ? 0 : 2) : emptyLayer ? 3 : 1)),
    inOrder ? 0 : history.map(({ layer }) => layer ?? null),
    rung.extras > 0 && history.some(({ comment }) => comment !== undefined) ? writeTable(history.map(({ comment }) => comment ?? '')) : 0,
  ]);
}

function readHistory(value: unknown): ImageReport['history'] {
  const tuple = readList(value ?? []);
  if (tuple.length === 0) return [];
  const commands = readList(tuple[0]).map(readText);
  const marks = readDigits(tuple[1], commands.length);
  const explicit = Array.isArray(tuple[2]) ? readColumn(tuple[2], commands.length, readOptionalWhole) : undefined;
  const comments = Array.isArray(tuple[3]) ? readTable(tuple[3], commands.length) : [];
  let next = 0;
  return commands.map((createdBy, row) => {
    const mark = marks[row]!;
    if (mark > 3) throw new ShapeError();
    const layer = mark === 0 || mark === 2 ? undefined : explicit === undefined ? next++ : explicit[row];
    const comment = comments[row];
    return {
      createdBy, emptyLayer: mark === 0 || mark === 3, ...(layer === undefined ? {} : { layer }), ...(comment ? { comment } : {}),
    };
  });
}

/** A layer's command is its history entry's, so it is written once; `own` holds those that differ. */
function writeLayers(layers: readonly LayerReport[], report: ImageReport | undefined, rung: Rung, omissions: Omissions): readonly unknown[] {
  if (layers.length === 0) return [];
  const ofHistory = new Map(report?.history.map(({ layer, createdBy }) => [layer, createdBy]));
  const own = layers.map(({ index, command }) => (ofHistory.get(index) === command ? 0 : omissions.shorten(command, rung.command)));
  let running = 0;
  return trimmed([
    layers.map(({ entries }) => entries),
    layers.map(({ bytes }) => bytes),
    layers.map(({ storedBytes }) => storedBytes),
    layers.map(({ hiddenBytes }) => hiddenBytes),
    layers.map(({ bytes, contributedBytes }) => bytes - contributedBytes),
    // Shares of a compressed blob are interpolated and may come with a fraction.
    layers.map(({ hiddenStoredBytes }) => Math.round(hiddenStoredBytes)),
    writeTable(layers.map(({ mediaType }) => mediaType)),
    writeTable(layers.map(({ compression }) => compression)),
    layers.every((layer) => (running += layer.contributedBytes) === layer.runningBytes) ? 0 : layers.map(({ runningBytes }) => runningBytes),
    own.some((command) => command !== 0) ? own : 0,
    layers.some(({ unreadable }) => unreadable !== undefined) ? layers.map(({ unreadable }) => unreadable ?? 0) : 0,
  ]);
}

function readLayers(value: unknown, history: ImageReport['history']): readonly LayerReport[] {
  const tuple = readList(value ?? []);
  if (tuple.length === 0) return [];
  const entries = readList(tuple[0]).map(readWhole);
  const rows = entries.length;
  const [bytes, stored, hidden, less, hiddenStored] = [1, 2, 3, 4, 5].map((at) => readColumn(tuple[at], rows, readWhole)) as [
    readonly number[], readonly number[], readonly number[], readonly number[], readonly number[],
  ];
  const mediaTypes = readTable(tuple[6], rows);
  const compressions = readTable(tuple[7], rows);
  const runnings = Array.isArray(tuple[8]) ? readColumn(tuple[8], rows, readWhole) : undefined;
  const own = Array.isArray(tuple[9]) ? readColumn(tuple[9], rows, readOptionalText) : [];
  const unreadable = Array.isArray(tuple[10]) ? readColumn(tuple[10], rows, readOptionalText) : [];
  const ofHistory = new Map(history.map(({ layer, createdBy }) => [layer, createdBy]));
  let running = 0;
  return entries.map((count, index): LayerReport => {
    const contributedBytes = bytes[index]! - less[index]!;
    running += contributedBytes;
    const why = unreadable[index];
    return {
      index, command: own[index] ?? ofHistory.get(index) ?? '', mediaType: mediaTypes[index]!, entries: count, bytes: bytes[index]!,
      storedBytes: stored[index]!, hiddenBytes: hidden[index]!, contributedBytes, runningBytes: runnings?.[index] ?? running,
      hiddenStoredBytes: hiddenStored[index]!, compression: compressions[index]!, ...(why === undefined ? {} : { unreadable: why }),
    };
  });
}

/** Written in the order of paths, so that front coding works; read back largest first. */
function writeWaste(waste: readonly WasteReport[]): readonly unknown[] {
  if (waste.length === 0) return [];
  const rows = [...waste].sort((a, b) => (a.path < b.path ? -1 : a.path > b.path ? 1 : b.bytes - a.bytes));
  return trimmed([
    writePaths(rows.map(({ path }) => path)),
    rows.map(({ bytes }) => bytes),
    writeDigits(rows, ({ reason }) => REASONS.indexOf(reason)),
    // Most waste lies in one layer and is hidden by one soon after: a digit each.
    rows.every(({ layers }) => layers.length === 1 && isDigit(layers[0]!)) ? writeDigits(rows, ({ layers }) => layers[0]!) : rows.map(({ layers }) => layers),
    rows.every((row) => isDigit(gapOf(row))) ? writeDigits(rows, gapOf)
      : rows.some(({ hiddenBy }) => hiddenBy !== undefined) ? rows.map(({ hiddenBy }) => hiddenBy ?? null) : 0,
    rows.some(({ changed }) => changed !== undefined)
      ? writeDigits(rows, ({ changed }) => (changed === undefined ? 0 : 1 + CHANGES.reduce((bits, name, bit) => bits | (changed.includes(name) ? 1 << bit : 0), 0)))
      : 0,
  ]);
}

/** Layers from the uppermost that holds the bytes to the one that hid them; NaN when it is not known. */
function gapOf({ layers, hiddenBy }: WasteReport): number {
  return hiddenBy === undefined ? Number.NaN : hiddenBy - (layers.at(-1) ?? Number.NaN);
}

function isDigit(number: number): boolean {
  return number >= 0 && number <= 61;
}

function readWaste(value: unknown): readonly WasteReport[] {
  const tuple = readList(value ?? []);
  if (tuple.length === 0) return [];
  const paths = readPaths(tuple[0]);
  const rows = paths.length;
  const bytes = readColumn(tuple[1], rows, readWhole);
  const reasons = readDigits(tuple[2], rows);
  const layers = typeof tuple[3] === 'string'
    ? readDigits(tuple[3], rows).map((layer) => [layer]) : readColumn(tuple[3], rows, (item) => readList(item).map(readWhole));
  const hiddenBy = typeof tuple[4] === 'string' ? readDigits(tuple[4], rows).map((gap, row) => gap + (layers[row]!.at(-1) ?? 0))
    : Array.isArray(tuple[4]) ? readColumn(tuple[4], rows, readOptionalWhole) : [];
  const changed = typeof tuple[5] === 'string' ? readDigits(tuple[5], rows) : [];
  return paths.map((path, row): WasteReport => {
    const hider = hiddenBy[row];
    const bits = changed[row] ?? 0;
    return {
      path, bytes: bytes[row]!, reason: entryOf(REASONS, reasons[row]!), layers: layers[row]!, ...(hider === undefined ? {} : { hiddenBy: hider }),
      ...(bits === 0 ? {} : { changed: CHANGES.filter((_name, bit) => ((bits - 1) & (1 << bit)) !== 0) }),
    };
  }).sort((a, b) => b.bytes - a.bytes || (a.path < b.path ? -1 : 1));
}

/** Build contexts as payloads of `b` links, and back. Field order is version 1: frozen, only ever appended to. */
import type { ContextReport } from '../report/report';
import { readHead, writeHead } from './head-tuple';
import { Omissions, type Rung } from './rung';
import { MAX_PATH, readColumn, readList, readOptionalText, readOptionalWhole, readPaths, readTable, readText, readWhole, trimmed, writePaths, writeTable } from './tuple';

type Sum = ContextReport['sent'];
type Suggestion = ContextReport['suggestions'][number];

/** What to write into the ignore file is the point, secrets first: it goes after the list of large files. */
const LAST_SUGGESTIONS = 20;

export function writeContext(report: ContextReport, rung: Rung): readonly unknown[] {
  const omissions = new Omissions();
  const long = report.largest.filter(({ path }) => path.length > MAX_PATH);
  for (const { bytes } of long) omissions.add('largest', bytes);
  const largest = omissions.keep('largest', report.largest.filter((row) => !long.includes(row)), rung.layers ? rung.rows : 0, ({ bytes }) => bytes);
  const suggestions = omissions.keep('suggestions', report.suggestions, rung.layers ? Math.max(rung.rows, LAST_SUGGESTIONS) : 0, ({ bytes }) => bytes);
  const withExamples = rung.extras > 0;
  if (!withExamples) for (const { examples } of suggestions) for (const _example of examples ?? []) omissions.add('examples');
  const body = trimmed([
    writeSum(report.sent), writeSum(report.ignored), writeSum(report.copied), writeSum(report.unused),
    largest.length === 0 ? [] : [writePaths(largest.map(({ path }) => path)), largest.map(({ bytes }) => bytes), largest.map(({ files }) => files)],
    suggestions.length === 0 ? [] : trimmed([
      suggestions.map(({ pattern }) => pattern), suggestions.map(({ bytes }) => bytes), writeTable(suggestions.map(({ reason }) => reason)),
      suggestions.map(({ kind }) => kind ?? 0), suggestions.map(({ files }) => files ?? null),
      withExamples && suggestions.some(({ examples }) => examples !== undefined) ? suggestions.map(({ examples }) => examples ?? 0) : 0,
    ]),
  ]);
  return [writeHead(report, rung, omissions), ...body];
}

export function readContext(payload: readonly unknown[]): ContextReport {
  const [head, sent, ignored, copied, unused, largest, suggestions] = payload;
  const [taken, idle] = [readSum(copied), readSum(unused)];
  return {
    ...readHead(head), kind: 'context', sent: readSum(sent) ?? NOTHING, ignored: readSum(ignored) ?? NOTHING,
    ...(taken && { copied: taken }), ...(idle && { unused: idle }), largest: readLargest(largest), suggestions: readSuggestions(suggestions),
  };
}

const NOTHING: Sum = { files: 0, bytes: 0 };

function writeSum(sum: Sum | undefined): readonly number[] {
  return sum === undefined ? [] : [sum.files, sum.bytes];
}

function readSum(value: unknown): Sum | undefined {
  const [files, bytes] = readList(value ?? []);
  return files === undefined ? undefined : { files: readWhole(files), bytes: readWhole(bytes) };
}

function readLargest(value: unknown): ContextReport['largest'] {
  const tuple = readList(value ?? []);
  if (tuple.length === 0) return [];
  const paths = readPaths(tuple[0]);
  const bytes = readColumn(tuple[1], paths.length, readWhole);
  const files = readColumn(tuple[2], paths.length, readWhole);
  return paths.map((path, row) => ({ path, bytes: bytes[row]!, files: files[row]! }));
}

function readSuggestions(value: unknown): readonly Suggestion[] {
  const tuple = readList(value ?? []);
  if (tuple.length === 0) return [];
  const patterns = readList(tuple[0]).map(readText);
  const bytes = readColumn(tuple[1], patterns.length, readWhole);
  const reasons = readTable(tuple[2], patterns.length);
  const kinds = readColumn(tuple[3], patterns.length, readOptionalText);
  const counts = readColumn(tuple[4], patterns.length, readOptionalWhole);
  const examples = Array.isArray(tuple[5]) ? readColumn(tuple[5], patterns.length, readExamples) : [];
  return patterns.map((pattern, row): Suggestion => {
    const [kind, files, some] = [kinds[row], counts[row], examples[row]];
    return {
      pattern, bytes: bytes[row]!, reason: reasons[row]!,
      ...(kind === undefined ? {} : { kind }), ...(files === undefined ? {} : { files }), ...(some === undefined ? {} : { examples: some }),
    };
  });
}

function readExamples(value: unknown): readonly string[] | undefined {
  return value === 0 ? undefined : readList(value).map(readText);
}

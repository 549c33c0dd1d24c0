/** What every link begins with: the tool's version, the subject, what was left out and what was odd. */
import { REPORT_VERSION, type Report } from '../report/report';
import type { Problem } from '../problem';
import { omissionsFrom, type Omissions, type Rung } from './rung';
import { readColumn, readList, readOptionalWhole, readText, readWhole, trimmed } from './tuple';

const MAX_DIAGNOSTICS = 20;

/** Call it last, when all omissions are known. A report that came from a shortened link keeps what was missing before. */
export function writeHead(report: Report, rung: Rung, omissions: Omissions): readonly unknown[] {
  const odd = omissions.keep('diagnostics', report.diagnostics, Math.min(rung.extras, MAX_DIAGNOSTICS));
  const columns = [
    odd.map(({ kind }) => kind), odd.map(({ message }) => message), odd.map(({ advice }) => advice), odd.map(({ where }) => where?.layer ?? null),
  ];
  const left = [...omissions.list()];
  for (const { what, count, bytes } of report.omitted ?? []) {
    const at = left.findIndex(([name]) => name === what);
    if (at < 0) left.push([what, count, bytes ?? 0]);
    else left[at] = [what, left[at]![1] + count, left[at]![2] + (bytes ?? 0)];
  }
  return trimmed([report.tool.version, report.subject.name, report.subject.bytes, left, odd.length === 0 ? [] : columns]);
}

/** The fields that all kinds of reports share. */
export function readHead(value: unknown): Pick<Report, 'schema' | 'version' | 'tool' | 'subject' | 'diagnostics' | 'omitted'> {
  const tuple = readList(value);
  const omitted = readList(tuple[3] ?? []).map((item) => {
    const [what, count, bytes] = readList(item);
    return [readText(what), readWhole(count), readWhole(bytes ?? 0)] as const;
  });
  return {
    schema: 'plimsoll.report', version: REPORT_VERSION, tool: { name: 'plimsoll', version: readText(tuple[0]) },
    subject: { name: readText(tuple[1]), bytes: readWhole(tuple[2] ?? 0) }, diagnostics: readDiagnostics(tuple[4]),
    ...(omitted.length === 0 ? {} : { omitted: omissionsFrom(omitted) }),
  };
}

function readDiagnostics(value: unknown): readonly Problem[] {
  const columns = readList(value ?? []);
  if (columns.length === 0) return [];
  const kinds = readList(columns[0]).map(readText);
  const messages = readColumn(columns[1], kinds.length, readText);
  const advice = readColumn(columns[2], kinds.length, readText);
  const layers = readColumn(columns[3], kinds.length, readOptionalWhole);
  return kinds.map((kind, row) => {
    const layer = layers[row];
    return { kind, message: messages[row]!, advice: advice[row]!, ...(layer === undefined ? {} : { where: { layer } }) };
  });
}

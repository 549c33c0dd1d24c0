/** `export REPORT.json --format ID`: a report in one of the formats that can be made from a report alone, as text. */
import { EXPORT_FORMATS } from '../../../src/core/export/formats';
import { readReport } from '../../../src/core/report/validate';
import { readArguments } from '../arguments';
import { type CommandResult, usageProblem } from '../command';
import { readText } from '../input-file';

export async function run(argv: readonly string[]): Promise<CommandResult> {
  const formats = EXPORT_FORMATS.filter(({ needs }) => needs === 'report');
  const usage = `export REPORT.json --format ${formats.map(({ id }) => id).join('|')}`;
  const parsed = readArguments(argv, { format: 'string' }, 1, usage);
  if (!parsed.ok) return parsed.result;
  const format = formats.find(({ id }) => id === parsed.value.text('format'));
  if (format === undefined) return usageProblem('--format names no such format.', usage);
  const file = parsed.value.positionals[0]!;
  const text = await readText(file);
  if (!text.ok) return { kind: 'problem', problem: text.problem };
  const report = readReport(text.value);
  if (!report.ok) return { kind: 'problem', problem: { ...report.problem, where: { file } } };
  if (!format.kinds.includes(report.value.kind)) return usageProblem(`${format.title} is for reports of kind ${format.kinds.join(' or ')}.`, usage);
  return { kind: 'text', text: format.write({ report: report.value }) };
}

/** `permalink REPORT.json [--budget N]`: the fragment that holds a report; `permalink --open '#…'`: the report that a fragment holds. */
import { makeLink } from '../../../src/core/permalink/make-link';
import { openLink } from '../../../src/core/permalink/open-link';
import { readReport } from '../../../src/core/report/validate';
import { readArguments } from '../arguments';
import { type CommandResult, usageProblem } from '../command';
import { readText } from '../input-file';

const USAGE = "permalink REPORT.json [--budget N] | permalink --open '#…'";

export async function run(argv: readonly string[]): Promise<CommandResult> {
  const opening = argv.includes('--open') || argv.some((word) => word.startsWith('--open='));
  const parsed = readArguments(argv, { open: 'string', budget: 'string' }, opening ? 0 : 1, USAGE);
  if (!parsed.ok) return parsed.result;
  const fragment = parsed.value.text('open');
  if (fragment !== undefined) return open(fragment);
  const budget = parsed.value.number('budget');
  if (budget !== undefined && !(budget > 0)) return usageProblem('--budget takes a whole number of characters.', USAGE);
  return make(parsed.value.positionals[0]!, budget);
}

function open(fragment: string): CommandResult {
  const opened = openLink(fragment);
  return opened.ok ? { kind: 'json', value: opened.value.report } : { kind: 'problem', problem: opened.problem };
}

async function make(file: string, budget: number | undefined): Promise<CommandResult> {
  const text = await readText(file);
  if (!text.ok) return { kind: 'problem', problem: text.problem };
  const report = readReport(text.value);
  if (!report.ok) return { kind: 'problem', problem: { ...report.problem, where: { file } } };
  const link = makeLink(report.value, budget === undefined ? {} : { budget });
  return link.ok ? { kind: 'json', value: link.value.fragment } : { kind: 'problem', problem: link.problem };
}

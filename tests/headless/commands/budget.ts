/** `budget FILE [--dive-ci FILE] [--rules FILE]`: the report of an image with how it stands against `.dive-ci` and `.plimsoll.yaml`. */
import { parseDiveRules } from '../../../src/core/budget/dive-rules';
import { evaluateBudget, type BudgetFile } from '../../../src/core/budget/evaluate';
import { parseOwnRules } from '../../../src/core/budget/own-rules';
import { escapePath } from '../../../src/core/bytes/text';
import { entriesAt, type RootFs } from '../../../src/core/image/root-fs';
import { EntryType } from '../../../src/core/image/layer-table';
import { buildImageReport } from '../../../src/core/report/image-report';
import { readArguments } from '../arguments';
import type { CommandResult } from '../command';
import { readText } from '../input-file';
import { withImage } from '../open-image';

const USAGE = 'budget FILE [--dive-ci FILE] [--rules FILE]';

export async function run(argv: readonly string[]): Promise<CommandResult> {
  const args = readArguments(argv, { 'dive-ci': 'string', rules: 'string' }, 1, USAGE);
  if (!args.ok) return args.result;
  const texts: (string | undefined)[] = [];
  for (const name of [args.value.text('dive-ci'), args.value.text('rules')]) {
    const text = name === undefined ? undefined : await readText(name);
    if (text?.ok === false) return { kind: 'problem', problem: text.problem };
    texts.push(text?.value);
  }
  const [dive, own] = texts;
  return withImage(args.value.positionals[0]!, {}, (analysed) => {
    const report = buildImageReport(analysed);
    const budget = evaluateBudget({
      report, files: filesOf(analysed.fs),
      ...(dive === undefined ? {} : { dive: parseDiveRules(dive) }), ...(own === undefined ? {} : { own: parseOwnRules(own) }),
    });
    return { kind: 'json', value: { ...report, budget } };
  });
}

function* filesOf(fs: RootFs): Generator<BudgetFile> {
  for (const { path, type, mode } of entriesAt(fs)) yield { path: escapePath(path), type: type === EntryType.file || type === EntryType.hardlink ? 'file' : 'other', mode };
}

/** `lint FILE [--config FILE] [--no-shellcheck]` and `lint-batch CASES.json [--no-shellcheck]`. */
import { basename, join } from 'node:path';
import { ignoreFileCandidates } from '../../../src/core/context/analyse-context';
import { decodeSource } from '../../../src/core/dockerfile/decode';
import { shellParser } from '../../../src/core/dockerfile/shell-parser';
import { DEFAULT_LINT_CONFIG } from '../../../src/core/lint/config';
import { lintDockerfile } from '../../../src/core/lint/lint-dockerfile';
import { lintConfigOf } from '../../../src/core/lint/parse-config';
import { addShellcheck } from '../../../src/core/lint/shellcheck/add-to-report';
import { success } from '../../../src/core/problem';
import { readArguments } from '../arguments';
import type { CommandResult } from '../command';
import { usageProblem } from '../command';
import { shellcheck } from '../host';
import { readInput, readLintConfig, readText, requireFolder } from '../input-file';

const LINT_USAGE = 'lint FILE [--config FILE] [--context DIR] [--no-shellcheck]';
const BATCH_USAGE = 'lint-batch CASES.json [--no-shellcheck]';

/** A report of kind `dockerfile`. */
export async function lint(argv: readonly string[]): Promise<CommandResult> {
  const parsed = readArguments(argv, { config: 'string', context: 'string', 'no-shellcheck': 'boolean' }, 1, LINT_USAGE);
  if (!parsed.ok) return parsed.result;
  const [file = ''] = parsed.value.positionals;
  const config = await readLintConfig(parsed.value.text('config'));
  if (!config.ok) return { kind: 'problem', problem: config.problem };
  const bytes = await readInput(file);
  if (!bytes.ok) return { kind: 'problem', problem: bytes.problem };
  const decoded = decodeSource(bytes.value);
  if (!decoded.ok) return { kind: 'problem', problem: decoded.problem };
  const source = decoded.value;
  const context = parsed.value.text('context');
  const folder = context === undefined ? success(undefined) : await requireFolder(context);
  if (!folder.ok) return { kind: 'problem', problem: folder.problem };
  const dockerignore = context === undefined ? undefined : await ignoreFileOf(context, file);
  const report = lintDockerfile(source, {
    shell: shellParser, config: config.value, name: basename(file), bytes: bytes.value.length, ...(dockerignore !== undefined && { dockerignore }),
  });
  const value = parsed.value.flag('no-shellcheck') ? report : await addShellcheck(report, source, await shellcheck(), config.value);
  return { kind: 'json', value };
}

/**
 * One line a case, in order. A case that brings a `config`, be it empty, is an assertion on rules: those that are off by default run too.
 */
export async function lintBatch(argv: readonly string[]): Promise<CommandResult> {
  const parsed = readArguments(argv, { 'no-shellcheck': 'boolean' }, 1, BATCH_USAGE);
  if (!parsed.ok) return parsed.result;
  const text = await readText(parsed.value.positionals[0] ?? '');
  if (!text.ok) return { kind: 'problem', problem: text.problem };
  const cases = casesIn(text.value);
  if (cases === undefined) return usageProblem('The file of cases is no JSON list of objects, each with a "dockerfile" that is a text.', BATCH_USAGE);
  const shell = shellParser;
  const engine = parsed.value.flag('no-shellcheck') ? undefined : await shellcheck();
  const rows = async function* (): AsyncIterable<unknown> {
    for (const { id, dockerfile, config } of cases) {
      const parsedConfig = config === undefined ? success(DEFAULT_LINT_CONFIG) : lintConfigOf(config);
      if (!parsedConfig.ok) yield { id, problem: parsedConfig.problem };
      else {
        const report = lintDockerfile(dockerfile, { shell, config: parsedConfig.value, includeOff: config !== undefined });
        yield { id, findings: (engine ? await addShellcheck(report, dockerfile, engine, parsedConfig.value) : report).findings };
      }
    }
  };
  return { kind: 'ndjson', rows: rows() };
}

interface Case {
  readonly id?: unknown;
  readonly dockerfile: string;
  readonly config?: unknown;
}

function casesIn(text: string): readonly Case[] | undefined {
  try {
    const value: unknown = JSON.parse(text);
    const isCase = (item: unknown): item is Case => typeof (item as { dockerfile?: unknown } | null)?.dockerfile === 'string';
    return Array.isArray(value) && value.every(isCase) ? value : undefined;
  } catch {
    return undefined;
  }
}

/** Text of the ignore file that a build of this folder would read: empty where there is none, since then nothing is left out. */
async function ignoreFileOf(folder: string, dockerfile: string): Promise<string> {
  for (const candidate of ignoreFileCandidates(basename(dockerfile))) {
    const text = await readText(join(folder, candidate));
    if (text.ok) return text.value;
  }
  return '';
}

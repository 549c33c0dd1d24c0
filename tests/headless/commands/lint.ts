/** `lint FILE [--config FILE] [--no-shellcheck]` and `lint-batch CASES.json [--no-shellcheck]`. */
import { readFile } from 'node:fs/promises';
import { basename } from 'node:path';
import { DEFAULT_LINT_CONFIG, type LintConfig } from '../../../src/core/lint/config';
import { lintDockerfile } from '../../../src/core/lint/lint-dockerfile';
import { lintConfigOf, parseLintConfig } from '../../../src/core/lint/parse-config';
import { success, type Outcome } from '../../../src/core/problem';
import { readArguments } from '../arguments';
import type { CommandResult } from '../command';
import { usageProblem } from '../command';
import { shellParser } from '../host';

const LINT_USAGE = 'lint FILE [--config FILE] [--context DIR] [--no-shellcheck]';
const BATCH_USAGE = 'lint-batch CASES.json [--no-shellcheck]';

/** A report of kind `dockerfile`. */
export async function lint(argv: readonly string[]): Promise<CommandResult> {
  const parsed = readArguments(argv, { config: 'string', context: 'string', 'no-shellcheck': 'boolean' }, 1, LINT_USAGE);
  if (!parsed.ok) return parsed.result;
  const [file = ''] = parsed.value.positionals;
  const config = await configFrom(parsed.value.text('config'));
  if (!config.ok) return { kind: 'problem', problem: config.problem };
  const bytes = await read(file);
  if (!bytes.ok) return { kind: 'problem', problem: bytes.problem };
  const source = new TextDecoder().decode(bytes.value);
  const report = lintDockerfile(source, { shell: await shellParser(), config: config.value, name: basename(file), bytes: bytes.value.length });
  return { kind: 'json', value: report };
}

/**
 * One line a case, in order. A case that brings a `config`, be it empty, is an assertion on rules: those that are off by default run too.
 */
export async function lintBatch(argv: readonly string[]): Promise<CommandResult> {
  const parsed = readArguments(argv, { 'no-shellcheck': 'boolean' }, 1, BATCH_USAGE);
  if (!parsed.ok) return parsed.result;
  const bytes = await read(parsed.value.positionals[0] ?? '');
  if (!bytes.ok) return { kind: 'problem', problem: bytes.problem };
  const cases: unknown = JSON.parse(new TextDecoder().decode(bytes.value));
  if (!Array.isArray(cases)) return usageProblem('The file of cases is not a list.', BATCH_USAGE);
  const shell = await shellParser();
  const rows = function* (): Iterable<unknown> {
    for (const { id, dockerfile, config } of cases as { id?: unknown; dockerfile?: unknown; config?: unknown }[]) {
      const parsedConfig = config === undefined ? success(DEFAULT_LINT_CONFIG) : lintConfigOf(config);
      if (!parsedConfig.ok) yield { id, problem: parsedConfig.problem };
      else {
        const report = lintDockerfile(String(dockerfile), { shell, config: parsedConfig.value, includeOff: config !== undefined });
        yield { id, findings: report.findings };
      }
    }
  };
  return { kind: 'ndjson', rows: rows() };
}

async function configFrom(path: string | undefined): Promise<Outcome<LintConfig>> {
  if (path === undefined) return success(DEFAULT_LINT_CONFIG);
  const bytes = await read(path);
  return bytes.ok ? parseLintConfig(new TextDecoder().decode(bytes.value)) : bytes;
}

async function read(path: string): Promise<Outcome<Uint8Array>> {
  try {
    return success(await readFile(path));
  } catch {
    return { ok: false, problem: { kind: 'unreadable-file', message: `${path} cannot be read.`, advice: 'Check the path and its permissions.', where: { file: path } } };
  }
}

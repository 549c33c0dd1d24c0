/** `lint FILE [--config FILE] [--no-shellcheck]` and `lint-batch CASES.json [--no-shellcheck]`. */
import { readFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { ignoreFileCandidates } from '../../../src/core/context/analyse-context';
import { decodeSource } from '../../../src/core/dockerfile/decode';
import { DEFAULT_LINT_CONFIG, type LintConfig } from '../../../src/core/lint/config';
import { lintDockerfile } from '../../../src/core/lint/lint-dockerfile';
import { lintConfigOf, parseLintConfig } from '../../../src/core/lint/parse-config';
import { addShellcheck } from '../../../src/core/lint/shellcheck/add-to-report';
import { success, type Outcome } from '../../../src/core/problem';
import { readArguments } from '../arguments';
import type { CommandResult } from '../command';
import { usageProblem } from '../command';
import { shellcheck, shellParser } from '../host';

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
  const decoded = decodeSource(bytes.value);
  if (!decoded.ok) return { kind: 'problem', problem: decoded.problem };
  const source = decoded.value;
  const context = parsed.value.text('context');
  const dockerignore = context === undefined ? undefined : await ignoreFileOf(context, file);
  const report = lintDockerfile(source, {
    shell: await shellParser(), config: config.value, name: basename(file), bytes: bytes.value.length, ...(dockerignore !== undefined && { dockerignore }),
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
  const bytes = await read(parsed.value.positionals[0] ?? '');
  if (!bytes.ok) return { kind: 'problem', problem: bytes.problem };
  const cases: unknown = JSON.parse(new TextDecoder().decode(bytes.value));
  if (!Array.isArray(cases)) return usageProblem('The file of cases is not a list.', BATCH_USAGE);
  const shell = await shellParser();
  const engine = parsed.value.flag('no-shellcheck') ? undefined : await shellcheck();
  const rows = async function* (): AsyncIterable<unknown> {
    for (const { id, dockerfile, config } of cases as { id?: unknown; dockerfile?: unknown; config?: unknown }[]) {
      const parsedConfig = config === undefined ? success(DEFAULT_LINT_CONFIG) : lintConfigOf(config);
      if (!parsedConfig.ok) yield { id, problem: parsedConfig.problem };
      else {
        const source = String(dockerfile);
        const report = lintDockerfile(source, { shell, config: parsedConfig.value, includeOff: config !== undefined });
        yield { id, findings: (engine ? await addShellcheck(report, source, engine, parsedConfig.value) : report).findings };
      }
    }
  };
  return { kind: 'ndjson', rows: rows() };
}

/** Text of the ignore file that a build of this folder would read: empty where there is none, since then nothing is left out. */
async function ignoreFileOf(folder: string, dockerfile: string): Promise<string> {
  for (const candidate of ignoreFileCandidates(basename(dockerfile))) {
    const bytes = await read(join(folder, candidate));
    if (bytes.ok) return new TextDecoder().decode(bytes.value);
  }
  return '';
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

/** One case of the Dockerfile fuzzer: makes a file out of a number, lints it, repairs it, and checks what must hold for any input. */
import { decodeSource } from '../../src/core/dockerfile/decode';
import { parseDockerfile } from '../../src/core/dockerfile/parse';
import type { ShellParser } from '../../src/core/dockerfile/shell';
import { fixAll, type FixedDockerfile } from '../../src/core/lint/fixes/apply';
import { lintDockerfile } from '../../src/core/lint/lint-dockerfile';
import { shellTexts } from '../../src/core/lint/run-text';
import type { Finding } from '../../src/core/report/report';
import { makeDockerfile } from './dockerfile-maker';
import { mutateDockerfile } from './dockerfile-mutate';
import { Broken } from './examine';
import { mutate } from './mutate';
import { randomOf } from './random';

/** Milliseconds of processor time that linting may take of a file of ordinary size, and repairing it. */
const LINT_LIMIT = 2000;
const FIX_LIMIT = 20_000;
/** The longest message, in UTF-16 units: names from the file are quoted in it. */
const LONGEST_MESSAGE = 5000;

export type Kind = 'made' | 'mutated' | 'bytes';

export interface CaseResult {
  readonly kind: Kind;
  readonly outcome: 'refused' | 'linted' | 'repaired';
  readonly milliseconds: number;
}

/** The bytes of case `number`. */
export function inputOf(number: number): { readonly kind: Kind; readonly bytes: Uint8Array } {
  const random = randomOf(number);
  const die = random.below(10);
  const made = makeDockerfile(random);
  if (die < 4) return { kind: 'made', bytes: Buffer.from(made) };
  const other = makeDockerfile(random);
  if (die < 9) return { kind: 'mutated', bytes: Buffer.from(mutateDockerfile(random, made, other)) };
  return { kind: 'bytes', bytes: mutate(random, Buffer.from(made), [Buffer.from(other)]) };
}

function must(holds: boolean, what: string): void {
  if (!holds) throw new Broken(what);
}

function timed<T>(limit: number, what: string, work: () => T): { readonly value: T; readonly milliseconds: number } {
  const before = process.cpuUsage();
  const value = work();
  const { user, system } = process.cpuUsage(before);
  const milliseconds = (user + system) / 1000;
  must(milliseconds <= limit, `${what} took ${Math.round(milliseconds)} ms`);
  return { value, milliseconds };
}

/** Runs a case; throws `Broken`, or whatever the engine throws, which it must not. `slack` multiplies the limits of time. */
export async function runCase(number: number, shell: ShellParser, slack = 1): Promise<CaseResult> {
  const { kind, bytes } = inputOf(number);
  const decoded = decodeSource(bytes);
  if (!decoded.ok) {
    must(decoded.problem.message !== '' && decoded.problem.advice !== '', 'a refusal without words');
    return { kind, outcome: 'refused', milliseconds: 0 };
  }
  const source = decoded.value;
  const { value: findings, milliseconds } = timed(LINT_LIMIT * slack, 'linting', () => lintDockerfile(source, { shell }).findings);
  checkFindings(source, findings);
  must(JSON.stringify(lintDockerfile(source, { shell }).findings) === JSON.stringify(findings), 'the second time it finds something else');
  if (!findings.some(({ fix }) => fix !== undefined)) return { kind, outcome: 'linted', milliseconds };
  await checkRepair(source, shell, FIX_LIMIT * slack);
  return { kind, outcome: 'repaired', milliseconds };
}

function checkFindings(source: string, findings: readonly Finding[]): void {
  const lines = source.split('\n').length;
  for (const { rule, message, line, column, endLine, endColumn, instructionLine, fix } of findings) {
    const place = `${rule} at ${line}:${column}`;
    must(message.trim() !== '' && message.length <= LONGEST_MESSAGE, `${place}: a message of ${message.length} characters`);
    must([line, column, endLine, endColumn, instructionLine].every((value) => Number.isInteger(value) && value >= 1), `${place} is no place`);
    must(endLine > line || (endLine === line && endColumn >= column), `${place} ends before it begins`);
    must(endLine <= lines && instructionLine <= line, `${place} lies outside of its file or before its instruction`);
    for (const edit of fix?.edits ?? []) must(edit.start >= 0 && edit.start <= edit.end && edit.end <= source.length, `${place}: an edit outside of the file`);
  }
}

/** Repairs are stable, leave nothing that they offered, and break neither the builder's grammar nor the shell's. */
async function checkRepair(source: string, shell: ShellParser, limit: number): Promise<void> {
  const before = process.cpuUsage();
  const lint = (text: string, dockerignore?: string): readonly Finding[] => lintDockerfile(text, { shell, ...(dockerignore !== undefined && { dockerignore }) }).findings;
  const ignoreOf = ({ files }: FixedDockerfile): string | undefined => files.find(({ path }) => path === '.dockerignore')?.text;
  const was = health(source, shell);
  for (const safety of ['safe', 'review'] as const) {
    const fixed = await fixAll(source, { lint, safety });
    const again = await fixAll(fixed.text, { safety, lint: (text, made) => lint(text, made ?? ignoreOf(fixed)) });
    must(again.text === fixed.text, `repairing twice (${safety}) changes more:\n${fixed.text}\n---\n${again.text}`);
    const is = health(fixed.text, shell);
    must(is.errors <= was.errors, `a repair (${safety}) makes an error:\n${fixed.text}`);
    must(is.unreadable <= was.unreadable, `a repair (${safety}) breaks the shell:\n${fixed.text}`);
  }
  const { user, system } = process.cpuUsage(before);
  must((user + system) / 1000 <= limit, `repairing took ${Math.round((user + system) / 1000)} ms`);
}

function health(text: string, shell: ShellParser): { readonly errors: number; readonly unreadable: number } {
  const { instructions, errors } = parseDockerfile(text);
  const scripts = instructions.flatMap((one) => (one.kind === 'RUN' ? shellTexts(one) : []));
  return { errors: errors.length, unreadable: scripts.filter((script) => shell.parse(script.text, script.offsetAt.bind(script)).hasErrors).length };
}

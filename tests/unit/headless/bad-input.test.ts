/** Bad input on the command line: every command answers with a plain problem, exit status 2 and no stack trace. */
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';

// A few hundred command lines, in one process.
vi.setConfig({ testTimeout: 240_000, hookTimeout: 240_000 });

const MAIN = fileURLToPath(new URL('../../headless/main.mjs', import.meta.url));
const IMAGE = fileURLToPath(new URL('../../fixtures/images/tide.legacy.tar', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'plimsoll-'));
const at = (name: string): string => join(folder, name);
const DOCKERFILE = at('Dockerfile');

const FILES: Readonly<Record<string, string | Uint8Array>> = {
  Dockerfile: 'FROM debian:12\nRUN ls\n', empty: '', binary: Uint8Array.of(0, 1, 2, 255, 254, 0, 9, 200), 'other.json': '{"a":1}', 'cut.json': '{"schema":"plimsoll.report","ver',
  'null.json': 'null', 'list.json': '[1, null, "x"]', 'deep.json': '['.repeat(100_000), 'text.txt': 'hello\n',
};
const MISSING = ['missing', 'Dockerfile/below', 'nul\u0000l'].map(at).concat('');
const FOLDER = at('folder');
const WRONG = Object.keys(FILES).map(at);

interface Answer {
  readonly id: string;
  readonly status: number;
  readonly output: { readonly problem?: { readonly kind: string; readonly message: string; readonly advice: string }; readonly kind?: string };
}

/** `FILE` stands for what is tried; `allowed` are files that the command may well take. */
const COMMANDS: readonly { readonly argv: readonly string[]; readonly allowed?: readonly string[] }[] = [
  { argv: ['image', 'FILE'] }, { argv: ['tree', 'FILE'] }, { argv: ['squash', 'FILE', '--plan'] }, { argv: ['squash', 'FILE', '--from', '0', '--to', '1'] }, { argv: ['packages', 'FILE'] },
  { argv: ['budget', 'FILE'] }, { argv: ['advise', 'FILE'] }, { argv: ['permalink', 'FILE'] }, { argv: ['export', 'FILE', '--format', 'markdown'] }, { argv: ['lint-batch', 'FILE'] },
  { argv: ['compare', 'FILE', IMAGE], allowed: ['text.txt', 'null.json', 'deep.json'] }, { argv: ['compare', IMAGE, 'FILE'], allowed: ['text.txt', 'null.json', 'deep.json'] },
  { argv: ['lint', DOCKERFILE, '--config', 'FILE'], allowed: ['empty', 'null.json'] }, { argv: ['fix', DOCKERFILE, '--config', 'FILE'], allowed: ['empty', 'null.json'] },
  { argv: ['context', 'FILE'] }, { argv: ['lint', DOCKERFILE, '--context', 'FILE'] }, { argv: ['advise', '--dockerfile', DOCKERFILE, '--context', 'FILE'] },
];

/** They take any text: what is wrong with it is what they tell. Only what cannot be read is a problem. */
const TAKE_TEXT: readonly (readonly string[])[] = [
  ['lint', 'FILE'], ['fix', 'FILE'], ['advise', '--dockerfile', 'FILE'], ['budget', IMAGE, '--dive-ci', 'FILE'], ['budget', IMAGE, '--rules', 'FILE'], ['context', FOLDER, '--dockerfile', 'FILE'],
];

const USAGE: readonly (readonly string[])[] = [
  [], ['nothing'], ['toString'], ['--help'], ['image'], ['image', IMAGE, IMAGE], ['image', IMAGE, '--nope'], ['image', IMAGE, '--image'], ['image', IMAGE, '--image', 'x'], ['image', IMAGE, '--image=-1'],
  ['tree', IMAGE, '--layer', '1e3'], ['squash', IMAGE], ['squash', IMAGE, '--from', '0'], ['squash', IMAGE, '--from', '0', '--to', '1', '--format', 'zip'], ['compare', IMAGE],
  ['compare', IMAGE, IMAGE, '--tiers', '3'], ['export', at('other.json'), '--format', 'toString'], ['export', at('other.json')], ['permalink'], ['permalink', '--open'],
  ['permalink', at('other.json'), '--budget', 'x'], ['context'], ['lint'], ['fix'], ['fix', DOCKERFILE, '--rules', 'NOPE'], ['fix', DOCKERFILE, '--rules', 'DL3008,toString'], ['fix', DOCKERFILE, '--rules', ','], ['advise'], ['advise', IMAGE, '--patch'], ['lint-batch'], ['packages', IMAGE, '--image', '-1'],
];

const REFUSED: readonly (readonly [argv: readonly string[], kind: string])[] = [
  [['image', IMAGE, '--image', '9'], 'no-such-image'], [['image', IMAGE, '--platform', 'plan9/mips'], 'no-such-platform'], [['tree', IMAGE, '--layer', '99'], 'no-such-layer'],
  [['squash', IMAGE, '--from', '0', '--to', '99'], 'range-out-of-bounds'], [['squash', IMAGE, '--from', '2', '--to', '1'], 'range-out-of-bounds'],
  [['squash', IMAGE, '--from', '0', '--to', '1', '--out', at('named.tar'), '--tag', 'UPPER CASE'], 'image-name'],
  ...['', FOLDER, at('missing/out.tar'), '/dev/full', at('Dockerfile/out.tar')].flatMap((out): [string[], string][] => [
    [['squash', IMAGE, '--from', '0', '--to', '1', '--out', out], 'output-refused'], [['compare', IMAGE, IMAGE, '--repair', out], 'output-refused'],
  ]),
  [['permalink', '--open', '#r1.x'], 'link-cut'], [['permalink', '--open', 'x'], 'link-not-ours'], [['image', '/dev/null'], 'file-unreadable'],
];

const answers = new Map<string, Answer>();
const idOf = (argv: readonly string[]): string => JSON.stringify(argv);
const given = (argv: readonly string[], file: string): readonly string[] => argv.map((word) => (word === 'FILE' ? file : word));

beforeAll(() => {
  mkdirSync(FOLDER);
  for (const [name, content] of Object.entries(FILES)) writeFileSync(at(name), content);
  const all = [...[...COMMANDS.map(({ argv }) => argv), ...TAKE_TEXT].flatMap((argv) => [...MISSING, FOLDER, ...WRONG].map((file) => given(argv, file))), ...USAGE, ...REFUSED.map(([argv]) => argv)];
  const input = [...all.map((argv) => JSON.stringify({ id: idOf(argv), argv })), '{', 'null', '{"id":"no argv"}', '{"id":"odd argv","argv":[1]}'].join('\n');
  const { stdout, stderr, status } = spawnSync(process.execPath, [MAIN, 'batch'], { input, encoding: 'utf8', maxBuffer: 1 << 28 });
  expect([status, stderr]).toEqual([0, '']);
  const lines = stdout.trimEnd().split('\n').map((line) => JSON.parse(line) as Answer);
  expect(lines).toHaveLength(all.length + 4);
  for (const line of lines) answers.set(line.id, line);
});

afterAll(() => rmSync(folder, { recursive: true }));

function expectProblem(argv: readonly string[], kind = /./): void {
  const answer = answers.get(idOf(argv));
  expect(answer?.status, `${argv.join(' ')}: ${JSON.stringify(answer?.output).slice(0, 200)}`).toBe(2);
  const { problem } = answer!.output;
  expect(problem!.kind).toMatch(kind);
  expect(problem!.message).toMatch(/^[^\n]{5,600}$/);
  expect(problem!.advice).toMatch(/\S/);
  expect(JSON.stringify(problem)).not.toMatch(/\bat \S+:\d+:\d+|node:internal|Maximum call stack/);
}

test.each([...COMMANDS.map(({ argv }) => argv), ...TAKE_TEXT])('%j … with a file that is not there', (...argv) => {
  for (const file of MISSING) expectProblem(given(argv, file), argv.includes('--context') || argv[0] === 'context' ? /folder-missing|file-unreadable/ : /^file-unreadable$/);
});

test.each(COMMANDS.map(({ argv, allowed }) => [argv, allowed ?? []] as const))('%j with a file of another kind', (argv, allowed) => {
  for (const name of Object.keys(FILES)) if (!allowed.includes(name)) expectProblem(given(argv, at(name)));
  if (argv[0] !== 'context' && !argv.includes('--context')) expectProblem(given(argv, FOLDER));
});

test.each(TAKE_TEXT)('%j … takes any text and no folder', (...argv) => {
  expectProblem(given(argv, FOLDER), /^file-unreadable$/);
  for (const name of Object.keys(FILES)) expect([0, 2], name).toContain(answers.get(idOf(given(argv, at(name))))?.status);
});

test.each(USAGE.map((argv) => [argv]))('%j is answered with the usage', (argv) => expectProblem(argv, /^usage$/));

test.each(REFUSED)('%j is answered with %s', (argv, kind) => expectProblem(argv, new RegExp(`^${kind}$`)));

test('one command line a process has the exit status of the contract', () => {
  const status = (...argv: string[]): number | null => spawnSync(process.execPath, [MAIN, ...argv], { encoding: 'utf8' }).status;
  expect([status('image', at('missing')), status('lint', DOCKERFILE, '--no-shellcheck'), status('nothing')]).toEqual([2, 0, 2]);
});

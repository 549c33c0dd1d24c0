/**
 * Repairs every Dockerfile of a corpus and proves what repairs promise. `node tests/tools/run-typescript.mjs tests/proof/fixes.ts CORPUS.jsonl [--hadolint] [--every N] [--show N]`
 *
 * A line of the corpus is `{"id", "dockerfile"}`. For each: repairing twice changes nothing more; a rule's repair leaves none of its
 * findings that it offered to repair; no new parse error; no RUN that `bash -n` took before and refuses now; with `--hadolint`, what that
 * program parsed before it still parses, and its own count of findings is printed.
 */
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { parseDockerfile } from '../../src/core/dockerfile/parse';
import { shellParser } from '../../src/core/dockerfile/shell-parser';
import { fixAll, type FixedDockerfile } from '../../src/core/lint/fixes/apply';
import { lintDockerfile } from '../../src/core/lint/lint-dockerfile';
import { ALL_RULES } from '../../src/core/lint/registry';
import { shellTexts } from '../../src/core/lint/run-text';
import type { CommandInstruction } from '../../src/core/dockerfile/model';

const HADOLINT_SIZE = ['DL3009', 'DL3010', 'DL3015', 'DL3019', 'DL3032', 'DL3036', 'DL3040', 'DL3042', 'DL3046', 'DL3060', 'DL3067'];

const [path = '', ...flags] = process.argv.slice(2);
const withHadolint = flags.includes('--hadolint');
const number = (flag: string): number => (flags.includes(flag) ? Number(flags[flags.indexOf(flag) + 1]) : 0);
const show = number('--show');
const every = Math.max(1, number('--every'));
const shell = shellParser;
const size = new Set(ALL_RULES.filter((rule) => rule.bearsOnSize).map((rule) => rule.code));
const before = new Map<string, number>();
const after = new Map<string, number>();
const offered = new Map<string, number>();
const problems: string[] = [];
let milliseconds = 0;
let hadolintBefore = 0;
let hadolintAfter = 0;
let changed = 0;

const rows = readFileSync(path, 'utf8').split('\n').filter((line) => line.trim() !== '').filter((_, index) => index % every === 0)
  .map((line) => JSON.parse(line) as { id: string; dockerfile: string });
const lint = (text: string, dockerignore?: string) => lintDockerfile(text, { shell, ...(dockerignore !== undefined && { dockerignore }) }).findings;
const ignoreOf = (fixed: FixedDockerfile): string | undefined => fixed.files.find(({ path: name }) => name === '.dockerignore')?.text;
const add = (counts: Map<string, number>, key: string): void => { counts.set(key, (counts.get(key) ?? 0) + 1); };

const texts: { id: string; before: string; after: string }[] = [];
for (const { id, dockerfile } of rows) {
  const source = dockerfile.replace(/^\ufeff/, '');
  const begun = performance.now();
  const fixed = await fixAll(source, { lint });
  milliseconds += performance.now() - begun;
  const findings = lint(source);
  for (const one of findings) add(before, one.rule);
  for (const one of findings) if (one.fix !== undefined) add(offered, one.rule);
  const left = lint(fixed.text, ignoreOf(fixed));
  for (const one of left) add(after, one.rule);
  for (const one of left) if (one.fix !== undefined) problems.push(`${id}: ${one.rule} line ${one.line} still offers a repair`);
  const again = await fixAll(fixed.text, { lint: (text) => lint(text, ignoreOf(fixed)) });
  if (again.text !== fixed.text) problems.push(`${id}: repairing twice changes more`);
  if (parseDockerfile(fixed.text).errors.length > parseDockerfile(source).errors.length) problems.push(`${id}: a new parse error`);
  if (fixed.text !== source) changed += 1;
  texts.push({ id, before: source, after: fixed.text });
  // Each repair alone: its finding is gone, and nothing outside the edits is touched (edits are the only way to change a text).
  for (const rule of new Set(findings.filter((one) => one.fix !== undefined).map((one) => one.rule))) {
    const alone = await fixAll(source, { lint, rules: [rule] });
    const still = lint(alone.text, ignoreOf(alone)).filter((one) => one.rule === rule && one.fix !== undefined).length;
    if (still > 0) problems.push(`${id}: ${rule} alone leaves ${still} of its findings`);
    if (parseDockerfile(alone.text).errors.length > parseDockerfile(source).errors.length) problems.push(`${id}: ${rule} alone makes a parse error`);
  }
}

/** Scripts that bash refuses, by their place in the list. */
function refused(scripts: readonly string[]): boolean[] {
  const script = 'while IFS= read -r -d "" text; do if printf "%s" "$text" | bash -n 2>/dev/null; then echo 1; else echo 0; fi; done';
  const result = spawnSync('bash', ['-c', script], { input: scripts.map((text) => `${text.replaceAll('\0', '')}\0`).join(''), maxBuffer: 1 << 28 });
  return String(result.stdout).split('\n').slice(0, scripts.length).map((line) => line === '0');
}

function scriptsOf(text: string): readonly string[] {
  return parseDockerfile(text).instructions.filter((one) => one.kind === 'RUN').flatMap((one) => shellTexts(one as CommandInstruction).map((placed) => placed.text));
}

const pairs = texts.filter((one) => one.before !== one.after).map((one) => ({ id: one.id, before: scriptsOf(one.before), after: scriptsOf(one.after) }));
const badBefore = refused(pairs.flatMap((one) => one.before));
const badAfter = refused(pairs.flatMap((one) => one.after));
let newlyBroken = 0;
let b = 0;
let a = 0;
for (const pair of pairs) {
  const wasBad = badBefore.slice(b, b += pair.before.length).filter(Boolean).length;
  const isBad = badAfter.slice(a, a += pair.after.length).filter(Boolean).length;
  if (isBad > wasBad) {
    newlyBroken += 1;
    problems.push(`${pair.id}: ${isBad - wasBad} scripts that bash refuses`);
  }
}

if (withHadolint) {
  for (const { id, before: one, after: two } of texts) {
    const was = hadolint(one);
    const is = one === two ? was : hadolint(two);
    if (was !== undefined && is === undefined) problems.push(`${id}: hadolint cannot parse it any more`);
    hadolintBefore += was ?? 0;
    hadolintAfter += is ?? 0;
  }
}

/** How many of its size findings hadolint sees; undefined where it cannot parse the file. */
function hadolint(text: string): number | undefined {
  const result = spawnSync('hadolint', ['--no-fail', '-f', 'json', '-'], { input: text });
  let found: readonly { code: string }[];
  try {
    found = JSON.parse(String(result.stdout)) as readonly { code: string }[];
  } catch {
    return undefined;
  }
  return found.some(({ code }) => code === 'DL1000') ? undefined : found.filter(({ code }) => HADOLINT_SIZE.includes(code)).length;
}

const sum = (counts: Map<string, number>, codes: Iterable<string>): number => [...codes].reduce((total, code) => total + (counts.get(code) ?? 0), 0);
const share = (from: number, to: number): string => `${from} -> ${to} (-${from === 0 ? 0 : (100 * (from - to) / from).toFixed(1)} %)`;
const codes = [...new Set([...before.keys(), ...after.keys()])].sort();
console.log('rule\tbefore\trepairs\tafter');
for (const code of codes) console.log(`${code}${size.has(code) ? '*' : ''}\t${before.get(code) ?? 0}\t${offered.get(code) ?? 0}\t${after.get(code) ?? 0}`);
console.log(`files ${rows.length}, changed ${changed}, ${(milliseconds / rows.length).toFixed(1)} ms a file`);
console.log(`hadolint's size rules ${share(sum(before, HADOLINT_SIZE), sum(after, HADOLINT_SIZE))}; all rules on size ${share(sum(before, size), sum(after, size))}`);
if (withHadolint) console.log(`hadolint itself, size rules ${share(hadolintBefore, hadolintAfter)}`);
console.log(`newly broken for bash: ${newlyBroken}; problems: ${problems.length}`);
for (const problem of problems.slice(0, 60)) console.log(`  ${problem}`);
for (const { id, before: one, after: two } of texts.filter((each) => each.before !== each.after).slice(0, show)) console.log(`--- ${id}\n${one}\n+++\n${two}`);
process.exitCode = problems.length === 0 ? 0 : 1;

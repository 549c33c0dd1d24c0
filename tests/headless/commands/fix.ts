/** `fix FILE [--rules A,B] [--safe] [--config FILE] [--patch]`: the repaired Dockerfile as text, or a patch that holds new files as well. */
import { basename } from 'node:path';
import { newFileDiff, unifiedDiff } from '../../../src/core/advice/patch';
import { decodeSource } from '../../../src/core/dockerfile/decode';
import { shellParser } from '../../../src/core/dockerfile/shell-parser';
import { fixAll } from '../../../src/core/lint/fixes/apply';
import { ALL_RULES } from '../../../src/core/lint/registry';
import { lintDockerfile } from '../../../src/core/lint/lint-dockerfile';
import { addShellcheck } from '../../../src/core/lint/shellcheck/add-to-report';
import { readArguments } from '../arguments';
import { type CommandResult, usageProblem } from '../command';
import { shellcheck } from '../host';
import { readInput, readLintConfig } from '../input-file';

const USAGE = 'fix FILE [--rules A,B] [--safe] [--config FILE] [--patch]';

const KNOWN: ReadonlySet<string> = new Set(ALL_RULES.map(({ code }) => code));
const REPAIRED: ReadonlySet<string> = new Set(ALL_RULES.flatMap(({ code, fixable }) => (fixable === undefined ? [] : [code])));

/** ShellCheck's repairs are made only where their codes are asked for: many of them change what a script does. */
export async function run(argv: readonly string[]): Promise<CommandResult> {
  const parsed = readArguments(argv, { rules: 'string', safe: 'boolean', config: 'string', patch: 'boolean' }, 1, USAGE);
  if (!parsed.ok) return parsed.result;
  const [file = ''] = parsed.value.positionals;
  const rules = parsed.value.text('rules')?.split(',').map((rule) => rule.trim()).filter((rule) => rule !== '');
  const strange = rules?.filter((rule) => !KNOWN.has(rule) && !/^SC\d{4}$/.test(rule)) ?? [];
  if (strange.length > 0 || rules?.length === 0) {
    const problem = strange.length > 0 ? `There is no rule ${strange.join(', ')}.` : '--rules names no rule.';
    return usageProblem(problem, `${USAGE}. Rules with a repair: ${[...REPAIRED].join(', ')}, and ShellCheck's (SC and four digits)`);
  }
  const read = await readInput(file);
  if (!read.ok) return { kind: 'problem', problem: read.problem };
  const bytes = read.value;
  const decoded = decodeSource(bytes);
  if (!decoded.ok) return { kind: 'problem', problem: decoded.problem };
  if (decoded.value.includes('\ufffd')) {
    return { kind: 'problem', problem: {
      kind: 'dockerfile-encoding', message: `${file} holds bytes that are not UTF-8, which a repair would lose.`,
      advice: 'Save it as UTF-8 first, or repair it by hand after headless lint.', where: { file },
    } };
  }
  const config = await readLintConfig(parsed.value.text('config'));
  if (!config.ok) return { kind: 'problem', problem: config.problem };
  const shell = shellParser;
  const engine = rules?.some((rule) => rule.startsWith('SC')) === true ? await shellcheck() : undefined;
  const fixed = await fixAll(decoded.value, {
    ...(rules === undefined ? {} : { rules }), safety: parsed.value.flag('safe') ? 'safe' : 'review',
    lint: async (text, dockerignore) => {
      const report = lintDockerfile(text, { shell, config: config.value, includeOff: rules !== undefined, ...(dockerignore !== undefined && { dockerignore }) });
      return (engine === undefined ? report : await addShellcheck(report, text, engine, config.value)).findings;
    },
  });
  const without = rules?.filter((rule) => KNOWN.has(rule) && !REPAIRED.has(rule)) ?? [];
  const notes = [...without.map((rule) => `${rule} brings no repair.`), ...[...fixed.left].map(([rule, count]) => `Left: ${count} of ${rule}. The builder would refuse the text, or nothing would change.`)];
  if (parsed.value.flag('patch')) {
    const patches = [unifiedDiff(basename(file), decoded.value, fixed.text), ...fixed.files.map(({ path, text }) => newFileDiff(path, text))];
    return { kind: 'text', text: patches.join(''), notes };
  }
  // What is outside the edits stays the same byte for byte, a BOM included.
  return { kind: 'text', text: (bytes[0] === 0xef && bytes[1] === 0xbb ? '\ufeff' : '') + fixed.text, notes };
}

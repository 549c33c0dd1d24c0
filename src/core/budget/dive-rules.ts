/** dive's rules for CI: `.dive-ci`, and the `rules` of `.dive.yaml`, with the semantics of dive 0.13. */
import type { Problem } from '../problem';
import { parseBytes, parseRatio, type Amount } from './amounts';
import { mappingOf, readYaml, scalarText, type Mapping } from './yaml-file';

export type DiveRuleName = 'lowestEfficiency' | 'highestWastedBytes' | 'highestUserWastedPercent';

export interface DiveRule {
  readonly name: DiveRuleName;
  /** As written, or as dive's default. */
  readonly limit: string;
  /** Bytes or a ratio; undefined when the rule is switched off. */
  readonly threshold?: number;
  /** Switched off by a word that dive 0.13.1 refuses. */
  readonly refused?: true;
}

export interface DiveRules {
  readonly rules: readonly DiveRule[];
  readonly problems: readonly Problem[];
}

const RULES: readonly { readonly name: DiveRuleName; readonly limit: string; readonly parse: (text: string) => Amount }[] = [
  { name: 'lowestEfficiency', limit: '0.9', parse: parseRatio },
  { name: 'highestWastedBytes', limit: 'disabled', parse: parseBytes },
  { name: 'highestUserWastedPercent', limit: '0.1', parse: parseRatio },
];

/**
 * Words that switch a rule off in dive's sources (`isRuleDisabled`). The released 0.13.1 takes `disabled` alone, in small letters, and calls the
 * others misconfigured (measured): a rule that is off by one of them says so.
 */
const OFF = new Set(['', 'disabled', 'off', 'false']);

/**
 * Reads the file's `rules`. A rule that it does not name keeps dive's default; names are matched without regard to case, and
 * `lowest-efficiency` as in `.dive.yaml` is `lowestEfficiency`. Other keys are dive's own business.
 */
export function parseDiveRules(text: string, file = '.dive-ci'): DiveRules {
  const read = readYaml(text, file);
  if (!read.ok) return { rules: [], problems: [read.problem] };
  const given = member(read.value, 'rules');
  const rules = given === undefined || given === null ? new Map<string, unknown>() : mappingOf(given);
  if (rules === undefined) return { rules: [], problems: [invalid(file, 'rules', 'should be names with values')] };
  const problems: Problem[] = [];
  const parsed = RULES.flatMap(({ name, limit: standard, parse }): DiveRule[] => {
    const value = member(rules, name);
    // A name without a value keeps the default too, as viper has it; measured on dive 0.13.1.
    const limit = value === undefined || value === null ? standard : scalarText(value);
    if (limit === undefined) {
      problems.push(invalid(file, name, 'should be one value'));
      return [];
    }
    if (OFF.has(limit.trim().toLowerCase())) return [{ name, limit, ...(limit !== 'disabled' && { refused: true }) }];
    const amount = parse(limit);
    if (amount.ok) return [{ name, limit, threshold: amount.value }];
    problems.push(invalid(file, name, `cannot be understood: ${amount.why}`));
    return [];
  });
  return { rules: parsed, problems };
}

function member(mapping: Mapping, name: string): unknown {
  const plain = (key: string): string => key.replace(/[-_]/g, '').toLowerCase();
  for (const [key, value] of mapping) if (plain(key) === plain(name)) return value ?? null;
  return undefined;
}

function invalid(file: string, rule: string, why: string): Problem {
  return {
    kind: 'rule-invalid', message: `${rule} in ${file} ${why}.`,
    advice: 'lowestEfficiency and highestUserWastedPercent take a number from 0 to 1, highestWastedBytes a size such as 20MB; "disabled" switches a rule off.',
    where: { file },
  };
}

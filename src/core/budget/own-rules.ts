/** Our own rules, from `.plimsoll.yaml`: sizes, waste, and what must not be in an image at all. */
import type { Problem } from '../problem';
import { parseBytes, parsePercent, type Amount } from './amounts';
import { mappingOf, readYaml, scalarText } from './yaml-file';

export interface SizeRule {
  readonly limit: string;
  readonly threshold: number;
}

/** Every rule is optional; what the file does not name is not checked. */
export interface OwnRules {
  readonly totalSize?: SizeRule;
  readonly storedSize?: SizeRule;
  readonly layerSize?: SizeRule;
  readonly wastedBytes?: SizeRule;
  readonly wastedPercent?: SizeRule;
  readonly forbiddenPaths?: readonly string[];
  readonly forbiddenPackages?: readonly string[];
  /** Paths (patterns) that may be setuid or setgid; an empty list allows none. */
  readonly allowedSetuid?: readonly string[];
}

export interface OwnRulesFile {
  readonly rules: OwnRules;
  readonly problems: readonly Problem[];
}

const SIZES: Readonly<Record<'totalSize' | 'storedSize' | 'layerSize' | 'wastedBytes' | 'wastedPercent', (text: string) => Amount>> = {
  totalSize: parseBytes, storedSize: parseBytes, layerSize: parseBytes, wastedBytes: parseBytes, wastedPercent: parsePercent,
};
const LISTS = ['forbiddenPaths', 'forbiddenPackages', 'allowedSetuid'] as const;
const MAX_PATTERNS = 1000;

/** Reads the `budget` of the file. A name that is no rule is a problem: a rule that is silently not checked would be worse. */
export function parseOwnRules(text: string, file = '.plimsoll.yaml'): OwnRulesFile {
  const read = readYaml(text, file);
  if (!read.ok) return { rules: {}, problems: [read.problem] };
  const problems: Problem[] = [];
  const complain = (rule: string, why: string): void => {
    problems.push({
      kind: 'rule-invalid', message: `${rule} in ${file} ${why}.`, where: { file },
      advice: `Rules under "budget" are ${[...Object.keys(SIZES), ...LISTS].join(', ')}.`,
    });
  };
  for (const key of read.value.keys()) if (key !== 'budget') complain(`"${key}"`, 'is no part of this file');
  const given = read.value.get('budget') ?? new Map();
  const budget = mappingOf(given);
  if (budget === undefined) {
    complain('"budget"', 'should be names with values');
    return { rules: {}, problems };
  }
  const rules: Record<string, unknown> = {};
  for (const [key, value] of budget) {
    const parse = Object.hasOwn(SIZES, key) ? SIZES[key as keyof typeof SIZES] : undefined;
    if (parse !== undefined) {
      const limit = scalarText(value);
      const amount = limit === undefined ? { ok: false as const, why: 'it is no single value' } : parse(limit);
      if (amount.ok) rules[key] = { limit: limit!, threshold: amount.value };
      else complain(key, `cannot be understood: ${amount.why}`);
    } else if ((LISTS as readonly string[]).includes(key)) {
      const items = Array.isArray(value) ? (value as readonly unknown[]) : [];
      const usable = Array.isArray(value) && items.length <= MAX_PATTERNS && items.every((item) => typeof item === 'string' && item.trim() !== '');
      if (usable) rules[key] = items;
      else complain(key, 'should be a list of texts, such as [usr/bin/su]');
    } else {
      complain(`"${key}"`, 'is no rule');
    }
  }
  return { rules: rules as OwnRules, problems };
}

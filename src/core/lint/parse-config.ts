/** Reads `.hadolint.yaml`: every key that hadolint knows, with a clear problem for what does not fit. */
import { failure, success, type Outcome } from '../problem';
import { parseYaml } from '../yaml';
import { DEFAULT_LINT_CONFIG, type LintConfig } from './config';

/** Longer files are no configuration. */
const MAX_LENGTH = 1_000_000;
const LABEL_TYPES: ReadonlySet<string> = new Set(['text', 'rawtext', 'url', 'semver', 'hash', 'rfc3339', 'spdx', 'email']);
const THRESHOLDS: ReadonlySet<string> = new Set(['error', 'warning', 'info', 'style', 'ignore', 'none']);
/** They steer hadolint's terminal output and mean nothing here. */
const UNUSED: ReadonlySet<string> = new Set(['formats', 'no-color', 'verbose', 'file-path-in-report', 'error']);

/** A value that does not fit; caught by `lintConfigOf`. */
class Misfit extends Error {}

/** Parses YAML (or JSON). An empty file is the default configuration. */
export function parseLintConfig(text: string): Outcome<LintConfig> {
  if (text.length > MAX_LENGTH) return problem('This configuration is longer than a million characters.');
  const read = parseYaml(text, true);
  if (!read.ok) return problem(`The configuration is not valid YAML: ${read.why}.`, read.line, read.column);
  return lintConfigOf(read.value ?? {});
}

/** The same for a value that was read already. */
export function lintConfigOf(value: unknown): Outcome<LintConfig> {
  try {
    const top = mapping(value, 'the configuration');
    const known = new Set(['ignored', 'override', 'trustedRegistries', 'label-schema', 'strict-labels', 'failure-threshold', 'no-fail', 'disable-ignore-pragma', 'format']);
    for (const key of top.keys()) {
      if (!known.has(key) && !UNUSED.has(key)) throw new Misfit(`"${key}" is no key of hadolint's configuration.`);
    }
    const override = mapping(top.get('override') ?? {}, '"override"');
    for (const key of override.keys()) {
      if (!['error', 'warning', 'info', 'style'].includes(key)) throw new Misfit(`"override" has no severity "${key}".`);
    }
    const list = (name: string, given: unknown): readonly string[] => (given === undefined || given === null ? [] : strings(given, `"${name}"`));
    const schema = Object.create(null) as Record<string, string>;
    for (const [label, type] of mapping(top.get('label-schema') ?? {}, '"label-schema"')) {
      if (typeof type !== 'string' || !LABEL_TYPES.has(type.toLowerCase())) throw new Misfit(`"label-schema" gives "${label}" a type that hadolint does not know.`);
      schema[label] = type.toLowerCase();
    }
    const threshold = top.get('failure-threshold');
    if (threshold !== undefined && (typeof threshold !== 'string' || !THRESHOLDS.has(threshold))) {
      throw new Misfit('"failure-threshold" is none of error, warning, info, style, ignore, none.');
    }
    const format = top.get('format');
    if (format !== undefined && typeof format !== 'string') throw new Misfit('"format" is not a name.');
    return success({
      ignored: list('ignored', top.get('ignored')),
      override: {
        error: list('override.error', override.get('error')), warning: list('override.warning', override.get('warning')),
        info: list('override.info', override.get('info')), style: list('override.style', override.get('style')),
      },
      trustedRegistries: typeof top.get('trustedRegistries') === 'string' ? registries(String(top.get('trustedRegistries'))) : list('trustedRegistries', top.get('trustedRegistries')),
      labelSchema: schema,
      strictLabels: flag('strict-labels', top.get('strict-labels')),
      disableIgnorePragma: flag('disable-ignore-pragma', top.get('disable-ignore-pragma')),
      failureThreshold: (threshold as LintConfig['failureThreshold'] | undefined) ?? DEFAULT_LINT_CONFIG.failureThreshold,
      noFail: flag('no-fail', top.get('no-fail')),
      ...(format === undefined ? {} : { format }),
    });
  } catch (error) {
    if (error instanceof Misfit) return problem(error.message);
    throw error;
  }
}

function mapping(value: unknown, name: string): ReadonlyMap<string, unknown> {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw new Misfit(`${name.charAt(0).toUpperCase()}${name.slice(1)} is not a mapping of keys to values.`);
  return new Map(value instanceof Map ? [...(value as Map<unknown, unknown>)].map(([key, member]) => [String(key), member]) : Object.entries(value));
}

function strings(value: unknown, name: string): readonly string[] {
  if (!Array.isArray(value) || !value.every((item) => typeof item === 'string')) throw new Misfit(`${name} is not a list of names.`);
  return value;
}

/** The README of hadolint also allows one text, its names apart by commas or blanks. */
function registries(text: string): readonly string[] {
  return text.split(/[\s,]+/).filter((name) => name !== '');
}

function flag(name: string, value: unknown): boolean {
  if (value === undefined || value === null) return false;
  if (typeof value !== 'boolean') throw new Misfit(`"${name}" is neither true nor false.`);
  return value;
}

function problem(message: string, line?: number, column?: number): Outcome<LintConfig> {
  return failure({
    kind: 'bad-lint-config', message, advice: 'See https://github.com/hadolint/hadolint#configure for the keys of .hadolint.yaml and their values.',
    ...(line === undefined ? {} : { where: { line, ...(column === undefined ? {} : { column }) } }),
  });
}

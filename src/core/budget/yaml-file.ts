/** Reads the small YAML files that rules come in, without trusting them. */
import { failure, success, type Outcome } from '../problem';
import { parseYaml } from '../yaml';

const MAX_LENGTH = 100_000;

/** A mapping's own members; undefined for what is no mapping. */
export type Mapping = ReadonlyMap<string, unknown>;

/** The file's top mapping (empty for an empty file). Problems of kind `rules-unreadable`. */
export function readYaml(text: string, file: string): Outcome<Mapping> {
  const unreadable = (why: string, line?: number): Outcome<Mapping> => failure({
    kind: 'rules-unreadable', message: `${file} cannot be read: ${why}.`, advice: 'Correct the file; the documentation shows a complete one.',
    where: { file, ...(line === undefined ? {} : { line }) },
  });
  if (text.length > MAX_LENGTH) return unreadable(`it is longer than ${MAX_LENGTH} characters`);
  const read = parseYaml(text, false);
  if (!read.ok) return unreadable(read.why, read.line);
  const mapping = mappingOf(read.value ?? new Map());
  return mapping === undefined ? unreadable('it is no list of names and values') : success(mapping);
}

export function mappingOf(value: unknown): Mapping | undefined {
  return value instanceof Map ? new Map([...(value as Map<unknown, unknown>)].map(([key, member]) => [String(key), member])) : undefined;
}

/** A scalar as text: numbers and switches too; undefined for lists and mappings. */
export function scalarText(value: unknown): string | undefined {
  if (value === null || value === undefined) return '';
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean' || typeof value === 'bigint' ? String(value) : undefined;
}

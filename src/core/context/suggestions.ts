/** Lines that an ignore file should have, with the bytes that each saves and nothing counted twice. */
import { groupBy } from '../group-by';
import { compilePattern, type CompiledPattern } from './pattern';
import { KNOWN_PATHS, NO_SECRET, type KnownPath, type PathReason } from './known-paths';
import { withParents, type ContextEntry } from './listing';

export interface Suggestion {
  readonly pattern: string;
  readonly reason: string;
  readonly kind: PathReason | 'unused';
  readonly bytes: number;
  readonly files: number;
  /** A few of the paths that it would leave out. */
  readonly examples: readonly string[];
}

const EXAMPLES = 5;
/** A folder that no COPY takes is worth a line of its own from here on. */
const UNUSED_WORTH = 1_000_000;

interface Rule extends KnownPath {
  /** Its place in the table: of several that match the first counts. */
  readonly index: number;
  readonly compiled: CompiledPattern;
  /** What a path has to end in, and its last part to begin with, for the pattern to be tried at all: a hundred thousand paths are asked. */
  readonly end: string;
  readonly begin: string;
}

const RULES: readonly Rule[] = KNOWN_PATHS.flatMap((known, index) => {
  const compiled = compilePattern(known.pattern);
  const tail = known.pattern.replace(/^.*\//, '');
  return compiled ? [{ ...known, index, compiled, begin: /^[^*?[\\]*/.exec(tail)?.[0] ?? '', end: /[^*?\]\\]*$/.exec(tail)?.[0] ?? '' }] : [];
});
/** Those whose last part is a plain name, by that name; and the others. */
const BY_NAME: ReadonlyMap<string, readonly Rule[]> = groupBy(RULES.filter(({ begin, pattern }) => pattern.endsWith(`/${begin}`)), ({ begin }) => begin);
const BY_PATTERN: readonly Rule[] = RULES.filter(({ begin, pattern }) => !pattern.endsWith(`/${begin}`));

/** Rules whose pattern a path matches, in the order of the table. */
function rulesAt(path: string): readonly Rule[] {
  const name = path.slice(path.lastIndexOf('/') + 1);
  const found = BY_NAME.get(name)?.filter(({ compiled }) => compiled.matches(path)) ?? [];
  for (const rule of BY_PATTERN) if (name.startsWith(rule.begin) && name.endsWith(rule.end) && rule.compiled.matches(path)) found.push(rule);
  return found.length < 2 ? found : found.sort((a, b) => a.index - b.index);
}

/** Which well-known rule a sent path falls under: of itself, or of a folder above it. `known` remembers what was found of folders. */
function ruleOf(path: string, folderFiles: ReadonlyMap<string, ReadonlySet<string>>, known: Map<string, readonly Rule[]>): Rule | undefined {
  for (const part of withParents(path)) {
    let rules = part === path ? rulesAt(part) : known.get(part);
    if (rules === undefined) known.set(part, (rules = rulesAt(part)));
    for (const rule of rules) {
      if (rule.reason === 'secret' && NO_SECRET.test(path)) continue;
      if (rule.beside && !hasBeside(part, rule.beside, folderFiles)) continue;
      return rule;
    }
  }
  return undefined;
}

function hasBeside(path: string, names: readonly string[], folderFiles: ReadonlyMap<string, ReadonlySet<string>>): boolean {
  const slash = path.lastIndexOf('/');
  const beside = folderFiles.get(slash < 0 ? '' : path.slice(0, slash));
  if (!beside) return false;
  return names.some((name) => (name.startsWith('*') ? [...beside].some((file) => file.endsWith(name.slice(1))) : beside.has(name)));
}

/**
 * Suggests lines for what `sent` holds, largest first. `unused` are the sent files that no COPY or ADD takes: whole folders of them are
 * proposed too. A path counts for one suggestion only.
 */
export function suggestLines(sent: readonly ContextEntry[], unused: readonly ContextEntry[], keep: ReadonlySet<string>): readonly Suggestion[] {
  const folderFiles = new Map<string, Set<string>>();
  for (const { path } of sent) {
    const slash = path.lastIndexOf('/');
    const folder = slash < 0 ? '' : path.slice(0, slash);
    let names = folderFiles.get(folder);
    if (!names) folderFiles.set(folder, (names = new Set()));
    names.add(path.slice(slash + 1));
  }
  const found = new Map<string, { suggestion: Omit<Suggestion, 'bytes' | 'files' | 'examples'>; bytes: number; files: number; examples: string[] }>();
  const count = (suggestion: Omit<Suggestion, 'bytes' | 'files' | 'examples'>, entry: ContextEntry): void => {
    let sum = found.get(suggestion.pattern);
    if (!sum) found.set(suggestion.pattern, (sum = { suggestion, bytes: 0, files: 0, examples: [] }));
    sum.bytes += entry.bytes;
    sum.files += 1;
    if (sum.examples.length < EXAMPLES) sum.examples.push(entry.path);
  };

  const known = new Set<string>();
  const folderRules = new Map<string, readonly Rule[]>();
  for (const entry of sent) {
    if (keep.has(entry.path)) continue;
    const rule = ruleOf(entry.path, folderFiles, folderRules);
    if (!rule) continue;
    known.add(entry.path);
    count({ pattern: rule.pattern, reason: rule.because, kind: rule.reason }, entry);
  }

  const usedTops = new Set<string>();
  const unusedPaths = new Set(unused.map(({ path }) => path));
  for (const { path } of sent) if (!unusedPaths.has(path)) usedTops.add(path.split('/', 1)[0]!);
  for (const entry of unused) {
    const top = entry.path.split('/', 1)[0]!;
    if (known.has(entry.path) || keep.has(entry.path) || usedTops.has(top)) continue;
    count({ pattern: top, reason: 'No COPY or ADD takes any of it, so the build sends it for nothing.', kind: 'unused' }, entry);
  }
  return [...found.values()]
    .filter((sum) => sum.suggestion.kind !== 'unused' || sum.bytes >= UNUSED_WORTH)
    .map(({ suggestion, bytes, files, examples }) => ({ ...suggestion, bytes, files, examples }))
    .sort((a, b) => Number(b.kind === 'secret') - Number(a.kind === 'secret') || b.bytes - a.bytes || (a.pattern < b.pattern ? -1 : 1));
}

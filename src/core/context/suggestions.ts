/** Lines that an ignore file should have, with the bytes that each saves and nothing counted twice. */
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
  readonly compiled: CompiledPattern;
}

const RULES: readonly Rule[] = KNOWN_PATHS.flatMap((known) => {
  const compiled = compilePattern(known.pattern);
  return compiled ? [{ ...known, compiled }] : [];
});

/** Which well-known rule a sent path falls under: of itself, or of a folder above it. */
function ruleOf(path: string, folderFiles: ReadonlyMap<string, ReadonlySet<string>>): Rule | undefined {
  for (const part of withParents(path)) {
    for (const rule of RULES) {
      if (!rule.compiled.matches(part)) continue;
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
  for (const entry of sent) {
    if (keep.has(entry.path)) continue;
    const rule = ruleOf(entry.path, folderFiles);
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

/** Which files of the context the Dockerfile's COPY, ADD and bind mounts take. */
import type { Dockerfile, Instruction } from '../dockerfile/model';
import { readMount } from '../dockerfile/mounts';
import { allInstructions } from './instructions';
import { cleanPath } from './ignore-file';
import type { ContextEntry } from './listing';
import { compilePattern } from './pattern';

/** One source of a COPY, ADD or bind mount, as far as it can be known without running the build. */
export interface CopySource {
  /** Copies the whole context into a layer. */
  readonly whole: boolean;
  readonly takes: (path: string) => boolean;
}

const REMOTE = /^(?:[a-z][a-z0-9+.-]*:\/\/|git@)/i;

/** A plain path takes itself and all below it; a wildcard is Go's `filepath.Match` on the path or any folder above. */
function taker(source: string): (path: string) => boolean {
  const pattern = cleanPath(source.replace(/^\/+/, ''));
  if (pattern === '.' || pattern === '/') return () => true;
  if (!/[*?[\\]/.test(pattern)) return (path) => path === pattern || path.startsWith(`${pattern}/`);
  // filepath.Match knows no `**`: two stars are one.
  const compiled = compilePattern(pattern.replace(/\*+/g, '*'));
  if (!compiled) return () => false;
  const depth = pattern.split('/').length;
  return (path) => {
    const parts = path.split('/');
    return parts.length >= depth && compiled.matches(parts.slice(0, depth).join('/'));
  };
}

/** The context's sources of every COPY, ADD and bind mount in stages that the build needs; those from other stages are left out. */
export function copySources(dockerfile: Dockerfile): readonly CopySource[] {
  const result: CopySource[] = [];
  for (const instruction of allInstructions(dockerfile)) {
    if (instruction.stage !== undefined && dockerfile.stages[instruction.stage]?.reachable === false) continue;
    if (instruction.kind === 'RUN') result.push(...mountSources(instruction));
    if ((instruction.kind !== 'COPY' && instruction.kind !== 'ADD') || instruction.from !== undefined) continue;
    const valuesOf = (flag: string): readonly string[] => instruction.flags.flatMap(({ name, value }) => (name === flag && value !== undefined ? [value] : []));
    const excluded = valuesOf('exclude');
    const parents = instruction.flags.some(({ name, value }) => name === 'parents' && value !== 'false');
    for (const word of instruction.sources) {
      if (REMOTE.test(word.value) || word.value.startsWith('<<')) continue;
      const { whole, takes } = sourceOf(word.value, parents);
      const isLeftOut = excluded.length === 0 ? undefined : excluder(word.value, excluded);
      result.push({ whole, takes: isLeftOut === undefined ? takes : (path) => takes(path) && !isLeftOut(path) });
    }
  }
  return result;
}

/** What the bind mounts of a RUN show it of the context. */
function mountSources({ flags }: Instruction): readonly CopySource[] {
  return flags.flatMap(({ name, value }): readonly CopySource[] => {
    const fields = name === 'mount' && value !== undefined ? readMount(value) : undefined;
    const valueOf = (...keys: readonly string[]): string | undefined => fields?.findLast(({ key }) => keys.includes(key))?.value;
    if (fields === undefined || (valueOf('type') ?? 'bind') !== 'bind' || valueOf('from') !== undefined) return [];
    return [{ whole: false, takes: sourceOf(valueOf('source', 'src') ?? '.', false).takes }];
  });
}

function sourceOf(value: string, parents: boolean): CopySource {
  // A variable may be anything, and with --parents two stars reach any depth: both take what their fixed beginning allows.
  const open = value.search(parents ? /\$|\*\*/ : /\$/);
  const source = open < 0 ? value : value.slice(0, value.lastIndexOf('/', open) + 1) || '.';
  return { whole: cleanPath(source.replace(/^\/+/, '')) === '.', takes: taker(source) };
}

/** COPY --exclude has the patterns of an ignore file, counted from the source. */
function excluder(source: string, patterns: readonly string[]): (path: string) => boolean {
  const root = cleanPath(source.replace(/^\/+/, ''));
  const compiled = patterns.flatMap((pattern) => compilePattern(cleanPath(pattern.replace(/^\/+/, ''))) ?? []);
  return (path) => {
    if (root !== '.' && !path.startsWith(`${root}/`)) return false;
    const parts = (root === '.' ? path : path.slice(root.length + 1)).split('/');
    return parts.some((_, index) => compiled.some((pattern) => pattern.matches(parts.slice(0, index + 1).join('/'))));
  };
}

/** Splits the sent files into those that some COPY, ADD or bind mount takes, and those that travel for nothing; no COPY sees what is `hidden`. */
export function splitByCopy(sent: readonly ContextEntry[], sources: readonly CopySource[], hidden: ReadonlySet<ContextEntry>): { readonly copied: ContextEntry[]; readonly unused: ContextEntry[] } {
  const copied: ContextEntry[] = [];
  const unused: ContextEntry[] = [];
  for (const entry of sent) (!hidden.has(entry) && sources.some((source) => source.takes(entry.path)) ? copied : unused).push(entry);
  return { copied, unused };
}

/** Which files of the context the Dockerfile's COPY and ADD take into a stage. */
import type { CopyInstruction, Dockerfile } from '../dockerfile/model';
import { allInstructions } from './instructions';
import { cleanPath } from './ignore-file';
import type { ContextEntry } from './listing';
import { compilePattern } from './pattern';

/** One source of a COPY or ADD, as far as it can be known without running the build. */
export interface CopySource {
  readonly instruction: CopyInstruction;
  readonly source: string;
  /** Takes the whole context. */
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

/** The context's sources of every COPY and ADD in stages that the build needs; those with variables or from stages are left out. */
export function copySources(dockerfile: Dockerfile): readonly CopySource[] {
  const result: CopySource[] = [];
  for (const instruction of allInstructions(dockerfile)) {
    if ((instruction.kind !== 'COPY' && instruction.kind !== 'ADD') || instruction.from !== undefined) continue;
    if (instruction.stage !== undefined && dockerfile.stages[instruction.stage]?.reachable === false) continue;
    for (const word of instruction.sources) {
      if (REMOTE.test(word.value) || word.value.startsWith('<<')) continue;
      // A variable may be anything: treat it as taking what its fixed beginning allows.
      const fixed = word.value.split('$')[0]!;
      const source = word.value.includes('$') ? fixed.slice(0, fixed.lastIndexOf('/') + 1) || '.' : word.value;
      const takes = taker(source);
      result.push({ instruction, source: word.value, whole: cleanPath(source.replace(/^\/+/, '')) === '.', takes });
    }
  }
  return result;
}

/** Splits the sent files into those that some COPY, ADD or bind mount takes, and those that travel for nothing. */
export function splitByCopy(sent: readonly ContextEntry[], sources: readonly CopySource[]): { readonly copied: ContextEntry[]; readonly unused: ContextEntry[] } {
  const copied: ContextEntry[] = [];
  const unused: ContextEntry[] = [];
  for (const entry of sent) (sources.some((source) => source.takes(entry.path)) ? copied : unused).push(entry);
  return { copied, unused };
}

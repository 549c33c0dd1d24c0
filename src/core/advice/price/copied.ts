/** What COPY and ADD took from the build context and an ignore file should have left out. */
import { compilePattern } from '../../context/pattern';
import { suggestLines } from '../../context/suggestions';
import type { ContextReport } from '../../report/report';
import { lineageOf, type ImageFacts, type Maker } from './facts';
import { byMaker, LEAST_BYTES, bytesOfAll, nameOf, placeOf, type Saving } from './saving';
import { trimEndOf } from '../../trim-chars';

const ARCHIVE = /\.(?:tar|tgz|tar\.\w+)$/;

/**
 * Looks at the files of COPY and ADD layers below their destination. With a report on the context its suggestions decide; without one
 * the table of what projects commonly hold.
 */
export function priceCopied(facts: ImageFacts, context: ContextReport | undefined): readonly Saving[] {
  const mine = facts.own.filter((payload) => isContextCopy(facts.makers[facts.fs.born[payload]!]!));
  // A chown of what was copied stores it again: that copy goes with the first.
  const again = new Map<number, number[]>();
  for (const payload of facts.own) {
    const [first] = lineageOf(facts, payload);
    if (first !== payload) again.set(first!, [...(again.get(first!) ?? []), payload]);
  }
  const savings: Saving[] = [];
  for (const [maker, payloads] of byMaker(facts, mine)) {
    const { destination = '' } = maker;
    const relative = new Map(payloads.flatMap((payload) => {
      const path = facts.pathOf(payload);
      if (destination === '') return [[path, payload] as const];
      return path.startsWith(`${destination}/`) ? [[path.slice(destination.length + 1), payload] as const] : [];
    }));
    const entries = [...relative].map(([path, payload]) => ({ path, kind: 'file' as const, bytes: facts.bytesOf(payload) }));
    const suggestions = context?.suggestions ?? suggestLines(entries, [], new Set());
    const taken = new Map<string, { readonly payloads: number[]; readonly reason: string }>();
    for (const { pattern, reason } of suggestions) {
      const compiled = compilePattern(pattern);
      if (compiled === undefined) continue;
      for (const [path, payload] of relative) {
        if (![...contextPaths(maker, path)].some((candidate) => matchesSelfOrParent(compiled.matches, candidate))) continue;
        relative.delete(path);
        let known = taken.get(pattern);
        if (known === undefined) taken.set(pattern, (known = { payloads: [], reason }));
        known.payloads.push(payload, ...(again.get(payload) ?? []));
      }
    }
    const { key, ...place } = placeOf(maker);
    for (const [pattern, { payloads: part, reason }] of taken) {
      if (bytesOfAll(facts, part) < LEAST_BYTES) continue;
      savings.push({
        id: `ignore-${pattern}-${key}`, ...place, ignore: pattern, rules: ['PL029'], way: 'dockerignore',
        payloads: part, basis: 'measured', enabled: true, rank: 15,
        title: `${pattern} copied by ${nameOf(maker)}`, detail: `${reason} Put ${pattern} into .dockerignore.`,
      });
    }
  }
  return savings;
}

/** COPY and ADD of the context; not from a stage or another image, and not of an archive that ADD unpacks. */
function isContextCopy(maker: Maker): boolean {
  if (maker.keyword !== 'COPY' && maker.keyword !== 'ADD') return false;
  if (maker.sources?.some((source) => ARCHIVE.test(source)) === true) return false;
  return maker.instructions.every((each) => (each.kind !== 'COPY' && each.kind !== 'ADD') || each.from === undefined);
}

/** Where in the context a file below the destination may come from: its path there, or in the folder that was the only source. */
function* contextPaths({ sources = [] }: Maker, path: string): Iterable<string> {
  yield path;
  const folder = trimEndOf((sources[0] ?? '').replace(/^(?:\.?\/)+/, ''), '/');
  if (sources.length === 1 && folder !== '' && folder !== '.') yield `${folder}/${path}`;
}

function matchesSelfOrParent(matches: (path: string) => boolean, path: string): boolean {
  for (let end = path.indexOf('/'); end >= 0; end = path.indexOf('/', end + 1)) if (matches(path.slice(0, end))) return true;
  return matches(path);
}

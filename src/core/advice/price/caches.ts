/** Caches and leftovers that package managers and builds wrote into a layer, hidden by a later one or not. */
import { KINDS } from '../../packages/kinds';
import type { ImageFacts } from './facts';
import { byMaker, bytesOfAll, LEAST_BYTES, nameOf, placeOf, type Saving } from './saving';

interface CacheKind {
  readonly rules: readonly string[];
  readonly way: Saving['way'];
  /** A build cache: whether the build can do without it is for a person to say. */
  readonly review?: boolean;
}

/** Kinds of dead weight that the RUN which writes them can leave out, and the rules that ask for it. */
const CACHES: Readonly<Record<string, CacheKind>> = {
  'apt-lists': { rules: ['DL3009', 'PL021'], way: 'lean-install' },
  'apt-cache': { rules: [], way: 'lean-install' },
  'apk-cache': { rules: ['DL3019', 'PL020'], way: 'lean-install' },
  'dnf-cache': { rules: ['DL3032', 'DL3040', 'PL018'], way: 'lean-install' },
  'zypper-cache': { rules: ['DL3036'], way: 'lean-install' },
  'pacman-cache': { rules: ['PL019'], way: 'lean-install' },
  'pip-cache': { rules: ['DL3042'], way: 'lean-install' },
  'uv-cache': { rules: ['PL014', 'PL015'], way: 'lean-install' },
  'npm-cache': { rules: ['PL005'], way: 'lean-install' },
  'yarn-cache': { rules: ['DL3060'], way: 'lean-install' },
  'pnpm-cache': { rules: ['PL006'], way: 'lean-install' },
  'node-gyp-cache': { rules: [], way: 'lean-install' },
  'composer-cache': { rules: ['PL008'], way: 'lean-install' },
  'gem-cache': { rules: ['PL016'], way: 'lean-install' },
  'conda-cache': { rules: ['PL007'], way: 'lean-install' },
  'other-cache': { rules: [], way: 'lean-install' },
  'temporary': { rules: [], way: 'lean-install' },
  'logs': { rules: ['DL3046', 'PL041'], way: 'lean-install' },
  'core-dump': { rules: [], way: 'lean-install' },
  'browser-cache': { rules: [], way: 'lean-install', review: true },
  'go-cache': { rules: ['PL012'], way: 'multi-stage' },
  'go-modules': { rules: ['PL012'], way: 'multi-stage', review: true },
  'cargo-cache': { rules: ['PL009'], way: 'multi-stage', review: true },
  'maven-cache': { rules: ['PL010'], way: 'multi-stage', review: true },
  'gradle-cache': { rules: ['PL011'], way: 'multi-stage', review: true },
  'nuget-cache': { rules: ['PL013'], way: 'multi-stage', review: true },
};

const MOUNTS = 'Either clean up in the same RUN or keep the folder in a cache mount (RUN --mount=type=cache): a clean-up would empty the mount, so never both.';

/** Written by every step in small amounts: one saving for all. */
const TOGETHER: ReadonlySet<string> = new Set(['logs', 'temporary', 'core-dump']);

/** One saving for each kind and each RUN that left it behind. */
export function priceCaches(facts: ImageFacts): readonly Saving[] {
  const byKind = new Map<string, number[]>();
  for (const payload of facts.own) {
    const kind = facts.kindOf(payload);
    if (CACHES[kind] === undefined) continue;
    const { keyword } = facts.makers[facts.fs.born[payload]!]!;
    // What COPY brought along is a matter of .dockerignore.
    if (keyword === 'COPY' || keyword === 'ADD') continue;
    const list = byKind.get(kind);
    if (list === undefined) byKind.set(kind, [payload]);
    else list.push(payload);
  }
  return [...byKind].flatMap(([id, payloads]) => (TOGETHER.has(id) ? together(facts, id, payloads) : oneByOne(facts, id, payloads)));
}

function oneByOne(facts: ImageFacts, id: string, payloads: readonly number[]): readonly Saving[] {
  return [...byMaker(facts, payloads)].filter(([, part]) => bytesOfAll(facts, part) >= LEAST_BYTES).map(([maker, part]) => {
    const { key, ...place } = placeOf(maker);
    return { id: `${id}-${key}`, ...place, payloads: part, ...common(id, `left behind by ${nameOf(maker)}`) };
  });
}

function together(facts: ImageFacts, id: string, payloads: readonly number[]): readonly Saving[] {
  if (bytesOfAll(facts, payloads) < LEAST_BYTES) return [];
  const makers = [...byMaker(facts, payloads)].sort(([, a], [, b]) => bytesOfAll(facts, b) - bytesOfAll(facts, a));
  const { line } = makers[0]![0];
  const payloadsOfLine = new Map(makers.flatMap(([maker, part]) => placeOf(maker).findingLines.map((each) => [each, part] as const)));
  const lines = [...payloadsOfLine.keys()].sort((a, b) => a - b);
  return [{
    id, ...(line === undefined ? {} : { line, lines }), findingLines: lines, payloadsOfLine, payloads,
    ...common(id, makers.length === 1 ? `left behind by ${nameOf(makers[0]![0])}` : `left behind by ${makers.length} layers`),
  }];
}

function common(id: string, where: string): Pick<Saving, 'way' | 'rules' | 'basis' | 'enabled' | 'rank' | 'title' | 'detail' | 'caveat'> {
  const kind = KINDS.find((each) => each.id === id)!;
  const { rules, way, review } = CACHES[id]!;
  const title = `${kind.title.charAt(0).toUpperCase()}${kind.title.slice(1)} ${where}`;
  const caveat = way === 'lean-install' && !TOGETHER.has(id) ? { caveat: MOUNTS } : {};
  return { way, rules, basis: 'measured', enabled: review !== true, rank: 10, title, detail: kind.advice, ...caveat };
}

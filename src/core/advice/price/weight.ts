/** Weight that installs bring along and a container seldom uses: documentation, manuals, translations, files for compilers; and duplicates. */
import { ALIVE, versionAt } from '../../image/root-fs';
import { KINDS } from '../../packages/kinds';
import { namedPackages, OF_DOCUMENTATION } from './asked';
import { lineageOf, type ImageFacts } from './facts';
import { byMaker, bytesOfAll, LEAST_BYTES, nameOf, placeOf, type Saving } from './saving';

interface Weight {
  readonly way: Saving['way'];
  readonly enabled: boolean;
  readonly rank: number;
}

const WEIGHTS: Readonly<Record<string, Weight>> = {
  'headers': { way: 'multi-stage', enabled: true, rank: 55 },
  'static-libraries': { way: 'multi-stage', enabled: true, rank: 55 },
  'debug-symbols': { way: 'multi-stage', enabled: true, rank: 55 },
  'docs': { way: 'lean-install', enabled: true, rank: 70 },
  'man-pages': { way: 'lean-install', enabled: true, rank: 70 },
  'locales': { way: 'lean-install', enabled: false, rank: 75 },
  'version-control': { way: 'dockerignore', enabled: true, rank: 35 },
};
const CAVEATS: Readonly<Record<string, string>> = {
  locales: 'Programs that speak other languages, or sort and format by them, need theirs.',
};
const PACKAGED = 'They belong to packages that others in the image depend on: only a build stage, or another source of those packages, is without them.';
/** Duplicates below this are not worth anybody's time. */
const LEAST_DUPLICATES = 1_000_000;

/** One saving for each kind: what keeps it out is one setting, wherever the installs stand. */
export function priceWeight(facts: ImageFacts): readonly Saving[] {
  const groups = new Map<string, { readonly kind: string; readonly owned: boolean; readonly payloads: number[] }>();
  const named = namedPackages(facts);
  for (const payload of facts.own) {
    const kind = facts.kindOf(payload);
    if (WEIGHTS[kind] === undefined) continue;
    // What COPY brought is no install; its .git and the like are a matter of .dockerignore, a chown of it included.
    const [first] = lineageOf(facts, payload);
    const origin = facts.makers[facts.fs.born[first!]!]!.keyword;
    if (origin === 'COPY' || origin === 'ADD') continue;
    if (kind === 'docs' && isAskedFor(facts, payload, named)) continue;
    const owned = WEIGHTS[kind].way === 'multi-stage' && isPackaged(facts, payload);
    const key = `${kind}${owned ? '-packaged' : ''}`;
    let group = groups.get(key);
    if (group === undefined) groups.set(key, (group = { kind, owned, payloads: [] }));
    group.payloads.push(payload);
  }
  const savings = [...groups].filter(([, { payloads }]) => bytesOfAll(facts, payloads) >= LEAST_BYTES).map(([id, group]) => weightSaving(facts, id, group));
  return [...savings, ...duplicates(facts)];
}

function weightSaving(
  facts: ImageFacts, id: string, { kind: kindId, owned, payloads }: { readonly kind: string; readonly owned: boolean; readonly payloads: readonly number[] },
): Saving {
  const kind = KINDS.find((each) => each.id === kindId)!;
  const { way, enabled, rank } = WEIGHTS[kindId]!;
  const heaviest = [...byMaker(facts, payloads)].sort(([, a], [, b]) => bytesOfAll(facts, b) - bytesOfAll(facts, a));
  const { line } = heaviest[0]![0];
  const lines = [...new Set(heaviest.flatMap(([maker]) => maker.line ?? []))].sort((a, b) => a - b);
  const caveat = owned ? PACKAGED : CAVEATS[kindId];
  return {
    id, way, payloads, basis: 'measured', enabled: enabled && !owned, rank,
    ...(line === undefined ? {} : { line, lines }), findingLines: lines, rules: kindId === 'version-control' ? ['PL040'] : [],
    title: `${capital(kind.title)}${owned ? ' of installed packages' : ''}, most of it from ${nameOf(heaviest[0]![0])}`, detail: kind.advice,
    ...(caveat === undefined ? {} : { caveat }),
  };
}

/** Whether it is what a package of documentation is for, which an install command names. */
function isAskedFor({ fs, packages }: ImageFacts, payload: number, named: ReadonlySet<string>): boolean {
  const name = packages.packages[packages.owner[fs.node[payload]!]!]?.name ?? '';
  return named.has(name) && OF_DOCUMENTATION.test(name);
}

/** Whether a distribution's package brought the file: removing it alone would leave the package broken. */
function isPackaged({ fs, packages }: ImageFacts, payload: number): boolean {
  const owner = packages.packages[packages.owner[fs.node[payload]!]!];
  return owner !== undefined && (owner.manager === 'dpkg' || owner.manager === 'apk' || owner.manager === 'rpm');
}

/** All copies but one of what several own paths hold. */
function duplicates(facts: ImageFacts): readonly Saving[] {
  const { fs, analysed, ownFrom } = facts;
  const last = fs.tables.length - 1;
  const extra: number[] = [];
  for (const { nodes } of analysed.duplicates) {
    const payloads = Array.from(nodes, (node) => fs.payload[versionAt(fs, node, last)] ?? -1).filter((payload) => payload >= 0);
    const [keep, ...rest] = payloads.sort((a, b) => fs.born[a]! - fs.born[b]!);
    if (keep !== undefined) extra.push(...rest.filter((payload) => fs.born[payload]! >= ownFrom && fs.died[payload] === ALIVE));
  }
  return [...byMaker(facts, extra)].filter(([, payloads]) => bytesOfAll(facts, payloads) >= LEAST_DUPLICATES).map(([maker, payloads]): Saving => {
    const { key, ...place } = placeOf(maker);
    return {
      id: `duplicates-${key}`, ...place, rules: [], way: 'consolidate', payloads, basis: 'estimated', enabled: false, rank: 80,
      title: `Second copies of files in ${nameOf(maker)}`,
      detail: 'Equal content lies at several paths: hard links made in the same RUN (rdfind -makehardlinks true) store it once, or leave a copy out.',
      caveat: 'Some programs want their own copy.',
    };
  });
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

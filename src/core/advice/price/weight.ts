/** Weight that installs bring along and a container seldom uses: documentation, manuals, translations, files for compilers; and duplicates. */
import { ALIVE, versionAt } from '../../image/root-fs';
import { KINDS } from '../../packages/kinds';
import { lineageOf, type ImageFacts, type Maker } from './facts';
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
/** Duplicates below this are not worth anybody's time. */
const LEAST_DUPLICATES = 1_000_000;

/** One saving for each kind and layer. */
export function priceWeight(facts: ImageFacts): readonly Saving[] {
  const byKind = new Map<string, number[]>();
  for (const payload of facts.own) {
    const kind = facts.kindOf(payload);
    if (WEIGHTS[kind] === undefined) continue;
    const list = byKind.get(kind);
    if (list === undefined) byKind.set(kind, [payload]);
    else list.push(payload);
  }
  const savings: Saving[] = [];
  for (const [id, all] of byKind) {
    const kind = KINDS.find((each) => each.id === id)!;
    const { way, enabled, rank } = WEIGHTS[id]!;
    const add = (maker: Maker, payloads: readonly number[], owned: boolean): void => {
      // What COPY brought is no install; its .git and the like are a matter of .dockerignore.
      if (maker.keyword === 'COPY' || maker.keyword === 'ADD' || bytesOfAll(facts, payloads) < LEAST_BYTES) return;
      const { key, ...place } = placeOf(maker);
      savings.push({
        id: `${id}${owned ? '-packaged' : ''}-${key}`, ...place, way, rules: id === 'version-control' ? ['PL040'] : [], payloads, basis: 'measured', enabled: enabled && !owned, rank,
        title: `${capital(kind.title)} from ${nameOf(maker)}${owned ? ', of installed packages' : ''}`, detail: kind.advice,
        ...(CAVEATS[id] === undefined && !owned ? {} : { caveat: owned ? 'They belong to packages that others in the image depend on: only a build stage, or another source of those packages, is without them.' : CAVEATS[id]! }),
      });
    };
    // A copy that a chown stored again is priced where it came from.
    const first = all.filter((payload) => !['COPY', 'ADD'].includes(facts.makers[facts.fs.born[lineageOf(facts, payload)[0]!]!]!.keyword));
    for (const [maker, payloads] of byMaker(facts, first)) {
      if (way !== 'multi-stage') add(maker, payloads, false);
      else {
        add(maker, payloads.filter((payload) => !isPackaged(facts, payload)), false);
        add(maker, payloads.filter((payload) => isPackaged(facts, payload)), true);
      }
    }
  }
  return [...savings, ...duplicates(facts)];
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
  for (const { paths } of analysed.duplicates) {
    const payloads = paths.flatMap((path) => {
      const node = fs.paths.findPath(path);
      const version = node < 0 ? -1 : versionAt(fs, node, last);
      return version < 0 ? [] : [fs.payload[version]!];
    });
    const [keep, ...rest] = payloads.sort((a, b) => fs.born[a]! - fs.born[b]!);
    if (keep !== undefined) extra.push(...rest.filter((payload) => fs.born[payload]! >= ownFrom && fs.died[payload] === ALIVE));
  }
  return [...byMaker(facts, extra)].filter(([, payloads]) => bytesOfAll(facts, payloads) >= LEAST_DUPLICATES).map(([maker, payloads]): Saving => {
    const { key, ...place } = placeOf(maker);
    return {
      id: `duplicates-${key}`, ...place, rules: [], way: 'consolidate', payloads, basis: 'estimated', enabled: false, rank: 80,
      title: `Second copies of files in ${nameOf(maker)}`,
      detail: 'Equal content lies at several paths: hard links (rdfind -makehardlinks true) made in the same RUN store it once, or leave one of the copies out.',
      caveat: 'Some programs want their own copy.',
    };
  });
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

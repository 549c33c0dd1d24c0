/** What an instruction asks for by name and could do without: documentation packages, and folders of another stage that the base has already. */
import { EntryFlag } from '../../image/layer-table';
import { versionAt } from '../../image/root-fs';
import { installed, packageName } from '../../lint/plimsoll/packages';
import type { ImageFacts } from './facts';
import { byMaker, bytesOfAll, LEAST_BYTES, nameOf, placeOf, type Saving } from './saving';

/** Names of packages that hold documentation, or symbols for debuggers, and little else. */
export const OF_DOCUMENTATION = /(?:^|-)(?:docs?|documentation)(?:-|$)/;
const OF_DEBUGGERS = /-(?:dbg|dbgsym|debuginfo|debugsource)$/;

/** Names that a title lists. */
const SHOWN = 3;

/** None of them in the plan by default: somebody asked. */
export function priceAsked(facts: ImageFacts): readonly Saving[] {
  return [...askedPackages(facts), ...copiedAgain(facts)];
}

/** Names of all packages that install commands of own layers give. */
export function namedPackages(facts: ImageFacts): ReadonlySet<string> {
  return new Set(facts.makers.slice(facts.ownFrom).flatMap(({ commands }) => commands.flatMap((command) => installed(command).map(packageName))));
}

function askedPackages(facts: ImageFacts): readonly Saving[] {
  const { fs, packages } = facts;
  const named = namedPackages(facts);
  const owned = facts.own.filter((payload) => {
    const name = packages.packages[packages.owner[fs.node[payload]!]!]?.name ?? '';
    return named.has(name) && (OF_DOCUMENTATION.test(name) || OF_DEBUGGERS.test(name));
  });
  return [...byMaker(facts, owned)].filter(([, payloads]) => bytesOfAll(facts, payloads) >= LEAST_BYTES).map(([maker, payloads]): Saving => {
    const { key, ...place } = placeOf(maker);
    const names = [...new Set(payloads.map((payload) => packages.packages[packages.owner[fs.node[payload]!]!]!.name))].toSorted();
    return {
      id: `asked-docs-${key}`, ...place, rules: ['PL026'], way: 'lean-install', payloads, basis: 'measured', enabled: false, rank: 68,
      title: `Documentation or debug symbols that ${nameOf(maker)} asks for: ${names.slice(0, SHOWN).join(', ')}${names.length > SHOWN ? ` and ${names.length - SHOWN} more` : ''}`, ...(names.length > SHOWN ? { names } : {}),
      detail: 'Leave them out of the install command, or keep them in a stage for development.', caveat: 'Somebody named them: ask whom they serve.',
    };
  });
}

/** Files of a COPY --from that stand at the same path with the same content below it: both copies are stored. */
function copiedAgain(facts: ImageFacts): readonly Saving[] {
  const { fs, makers } = facts;
  const sameContent = (a: number, b: number): boolean => {
    const [one, other] = [fs.tables[fs.born[a]!]!, fs.tables[fs.born[b]!]!];
    const [x, y] = [fs.row[a]!, fs.row[b]!];
    return y >= 0 && (one.flags[x]! & other.flags[y]! & EntryFlag.hashed) !== 0 && one.size[x] === other.size[y] && one.hashLow[x] === other.hashLow[y] && one.hashHigh[x] === other.hashHigh[y];
  };
  const again = facts.own.filter((payload) => {
    const maker = makers[fs.born[payload]!]!;
    if (!maker.instructions.some((each) => (each.kind === 'COPY' || each.kind === 'ADD') && each.from !== undefined)) return false;
    const before = versionAt(fs, fs.node[payload]!, fs.born[payload]! - 1);
    return before >= 0 && sameContent(payload, fs.payload[before]!);
  });
  return [...byMaker(facts, again)].filter(([, payloads]) => bytesOfAll(facts, payloads) >= LEAST_BYTES).map(([maker, payloads]): Saving => {
    const { key, ...place } = placeOf(maker);
    return {
      id: `copied-again-${key}`, ...place, rules: ['PL032', 'DL3067'], way: 'multi-stage', payloads, basis: 'measured', enabled: false, rank: 45,
      title: `Files that ${nameOf(maker)} copies although the layers below have them`,
      detail: 'Copy only the folders that the other stage made, not those that hold the system as well.',
    };
  });
}

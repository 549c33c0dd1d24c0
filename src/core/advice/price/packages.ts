/** Packages that nobody asked for, build tools with what only they need, and a second program that fetches: by the databases of dpkg, apk and rpm. */
import { isBuildTool } from '../../packages/build-tools';
import type { PackageRecord } from '../../packages/package';
import { calledCompilers } from './called-compilers';
import type { ImageFacts, Maker } from './facts';
import { bytesOfAll, LEAST_BYTES, nameOf, placeOf, type Saving } from './saving';
import { groupByInstall, installsOf, type Installs, type SystemManager } from './system-installs';

/** More names than these are no sentence. */
const MOST_NAMES = 12;
/** Names that a title lists. */
const SHOWN = 3;

/** How each manager leaves out what nobody asked for. */
const LEAN: Readonly<Record<SystemManager, Pick<Saving, 'rules' | 'detail'> & { readonly because: string; readonly caveat: string }>> = {
  dpkg: {
    rules: ['DL3015', 'PL023'], because: 'others recommend them', caveat: 'Nothing in Depends asks for them. What the program itself calls cannot be read from the database: try it.',
    detail: 'Add --no-install-recommends, and name the ones that the program needs after all (ca-certificates is the usual one).',
  },
  rpm: {
    rules: ['PL024', 'PL025'], because: 'others recommend them', caveat: 'Nothing in Requires asks for them. What the program itself calls cannot be read from the database: try it.',
    detail: 'Install without weak dependencies (dnf --setopt=install_weak_deps=False, zypper --no-recommends), and name the ones that the program needs after all.',
  },
  apk: {
    rules: [], because: 'of a rule on what is installed together (install_if)', caveat: 'Nothing depends on them and nobody named them.',
    detail: 'Name them with an exclamation mark, which keeps them out: apk add --no-cache … !NAME.',
  },
};

/** None for images without a database that can be read, and none where install commands cannot be read. */
export function pricePackages(facts: ImageFacts): readonly Saving[] {
  return installsOf(facts).flatMap((read) => {
    const asked = read.closure(read.roots);
    const called = calledCompilers(facts, read, read.installed.filter((record) => !asked.has(record)));
    const installs = called.length === 0 ? read : { ...read, roots: new Set([...read.roots, ...called]) };
    const needed = called.length === 0 ? asked : installs.closure(installs.roots);
    return [...recommended(facts, installs, needed, called), ...virtuals(facts, installs, needed), ...buildTools(facts, installs, needed), ...fetchers(facts, installs, needed)];
  });
}

function recommended(facts: ImageFacts, installs: Installs, needed: ReadonlySet<PackageRecord>, called: readonly PackageRecord[]): readonly Saving[] {
  const unneeded = installs.installed.filter((record) => !needed.has(record));
  const careless = new Set([...installs.byLayer].filter(([, all]) => all.some(({ lean }) => !lean)).map(([layer]) => layer));
  const mine = unneeded.filter((record) => careless.has(installs.layerOf(record) ?? -1));
  const { because, ...lean } = LEAN[installs.manager];
  const savings: Saving[] = [];
  for (const [maker, payloads] of groupByInstall(facts, installs, mine)) {
    const here = mine.filter((record) => installs.layerOf(record) === maker.layer);
    if (bytesOfAll(facts, payloads) < LEAST_BYTES) continue;
    const { key, ...place } = placeOf(maker);
    const toName = called.filter((record) => installs.layerOf(record) === maker.layer).map(({ name }) => name).toSorted();
    savings.push({
      id: `recommended-${key}`, ...place, ...lean, ...(toName.length === 0 ? {} : { toName, detail: `${lean.detail} Later lines call ${toName.join(' and ')}, which came the same way: name ${toName.length === 1 ? 'it' : 'them'} too, here or in the stage that builds.` }), way: 'lean-install', payloads, basis: 'measured', enabled: true, rank: 40,
      title: `${here.length === 1 ? 'A package' : `${here.length} packages`} that ${nameOf(maker)} installs because ${because}: ${listed(here)}`, ...namesOf(here),
    });
  }
  return savings;
}

/** apk: packages that a RUN installs under one name so that they can be removed as one, and that stay. */
function virtuals(facts: ImageFacts, installs: Installs, needed: ReadonlySet<PackageRecord>): readonly Saving[] {
  return [...installs.byLayer].flatMap(([layer, all]) => all.flatMap(({ virtual }): readonly Saving[] => {
    const [record] = virtual === undefined ? [] : installs.named(virtual).filter(({ name }) => name === virtual);
    if (record === undefined) return [];
    const gone = freedBy(installs, needed, [record]);
    const payloads = [...groupByInstall(facts, installs, gone).values()].flat();
    if (bytesOfAll(facts, payloads) < LEAST_BYTES) return [];
    const maker = facts.makers[layer]!;
    const { key, ...place } = placeOf(maker);
    return [{
      id: `virtual-${record.name}-${key}`, ...place, rules: ['PL039'], way: 'lean-install', payloads, basis: 'measured', enabled: true, rank: 48,
      title: `Packages that ${nameOf(maker)} installs as ${record.name} and leaves there: ${listed(gone.filter((one) => one !== record))}`, ...namesOf(gone.filter((one) => one !== record)),
      detail: `Remove them as one in the same RUN: apk del ${record.name}.`,
      caveat: 'Measured are the packages that nothing else needs once they are gone. What was built with them may still load a library of theirs: name that one by itself.',
    }];
  }));
}

function buildTools(facts: ImageFacts, installs: Installs, needed: ReadonlySet<PackageRecord>): readonly Saving[] {
  const isTool = ({ name }: PackageRecord): boolean => isBuildTool(name);
  // A virtual package of apk that holds tools is asked for on their behalf.
  const virtual = new Set([...installs.byLayer.values()].flat().flatMap(({ virtual: name }) => (name === undefined ? [] : installs.named(name))));
  const tools = installs.installed.filter((record) => !installs.base.has(record.name) && needed.has(record) && !installs.running.has(record)
    && (isTool(record) || (virtual.has(record) && record.depends.some((need) => installs.named(need).some(isTool)))));
  if (tools.length === 0) return [];
  const savingOf = (maker: Maker, payloads: readonly number[], freed: readonly PackageRecord[]): Saving => {
    const { key, ...place } = placeOf(maker);
    const here = freed.filter((record) => installs.layerOf(record) === maker.layer);
    // A later command that names what this layer had brought already is where the rule finds it, and where the repair starts.
    const named = new Set(here.filter((record) => tools.includes(record)));
    const asking = facts.makers.filter(({ layer }) => installs.byLayer.get(layer)?.some(({ names }) => names.some((name) => named.has(installs.named(name)[0]!))) === true);
    const later = asking.filter((one) => one !== maker);
    const lines = [maker, ...later].flatMap(({ line }) => line ?? []);
    const unasked = later.length === 0 || asking.includes(maker) ? '' : ` What ${nameOf(later[0]!)} asks for, ${nameOf(maker)} brings as a recommendation already: both have to change.`;
    return {
      id: `build-tools-${key}`, ...place, ...(later.length === 0 || lines.length === 0 ? {} : { lines }),
      findingLines: findingLinesOf([maker, ...later]),
      rules: ['PL027'], way: 'multi-stage', payloads, basis: 'measured', enabled: true, rank: 50,
      title: `Build tools in the final image, from ${nameOf(maker)}: ${listed(here)}`, ...namesOf(here),
      detail: toolsByHand(installs, maker, named),
      caveat: `Measured are the packages that nothing else needs once the tools are gone. A program that compiles at run time keeps them.${unasked}`,
      part: (some) => savingOf(maker, some, ownersOf(facts, freed, some)),
      withoutNames: (names) => {
        const gone = freedBy(installs, needed, tools.filter((record) => names.has(record.name) || (virtual.has(record) && record.depends.some((need) => names.has(need)))));
        return groupByInstall(facts, installs, gone).get(maker) ?? [];
      },
    };
  };
  const all = freedBy(installs, needed, tools);
  return [...groupByInstall(facts, installs, all)].filter(([, payloads]) => bytesOfAll(facts, payloads) >= LEAST_BYTES)
    .map(([maker, payloads]) => savingOf(maker, payloads, all));
}

/** Which names to move, and what to name in their place. */
function toolsByHand(installs: Installs, maker: Maker, tools: ReadonlySet<PackageRecord>): string {
  const asked = [...new Set((installs.byLayer.get(maker.layer) ?? []).flatMap(({ names }) => names).filter((name) => tools.has(installs.named(name)[0]!)))];
  const staying = installs.closure([...installs.byLayer.values()].flat().flatMap(({ names }) => names.flatMap((name) => installs.named(name)[0] ?? [])).filter((record) => !tools.has(record)));
  const loaded = [...installs.running].filter((record) => installs.layerOf(record) === maker.layer && !staying.has(record)).map(({ name }) => name).toSorted();
  const fits = (names: readonly string[]): boolean => names.length > 0 && names.length <= MOST_NAMES;
  const move = fits(asked) ? `Take ${asked.join(', ')} out of ${nameOf(maker)}, install ${asked.length === 1 ? 'it' : 'them'} in a build stage (FROM … AS build)` : 'Install them in a build stage (FROM … AS build)';
  return `${move}, and copy what they make with COPY --from=build.${fits(loaded) ? ` What the program loads or starts of all that comes along has to be named instead: ${loaded.join(', ')}.` : ''}`;
}

/** Those of the packages to which any of the files belong. */
function ownersOf({ fs, packages }: ImageFacts, records: readonly PackageRecord[], payloads: readonly number[]): readonly PackageRecord[] {
  const owners = new Set(payloads.map((payload) => packages.packages[packages.owner[fs.node[payload]!]!]));
  return records.filter((record) => owners.has(record));
}

/** wget beside curl: the one of them whose packages weigh more, with what only it needs. */
function fetchers(facts: ImageFacts, installs: Installs, needed: ReadonlySet<PackageRecord>): readonly Saving[] {
  const both = ['wget', 'curl'].flatMap((name) => installs.named(name).filter((record) => record.name === name));
  if (both.length < 2) return [];
  const choices = both.filter((record) => !installs.base.has(record.name) && needed.has(record)).map((record) => {
    const gone = freedBy(installs, needed, [record]);
    return { record, gone, groups: groupByInstall(facts, installs, gone) };
  });
  const weigh = ({ groups }: (typeof choices)[number]): number => bytesOfAll(facts, [...groups.values()].flat());
  const [heaviest] = choices.sort((a, b) => weigh(b) - weigh(a));
  const [maker] = heaviest?.groups.keys() ?? [];
  if (heaviest === undefined || maker === undefined || weigh(heaviest) < LEAST_BYTES) return [];
  const { record, gone, groups } = heaviest;
  const { key, ...place } = placeOf(maker);
  // The rule speaks up where the second of them is run.
  const running = facts.makers.slice(facts.ownFrom).filter(({ commands }) => commands.some(({ name }) => name === 'wget' || name === 'curl'));
  return [{
    id: `fetcher-${record.name}-${key}`, ...place, findingLines: findingLinesOf(running), rules: ['DL4001'], way: 'lean-install', payloads: [...groups.values()].flat(),
    basis: 'estimated', enabled: false, rank: 66,
    title: `${record.name} beside ${both.find((one) => one !== record)!.name}: ${listed(gone)}`, ...namesOf(gone),
    detail: 'One program that fetches is enough: write all commands for the other one, and leave this one out of the install.',
    caveat: 'The program itself, or a check of its health, may call it.',
  }];
}

/** What nothing needs any more once `records` are not asked for; nothing of the base image. */
function freedBy(installs: Installs, needed: ReadonlySet<PackageRecord>, records: readonly PackageRecord[]): readonly PackageRecord[] {
  const without = new Set(records);
  const left = installs.closure([...installs.roots].filter((record) => !without.has(record)));
  return installs.installed.filter((record) => needed.has(record) && !left.has(record) && !installs.base.has(record.name));
}

function findingLinesOf(makers: readonly Maker[]): readonly number[] {
  return [...new Set(makers.flatMap((one) => placeOf(one).findingLines))];
}

/** The heaviest names, as a title has room for them. */
function listed(records: readonly PackageRecord[]): string {
  const names = heaviest(records).slice(0, SHOWN).join(', ');
  return records.length > SHOWN ? `${names} and ${records.length - SHOWN} more` : names;
}

/** All of them where the title leaves some out. */
function namesOf(records: readonly PackageRecord[]): Pick<Saving, 'names'> {
  return records.length > SHOWN ? { names: heaviest(records) } : {};
}

function heaviest(records: readonly PackageRecord[]): readonly string[] {
  return records.toSorted((a, b) => b.statedBytes - a.statedBytes || (a.name < b.name ? -1 : 1)).map(({ name }) => name);
}

/** Packages that nobody asked for (recommendations) and build tools with what only they need, by dpkg's database. */
import { isBuildTool } from '../../packages/build-tools';
import { readDpkgStatus } from '../../packages/dpkg';
import type { PackageRecord } from '../../packages/package';
import { keptText } from '../kept-text';
import { byName, closureOf } from './closure';
import type { ImageFacts, Maker } from './facts';
import { readAptInstall, type AptInstall } from './installs';
import { bytesOfAll, LEAST_BYTES, nameOf, placeOf, type Saving } from './saving';

const STATUS = 'var/lib/dpkg/status';
/** Names that a title lists. */
const SHOWN = 8;

interface Installs {
  /** All of dpkg that the final image holds. */
  readonly installed: readonly PackageRecord[];
  /** Of the base image, by name. */
  readonly base: ReadonlySet<string>;
  readonly byLayer: ReadonlyMap<number, readonly AptInstall[]>;
  /** Named by some install command, or of the base, or of a layer whose commands cannot be read. */
  readonly roots: ReadonlySet<PackageRecord>;
}

/** Savings of both kinds; none for images without dpkg, and none where install commands cannot be read. */
export function pricePackages(facts: ImageFacts): readonly Saving[] {
  const installs = readInstalls(facts);
  if (installs === undefined) return [];
  const needed = closureOf(installs.installed, installs.roots);
  return [...recommended(facts, installs, needed), ...buildTools(facts, installs, needed)];
}

function readInstalls(facts: ImageFacts): Installs | undefined {
  const { fs, analysed, makers, ownFrom } = facts;
  const installed = facts.packages.packages.filter(({ manager }) => manager === 'dpkg');
  if (installed.length === 0) return undefined;
  const byLayer = new Map<number, readonly AptInstall[]>();
  for (const maker of makers.slice(ownFrom)) {
    const installs = maker.commands.flatMap((command) => readAptInstall(command) ?? []);
    if (installs.length > 0) byLayer.set(maker.layer, installs);
  }
  if (byLayer.size === 0) return undefined;
  const below = ownFrom === 0 ? undefined : keptText(analysed.image, fs, STATUS, ownFrom - 1);
  const base = new Set(Array.from(below === undefined ? [] : readDpkgStatus(below, () => undefined), ({ record }) => record.name));
  const names = byName(installed);
  const roots = new Set<PackageRecord>(installed.filter((record) => base.has(record.name) || record.essential));
  for (const installs of byLayer.values()) for (const { names: wanted } of installs) for (const name of wanted) {
    const [record] = names.get(name) ?? [];
    if (record !== undefined) roots.add(record);
  }
  // Packages of a layer that installed them in a way that cannot be read were, for all we know, asked for.
  for (const record of installed) {
    const layer = firstLayer(facts, record);
    const installs = layer === undefined ? undefined : byLayer.get(layer);
    if (installs === undefined || installs.some(({ unsure }) => unsure)) roots.add(record);
  }
  return { installed, base, byLayer, roots };
}

/** The layer that brought a package: the first one that holds its list of files. */
function firstLayer({ fs }: ImageFacts, record: PackageRecord): number | undefined {
  const folder = 'var/lib/dpkg/info/';
  for (const name of [record.name, `${record.name}:${record.architecture ?? ''}`]) {
    const node = fs.paths.findPath(asBytes(`${folder}${name}.list`));
    if (node < 0) continue;
    let first: number | undefined;
    for (let version = fs.newest[node]!; version >= 0; version = fs.previous[version]!) first = fs.born[version]!;
    if (first !== undefined) return first;
  }
  return undefined;
}

function recommended(facts: ImageFacts, installs: Installs, needed: ReadonlySet<PackageRecord>): readonly Saving[] {
  const unneeded = installs.installed.filter((record) => !needed.has(record));
  const careless = new Set([...installs.byLayer].filter(([, all]) => all.some(({ lean }) => !lean)).map(([layer]) => layer));
  const mine = unneeded.filter((record) => careless.has(firstLayer(facts, record) ?? -1));
  const savings: Saving[] = [];
  for (const [maker, payloads] of groupByInstall(facts, mine)) {
    const here = mine.filter((record) => firstLayer(facts, record) === maker.layer);
    if (bytesOfAll(facts, payloads) < LEAST_BYTES) continue;
    const { key, ...place } = placeOf(maker);
    savings.push({
      id: `recommended-${key}`, ...place, rules: ['DL3015', 'PL023'], way: 'lean-install', payloads, basis: 'measured', enabled: true, rank: 40,
      title: `${here.length} packages that ${nameOf(maker)} installs because others recommend them: ${listed(here)}`,
      detail: 'Add --no-install-recommends, and name the ones that the program needs after all (ca-certificates is the usual one).',
      caveat: 'Nothing in Depends asks for them. What the program itself calls cannot be read from the database: try it.',
    });
  }
  return savings;
}

function buildTools(facts: ImageFacts, installs: Installs, needed: ReadonlySet<PackageRecord>): readonly Saving[] {
  const tools = installs.installed.filter((record) => !installs.base.has(record.name) && needed.has(record) && isBuildTool(record.name));
  if (tools.length === 0) return [];
  const left = closureOf(installs.installed, [...installs.roots].filter((record) => !tools.includes(record)));
  const freed = installs.installed.filter((record) => needed.has(record) && !left.has(record) && !installs.base.has(record.name));
  const savings: Saving[] = [];
  for (const [maker, payloads] of groupByInstall(facts, freed)) {
    if (bytesOfAll(facts, payloads) < LEAST_BYTES) continue;
    const { key, ...place } = placeOf(maker);
    const here = freed.filter((record) => firstLayer(facts, record) === maker.layer);
    // A later command that names what this layer had brought already is where the rule finds it, and where the repair starts.
    const named = new Set(here.filter((record) => tools.includes(record)).map(({ name }) => name));
    const asking = facts.makers.filter(({ layer }) => installs.byLayer.get(layer)?.some(({ names }) => names.some((name) => named.has(name))) === true);
    const later = asking.filter((one) => one !== maker);
    const lines = [maker, ...later].flatMap(({ line }) => line ?? []);
    const unasked = later.length === 0 || asking.includes(maker) ? '' : ` What ${nameOf(later[0]!)} asks for, ${nameOf(maker)} brings as a recommendation already: both have to change.`;
    savings.push({
      id: `build-tools-${key}`, ...place, ...(later.length === 0 || lines.length === 0 ? {} : { lines }),
      findingLines: [...new Set([maker, ...later].flatMap((one) => placeOf(one).findingLines))],
      rules: ['PL027'], way: 'multi-stage', payloads, basis: 'measured', enabled: true, rank: 50,
      title: `Build tools in the final image, from ${nameOf(maker)}: ${listed(here)}`,
      detail: 'Install them in a build stage (FROM … AS build) and copy what they make with COPY --from=build.',
      caveat: `Measured are the packages that nothing else needs once the tools are gone. A program that compiles at run time keeps them.${unasked}`,
    });
  }
  return savings;
}

/** Payloads of packages by the layer that installed the package; later rewrites of its files count with it. */
function groupByInstall(facts: ImageFacts, records: readonly PackageRecord[]): ReadonlyMap<Maker, readonly number[]> {
  const wanted = new Set(records);
  const groups = new Map<Maker, number[]>();
  const layerOf = new Map(records.map((record) => [record, firstLayer(facts, record)] as const));
  for (const payload of facts.own) {
    const record = ownerOf(facts, payload);
    const layer = record === undefined || !wanted.has(record) ? undefined : layerOf.get(record);
    if (layer === undefined) continue;
    const maker = facts.makers[layer]!;
    const group = groups.get(maker);
    if (group === undefined) groups.set(maker, [payload]);
    else group.push(payload);
  }
  return groups;
}

const owners = new WeakMap<ImageFacts, ReadonlyMap<string, PackageRecord>>();

/** The package that a file goes with: its owner, dpkg's own notes on it, or the byte code made of its sources. */
function ownerOf(facts: ImageFacts, payload: number): PackageRecord | undefined {
  const { fs, packages } = facts;
  const node = fs.node[payload]!;
  const owner = packages.packages[packages.owner[node]!];
  if (owner !== undefined) return owner.manager === 'dpkg' ? owner : undefined;
  const path = facts.pathOf(payload);
  const note = /^var\/lib\/dpkg\/info\/([^/:]+)(?::[^/.]+)?\.[a-z0-9]+$/.exec(path);
  if (note !== null) {
    let names = owners.get(facts);
    if (names === undefined) {
      names = new Map(packages.packages.filter(({ manager }) => manager === 'dpkg').map((record) => [record.name, record]));
      owners.set(facts, names);
    }
    return names.get(note[1]!);
  }
  const code = /^(.*\/)?__pycache__\/([^/]+?)\.[\w-]+(?:\.opt-\d)?\.pyc$/.exec(path);
  if (code === null) return undefined;
  const source = fs.paths.findPath(asBytes(`${code[1] ?? ''}${code[2]!}.py`));
  const record = source < 0 ? undefined : packages.packages[packages.owner[source]!];
  return record?.manager === 'dpkg' ? record : undefined;
}

/** The heaviest names. */
function listed(records: readonly PackageRecord[]): string {
  const sorted = [...records].sort((a, b) => b.statedBytes - a.statedBytes || (a.name < b.name ? -1 : 1));
  const names = sorted.slice(0, SHOWN).map(({ name }) => name).join(', ');
  return records.length > SHOWN ? `${names} and ${records.length - SHOWN} more` : names;
}

function asBytes(text: string): Uint8Array {
  return Uint8Array.from(text, (char) => char.charCodeAt(0));
}

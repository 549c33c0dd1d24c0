/** Which of a distribution's packages own layers installed, which somebody asked for, and which payloads go with a package. */
import { latin1Bytes } from '../../bytes/latin1';
import { groupBy } from '../../group-by';
import { once } from '../../once';
import { isBuildTool } from '../../packages/build-tools';
import { readApkInstalled } from '../../packages/apk';
import { readDpkgStatus } from '../../packages/dpkg';
import type { PackageManager, PackageRecord } from '../../packages/package';
import { rpmBlobs, RPM_DATABASES } from '../../packages/rpm-database';
import { readRpmHeader } from '../../packages/rpm-header';
import { keptBytes, keptText } from '../kept-text';
import { byName, closureOf } from './closure';
import { ownerOfPath, type ImageFacts, type Maker } from './facts';
import { readInstall, type Install } from './installs';

export type SystemManager = Extract<PackageManager, 'dpkg' | 'apk' | 'rpm'>;
const SYSTEM_MANAGERS: readonly SystemManager[] = ['dpkg', 'apk', 'rpm'];

const DATABASES: Readonly<Record<SystemManager, readonly string[]>> = {
  dpkg: ['var/lib/dpkg/status'],
  apk: ['lib/apk/db/installed', 'usr/lib/apk/db/installed'],
  rpm: RPM_DATABASES,
};

export interface Installs {
  readonly manager: SystemManager;
  /** All that the final image holds. */
  readonly installed: readonly PackageRecord[];
  /** Of the base image, by name. */
  readonly base: ReadonlySet<string>;
  readonly byLayer: ReadonlyMap<number, readonly Install[]>;
  /** Named by some install command, or of the base, or of a layer whose commands cannot be read. */
  readonly roots: ReadonlySet<PackageRecord>;
  /** What the program needs as it runs, for all that is known: what the container starts, and libraries whose headers were asked for. */
  readonly running: ReadonlySet<PackageRecord>;
  /** The layer that brought a package; undefined where no database says. */
  layerOf(record: PackageRecord): number | undefined;
  closure(roots: Iterable<PackageRecord>): ReadonlySet<PackageRecord>;
  /** Own payloads by the package that they go with; looked up once. */
  payloadsOf(): ReadonlyMap<PackageRecord, readonly number[]>;
  /** Packages that an install command may mean by a name. */
  named(name: string): readonly PackageRecord[];
}

/** All managers of which that can be said. */
export const installsOf = once((facts: ImageFacts): readonly Installs[] => SYSTEM_MANAGERS.flatMap((manager) => readInstalls(facts, manager) ?? []));

/** Undefined where the manager has no packages here, and where no install command of own layers can be read. */
function readInstalls(facts: ImageFacts, manager: SystemManager): Installs | undefined {
  const { makers, ownFrom } = facts;
  const installed = facts.packages.packages.filter((record) => record.manager === manager);
  if (installed.length === 0) return undefined;
  const byLayer = new Map<number, readonly Install[]>();
  for (const maker of makers.slice(ownFrom)) {
    const installs = maker.commands.flatMap((command) => readInstall(command, manager) ?? []);
    if (installs.length > 0) byLayer.set(maker.layer, installs);
  }
  if (byLayer.size === 0) return undefined;
  const base = new Set(ownFrom === 0 ? [] : namesAt(facts, manager, ownFrom - 1));
  const names = byName(installed);
  const named = (name: string): readonly PackageRecord[] => names.get(name) ?? (manager === 'rpm' ? rpmNamed(name, names) : []);
  const layerOf = manager === 'dpkg' ? (record: PackageRecord) => dpkgLayer(facts, record) : layersByDatabase(facts, manager);
  const roots = new Set<PackageRecord>(installed.filter((record) => base.has(record.name) || record.essential));
  for (const name of askedNames(facts, manager)) for (const record of names.get(name) ?? []) if (record.name === name) roots.add(record);
  const unreadable = new Set<number>();
  for (const [layer, installs] of byLayer) for (const { names: wanted, unsure, virtual } of installs) {
    // A name that rpm's database does not know was a glob, a group or a path.
    if (unsure || (manager === 'rpm' && wanted.some((name) => named(name).length === 0))) unreadable.add(layer);
    // What is asked for under the name of a virtual package is that package's need.
    if (virtual === undefined || named(virtual).length === 0) for (const name of wanted) if (named(name)[0] !== undefined) roots.add(named(name)[0]!);
    for (const record of virtual === undefined ? [] : named(virtual)) roots.add(record);
  }
  // Packages of a layer that installed them in a way that cannot be read were, for all we know, asked for.
  for (const record of installed) {
    const layer = layerOf(record);
    if (layer === undefined || !byLayer.has(layer) || unreadable.has(layer)) roots.add(record);
  }
  let owned: ReadonlyMap<PackageRecord | undefined, readonly number[]> | undefined;
  const payloadsOf = (): ReadonlyMap<PackageRecord, readonly number[]> => {
    owned ??= groupBy(facts.own, (payload) => ownerOf(facts, payload, manager, named));
    return owned as ReadonlyMap<PackageRecord, readonly number[]>;
  };
  const hasLibrary = (record: PackageRecord): boolean => payloadsOf().get(record)?.some((payload) => /\.so(?:\.[\d.]+)?$/.test(facts.pathOf(payload))) === true;
  const asked = new Set([...byLayer.values()].flat().flatMap(({ names: wanted }) => wanted.flatMap((name) => named(name)[0] ?? [])));
  const running = new Set([...[...facts.started].filter((record) => record.manager === manager), ...linkedLibraries(asked, named).filter(hasLibrary)].filter(({ name }) => !base.has(name)));
  for (const record of running) roots.add(record);
  return { manager, installed, base, byLayer, roots, running, layerOf, named, payloadsOf, closure: (from) => closureOf(installed, from, ownerOfPath(facts)) };
}

/** Headers of a library, by the ways of the distributions. */
const HEADERS = /-(?:dev|devel|headers)$/;
/** Headers of the C library, the kernel and compilers: what is linked with them needs nothing that is not there anyway. */
const OF_THE_SYSTEM = /^(?:libc6?-dev|libc-dev|musl-dev|glibc-devel|linux-libc-dev|.*-headers|libgcc-[\d.]+-dev|libstdc\+\+-[\d.]+-dev|libstdc\+\+-devel)$/;
/** A compiler, and the library that all it makes needs. */
const COMPILED: readonly (readonly [compiler: RegExp, library: RegExp])[] = [[/^(?:gcc-)?gfortran/, /^libgfortran\d*$/], [/^(?:g\+\+|gcc-c\+\+|build-base$|build-essential$)/, /^libstdc\+\+\d*$/]];

/** Libraries whose headers were asked for: what was built with them loads them. Packages that only stand for others are followed. */
function linkedLibraries(asked: ReadonlySet<PackageRecord>, named: Installs['named']): readonly PackageRecord[] {
  const found = new Set<PackageRecord>();
  const seen = new Set<PackageRecord>();
  const open = [...asked].filter(({ name }) => HEADERS.test(name));
  for (let record = open.pop(); record !== undefined; record = open.pop()) {
    if (seen.has(record) || OF_THE_SYSTEM.test(record.name)) continue;
    seen.add(record);
    const needs = record.depends.flatMap((need) => named(need.split('|')[0]!)[0] ?? []);
    const libraries = needs.filter(({ name }) => !HEADERS.test(name) && !isBuildTool(name));
    for (const library of libraries) found.add(library);
    if (libraries.length === 0) open.push(...needs.filter(({ name }) => HEADERS.test(name)));
  }
  for (const [compiler, library] of COMPILED) {
    if (![...asked].some(({ name }) => compiler.test(name))) continue;
    for (const name of ['libgfortran5', 'libgfortran', 'libstdc++6', 'libstdc++']) if (library.test(name)) for (const record of named(name).slice(0, 1)) found.add(record);
  }
  return [...found];
}

/** `git-2.43.0-1.el9.x86_64`, `git.x86_64`: the name before version and architecture. */
function rpmNamed(name: string, names: ReadonlyMap<string, readonly PackageRecord[]>): readonly PackageRecord[] {
  for (let cut = name.replace(/\.(?:x86_64|aarch64|i[3-6]86|noarch|s390x|ppc64le|armv7hl)$/, ''); cut !== ''; cut = cut.slice(0, Math.max(cut.lastIndexOf('-'), 0))) {
    const found = names.get(cut);
    if (found !== undefined) return found;
  }
  return [];
}

/** What the manager itself noted as asked for by somebody: apk's world, and the reasons that dnf 5 keeps. */
function askedNames({ analysed, fs }: ImageFacts, manager: SystemManager): readonly string[] {
  if (manager === 'apk') return (keptText(analysed.image, fs, 'etc/apk/world') ?? '').split(/\s+/).map((word) => word.replace(/[@=<>~].*$/, '')).filter((name) => name !== '' && !name.startsWith('!'));
  if (manager !== 'rpm') return [];
  const reasons = keptText(analysed.image, fs, 'usr/lib/sysimage/libdnf5/packages.toml') ?? '';
  return Array.from(reasons.matchAll(/^\s*"?([^"\n=]+?)\.[a-z0-9_]+"?\s*=\s*\{[^}\n]*\breason\s*=\s*"(?:User|Group|External User)"/gm), ([, name = '']) => name);
}

/** Names of all packages that the database of a layer lists. */
function namesAt({ analysed, fs }: ImageFacts, manager: SystemManager, layer: number): readonly string[] {
  for (const path of DATABASES[manager]) {
    if (manager === 'rpm') {
      const bytes = keptBytes(analysed.image, fs, path, layer);
      if (bytes !== undefined) return Array.from(rpmBlobs(bytes) ?? [], readRpmHeader).flatMap((read) => read?.record.name ?? []);
      continue;
    }
    const text = keptText(analysed.image, fs, path, layer);
    if (text !== undefined) return Array.from(manager === 'apk' ? readApkInstalled(text) : readDpkgStatus(text, () => undefined), ({ record }) => record.name);
  }
  return [];
}

/** The first layer that holds dpkg's list of a package's files. */
function dpkgLayer({ fs }: ImageFacts, record: PackageRecord): number | undefined {
  const folder = 'var/lib/dpkg/info/';
  for (const name of [record.name, `${record.name}:${record.architecture ?? ''}`]) {
    const node = fs.paths.findPath(latin1Bytes(`${folder}${name}.list`));
    if (node < 0) continue;
    let first: number | undefined;
    for (let version = fs.newest[node]!; version >= 0; version = fs.previous.of(version)) first = fs.born[version]!;
    if (first !== undefined) return first;
  }
  return undefined;
}

/** The first layer whose own database lists a package. */
function layersByDatabase(facts: ImageFacts, manager: SystemManager): (record: PackageRecord) => number | undefined {
  const { fs } = facts;
  const first = new Map<string, number>();
  const written = new Set<number>();
  for (const path of DATABASES[manager]) {
    const node = fs.paths.findPath(latin1Bytes(path));
    if (node < 0) continue;
    for (let version = fs.newest[node]!; version >= 0; version = fs.previous.of(version)) written.add(fs.born[version]!);
  }
  for (const layer of [...written].sort((a, b) => a - b)) for (const name of namesAt(facts, manager, layer)) if (!first.has(name)) first.set(name, layer);
  return ({ name }) => first.get(name);
}

/** Payloads of packages by the layer that installed the package; later rewrites of its files count with it. */
export function groupByInstall(facts: ImageFacts, installs: Installs, records: readonly PackageRecord[]): ReadonlyMap<Maker, readonly number[]> {
  const groups = new Map<Maker, number[]>();
  for (const record of records) {
    const layer = installs.layerOf(record);
    const payloads = layer === undefined ? undefined : installs.payloadsOf().get(record);
    if (payloads === undefined) continue;
    const maker = facts.makers[layer!]!;
    const group = groups.get(maker);
    if (group === undefined) groups.set(maker, [...payloads]);
    else for (const payload of payloads) group.push(payload);
  }
  return groups;
}

/** The package that a file goes with: its owner, dpkg's own notes on it, or the byte code made of its sources. */
function ownerOf(facts: ImageFacts, payload: number, manager: SystemManager, named: Installs['named']): PackageRecord | undefined {
  const { fs, packages } = facts;
  const node = fs.node[payload]!;
  const owner = packages.packages[packages.owner[node]!];
  if (owner !== undefined) return owner.manager === manager ? owner : undefined;
  const path = facts.pathOf(payload);
  const note = manager === 'dpkg' ? /^var\/lib\/dpkg\/info\/([^/:]+)(?::[^/.]+)?\.[a-z0-9]+$/.exec(path) : null;
  if (note !== null) return named(note[1]!).find(({ name }) => name === note[1]);
  const code = /^(.*\/)?__pycache__\/([^/]+?)\.[\w-]+(?:\.opt-\d)?\.pyc$/.exec(path);
  if (code === null) return undefined;
  const source = fs.paths.findPath(latin1Bytes(`${code[1] ?? ''}${code[2]!}.py`));
  const record = source < 0 ? undefined : packages.packages[packages.owner[source]!];
  return record?.manager === manager ? record : undefined;
}

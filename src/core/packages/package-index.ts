/** Who owns each path of a merged root file system: package records joined with the tree, dead weight told by path. */
import { latin1, latin1Bytes } from '../bytes/latin1';
import { PackedLines } from '../bytes/packed-lines';
import { decodeUtf8, encodeUtf8 } from '../bytes/text';
import type { Image } from '../image/image';
import { EntryType } from '../image/layer-table';
import { layerCount, sizeOf, versionAt, type RootFs } from '../image/root-fs';
import { finish, pace, type Steps } from '../steps';
import { readApkInstalled } from './apk';
import { isListedPath, readDiversions, readDpkgStatus, readMd5sums } from './dpkg';
import { gemExtensions, readGem } from './gem';
import { kindOfFile, kindOfFolder, mayTellKind, nameEnds } from './kinds';
import { listedPaths } from './listed-paths';
import { readNodePackage } from './node';
import type { PackageRecord, ReadPackage } from './package';
import { readPythonRecord, readUnlistedPython } from './python';
import { rpmBlobs, RPM_DATABASES } from './rpm-database';
import { readRpmHeader } from './rpm-header';

export interface PackageIndex {
  readonly packages: readonly PackageRecord[];
  /** By node of the tree: index into `packages`, or -1. */
  readonly owner: Int32Array;
  /** By node of the tree: index into `KINDS`, or -1; regular files only. */
  readonly kind: Int16Array;
  /** A database that cannot be read, or not whole, by path: damaged, too large to be kept, or longer than `PACKAGE_LIMITS`. */
  readonly unread: readonly string[];
}

/** A folder whose kind has not been looked up; -1 is none. */
const UNKNOWN = -2;
/** What SQLite has written there is not in the database yet: it stays where a build copied the files of a database that was open. */
const SQLITE_LOGS = RPM_DATABASES.filter((path) => path.endsWith('.sqlite')).map((path) => `${path}-wal`);
/** Linux's PATH_MAX: what no program can open by its path is no package's. */
const LONGEST_PATH = 4096;
const DPKG_STATUS = 'var/lib/dpkg/status';
const DPKG_DIVERSIONS = 'var/lib/dpkg/diversions';
const APK_DATABASES = ['lib/apk/db/installed', 'usr/lib/apk/db/installed'];
/** Where distroless images keep what `status` holds elsewhere. */
const STATUS_FOLDER = 'var/lib/dpkg/status.d';
/** Packages of an image, and bytes of the paths that they list: ten times those of the largest image measured. A list may name one long folder a million times. */
export const PACKAGE_LIMITS = { packages: 200_000, pathBytes: 256 * 1024 * 1024 } as const;
const METADATA_NAME = /^(?:package\.json|RECORD|installed-files\.txt|METADATA|PKG-INFO|gem\.build_complete)$|\.gemspec$/;
const METADATA_ENDS = nameEnds('on', 'RD', 'xt', 'TA', 'FO', 'te', 'ec');

/** What describes a distribution of Python; most have a list of their files beside it. */
const UNLISTED = /\/(?:METADATA|PKG-INFO)$/;

/** Nodes that one step hands ownership down to. */
const INHERITED = 32_768;

/** Reads the databases as layer `layer` (the last one when absent) shows them. Never fails: what cannot be read owns nothing. */
export function indexPackages(image: Image, fs: RootFs, layer?: number): PackageIndex {
  return finish(indexPackagesInSteps(image, fs, layer));
}

/** The same for whoever has other things to do in between: with a hundred thousand files it takes half a second. */
export function* indexPackagesInSteps(image: Image, fs: RootFs, layer = layerCount(fs) - 1): Steps<PackageIndex> {
  const content = (path: string): Uint8Array | undefined => keptContent(image, fs, path, layer);
  const text = (path: string): string | undefined => {
    const bytes = content(path);
    return bytes && decodeUtf8(bytes);
  };
  const owner = new Int32Array(fs.paths.count).fill(-1);
  const kind = new Int16Array(fs.paths.count).fill(-1);
  const folderKind = new Int16Array(fs.paths.count).fill(UNKNOWN);
  // Files of a directory mostly follow each other; to keep every directory's path would cost the square of their depth.
  let folder = -1;
  let written: string | undefined;
  const folderPath = (): string => (written ??= folder === 0 ? '' : `${latin1(fs.paths.pathOf(folder))}/`);
  const enter = (node: number): void => {
    if (node === folder) return;
    folder = node;
    written = undefined;
    // Looking at a path may cost the square of its length.
    if (folderKind[node] === UNKNOWN) folderKind[node] = fs.paths.pathLength(node) < LONGEST_PATH ? kindOfFolder(folderPath()) : -1;
  };
  const statusFolder = fs.paths.findPath(encodeUtf8(STATUS_FOLDER));
  const names: string[] = [];
  const metadata: string[] = [];
  const due = pace();
  for (let node = 1; node < fs.paths.count; node += 1) {
    if (due()) yield;
    const version = versionAt(fs, node, layer);
    if (version < 0 || fs.type[version] !== EntryType.file) continue;
    enter(fs.paths.parentOf(node));
    const end = fs.paths.nameEnd(node);
    if (folder !== statusFolder && !METADATA_ENDS.has(end) && !mayTellKind(fs.paths.nameByte(node, 0), end)) {
      kind[node] = folderKind[folder]!;
      continue;
    }
    const name = latin1(fs.paths.nameOf(node));
    kind[node] = kindOfFile(name, folderKind[folder]!, folderPath);
    if (folder === statusFolder) names.push(`${STATUS_FOLDER}/${name}`);
    else if (METADATA_NAME.test(name) && fs.paths.pathLength(folder) < LONGEST_PATH) metadata.push(decodeUtf8(latin1Bytes(folderPath() + name)));
  }

  // A package's list is claimed as it is read and let go: all lists together are as large as the rest of what is known of an image.
  // Packages of a language that the system's manager installed (python3-yaml) belong to the latter: it comes first and keeps what it has.
  const packages: PackageRecord[] = [];
  const tops = new Map<number, number>();
  const nodeOf = listedPaths(fs, layer);
  const unread = new Set<string>();
  let room: number = PACKAGE_LIMITS.pathBytes;
  // What a package lists under a path that another has diverted lies elsewhere.
  const diversions = new Map(Array.from(readDiversions(text(DPKG_DIVERSIONS) ?? ''), ([from, diversion]) => [nodeOf(encodeUtf8(from)), diversion] as const));
  diversions.delete(-1);
  const placeOf = (node: number, name: string): number => {
    const diversion = diversions.get(node);
    return diversion === undefined || diversion.by === name ? node : nodeOf(encodeUtf8(diversion.to));
  };
  const claim = function* (database: string, { record, files, folders }: ReadPackage): Steps<void> {
    if (packages.length >= PACKAGE_LIMITS.packages) {
      unread.add(database);
      return;
    }
    const index = packages.push(record) - 1;
    const own = (place: number): void => {
      const node = record.manager === 'dpkg' ? placeOf(place, record.name) : place;
      if (node >= 0 && owner[node] === -1) owner[node] = index;
    };
    if (files instanceof Uint8Array) {
      for (const lines = new PackedLines(files); lines.next(); ) {
        if (due()) yield;
        if (isListedPath(lines)) own(nodeOf(lines.line, 1, lines.length));
      }
    } else {
      for (const file of files) {
        if (due()) yield;
        room -= file.length;
        if (room < 0) {
          unread.add(database);
          break;
        }
        if (file.length <= LONGEST_PATH) own(nodeOf(encodeUtf8(file)));
      }
    }
    for (const path of folders) {
      const node = fs.paths.findPath(encodeUtf8(path));
      if (node >= 0) tops.set(node, index);
    }
  };
  for (const [database, read] of systemPackages(content, names)) yield* claim(database, read);
  const extensions = gemExtensions(metadata);
  for (const path of metadata) {
    yield;
    // Debian's packages of Python bring their metadata, but no list.
    const isOwned = (): boolean => (owner[fs.paths.findPath(encodeUtf8(path))] ?? -1) >= 0;
    const read = path.endsWith('.gemspec') ? readGem(path, extensions) : UNLISTED.test(path) && isOwned() ? undefined : languagePackage(path, content);
    if (read) yield* claim(path, read);
  }
  yield* claimFolders(fs, tops, owner);
  for (const path of [DPKG_STATUS, ...APK_DATABASES, ...RPM_DATABASES]) if (isUnread(fs, path, layer, content(path))) unread.add(path);
  for (const log of SQLITE_LOGS) if (sizeAt(fs, log, layer) > 0) unread.add(log);
  return { packages, owner, kind, unread: [...unread] };
}

/** Whether a database is there and has something in it that was not kept, or is of no format that is known. */
function isUnread(fs: RootFs, path: string, layer: number, content: Uint8Array | undefined): boolean {
  if (sizeAt(fs, path, layer) === 0) return false;
  return content === undefined || (RPM_DATABASES.includes(path) && rpmBlobs(content) === undefined);
}

/** Packages of dpkg, apk and rpm, in this order, each with the database that lists it; `names` are the paths of distroless images' status.d. */
function* systemPackages(content: (path: string) => Uint8Array | undefined, names: readonly string[]): Generator<readonly [database: string, ReadPackage]> {
  const text = (path: string): string => decodeUtf8(content(path) ?? new Uint8Array(0));
  const lists = (name: string, architecture: string): Uint8Array | undefined => content(`var/lib/dpkg/info/${name}.list`) ?? content(`var/lib/dpkg/info/${name}:${architecture}.list`);
  for (const read of readDpkgStatus(text(DPKG_STATUS), lists)) yield [DPKG_STATUS, read];
  for (const path of names) {
    if (!path.endsWith('.md5sums')) for (const read of readDpkgStatus(text(path), () => readMd5sums(text(`${path}.md5sums`)))) yield [path, read];
  }
  const apk = APK_DATABASES.find((path) => content(path) !== undefined);
  if (apk !== undefined) for (const read of readApkInstalled(text(apk))) yield [apk, read];
  for (const path of RPM_DATABASES) {
    const bytes = content(path);
    for (const blob of (bytes && rpmBlobs(bytes)) ?? []) {
      const read = readRpmHeader(blob);
      if (read) yield [path, read];
    }
  }
}

function languagePackage(path: string, content: (path: string) => Uint8Array | undefined): ReadPackage | undefined {
  const bytes = content(path);
  if (bytes === undefined) return undefined;
  if (path.endsWith('/package.json')) return readNodePackage(path, decodeUtf8(bytes));
  const beside = (name: string): Uint8Array | undefined => content(path.slice(0, path.lastIndexOf('/') + 1) + name);
  const none = new Uint8Array(0);
  if (!UNLISTED.test(path)) return readPythonRecord(path, decodeUtf8(bytes), decodeUtf8(beside('METADATA') ?? none));
  if (beside('RECORD') !== undefined || beside('installed-files.txt') !== undefined) return undefined;
  return readUnlistedPython(path, decodeUtf8(bytes), decodeUtf8(beside('top_level.txt') ?? none));
}

/** What lies below a package's folder is its own, down to the next package's folder. `tops`: packages by the node of a folder. */
function* claimFolders(fs: RootFs, tops: ReadonlyMap<number, number>, owner: Int32Array): Steps<void> {
  if (tops.size === 0) return;
  const due = pace(INHERITED);
  // Parents have lower numbers than what is in them, so one pass hands ownership down.
  const inherited = new Int32Array(fs.paths.count).fill(-1);
  for (let node = 1; node < fs.paths.count; node += 1) {
    if (due()) yield;
    inherited[node] = tops.get(node) ?? inherited[fs.paths.parentOf(node)] ?? -1;
    if (owner[node] === -1) owner[node] = inherited[node]!;
  }
}

function versionAtPath(fs: RootFs, path: string, layer: number): number {
  const node = fs.paths.findPath(encodeUtf8(path));
  return node < 0 ? -1 : versionAt(fs, node, layer);
}

/** Bytes of the regular file at a path; 0 where there is none. */
function sizeAt(fs: RootFs, path: string, layer: number): number {
  const version = versionAtPath(fs, path, layer);
  return version < 0 || fs.type[version] !== EntryType.file ? 0 : sizeOf(fs, version);
}

/** Content that a scan kept of the file that a path shows. */
function keptContent(image: Image, fs: RootFs, path: string, layer: number): Uint8Array | undefined {
  const version = versionAtPath(fs, path, layer);
  if (version < 0) return undefined;
  const source = fs.payload[version]!;
  return image.layers[fs.born[source]!]?.kept?.get(fs.row[source]!);
}

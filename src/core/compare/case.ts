/** What the checks work on: the original, the smaller image with what is restored so far, and the facts of their files. */
import type { RunConfig } from '../image/image';
import type { PackageRecord } from '../packages/package';
import { finish, pace, type Steps } from '../steps';
import type { ChangedEntry } from './difference';
import type { FileFacts } from './facts/file-facts';
import { parentOf, type FileTree, type TreeEntry } from './file-tree';
import { resolvePath, type PathView, type Resolution } from './resolve';
import { isSystemPackage, sourceOf } from './system-packages';

/** Which package owns a path of the original. */
export interface Ownership {
  readonly packages: readonly PackageRecord[];
  /** Index into `packages`, or -1. */
  ownerOf(path: string): number;
}

/** The layer that brought a path, and the instruction that made it. */
export interface Origin {
  readonly layer: number;
  readonly instruction: string;
}

export interface CaseParts {
  readonly before: FileTree;
  readonly after: FileTree;
  readonly removed: readonly TreeEntry[];
  readonly changed: readonly ChangedEntry[];
  readonly facts: ReadonlyMap<string, FileFacts>;
  readonly config: RunConfig;
  readonly ownership: Ownership;
  readonly isApp: (path: string) => boolean;
  readonly originOf: (path: string) => Origin | undefined;
}

const DEFAULT_PATH = 'usr/local/sbin:usr/local/bin:usr/sbin:usr/bin:sbin:bin';

/** Runtimes put these into every container, or they are made anew: their absence means nothing. */
export function isIgnored(path: string): boolean {
  return /^(?:proc|sys|dev)(?:\/|$)|^etc\/(?:hosts|hostname|resolv\.conf|mtab)$|^\.dockerenv$|(?:^|\/)__pycache__(?:\/|$)/.test(path);
}

interface KeptFiles {
  readonly app: readonly TreeEntry[];
  readonly others: readonly TreeEntry[];
}

export class Case {
  readonly before: FileTree;
  readonly after: FileTree;
  readonly facts: ReadonlyMap<string, FileFacts>;
  readonly config: RunConfig;
  readonly ownership: Ownership;
  readonly isApp: (path: string) => boolean;
  readonly originOf: (path: string) => Origin | undefined;
  /** Removed paths that can matter at all, in byte order. */
  readonly removed: readonly TreeEntry[];
  readonly changed: readonly ChangedEntry[];
  readonly env: ReadonlyMap<string, string>;
  /** Directories in which commands are looked up. */
  readonly searchPath: readonly string[];
  readonly #restored = new Map<string, TreeEntry>();
  readonly #view: PathView;
  readonly #removedUnder = new Map<string, readonly TreeEntry[]>();
  #keptFiles: KeptFiles | undefined;
  #folderLinks: ReadonlyMap<string, readonly string[]> | undefined;
  readonly #removedOfSource = new Map<string, TreeEntry[]>();

  constructor(parts: CaseParts) {
    this.before = parts.before;
    this.after = parts.after;
    this.facts = parts.facts;
    this.config = parts.config;
    this.ownership = parts.ownership;
    this.isApp = parts.isApp;
    this.originOf = parts.originOf;
    this.changed = parts.changed;
    this.removed = parts.removed.filter(({ path }) => !isIgnored(path));
    this.env = new Map((parts.config.env ?? []).map((pair) => {
      const equals = pair.indexOf('=');
      return equals < 0 ? [pair, ''] as const : [pair.slice(0, equals), pair.slice(equals + 1)] as const;
    }));
    this.searchPath = (this.env.get('PATH') ?? DEFAULT_PATH).split(':').filter((folder) => folder !== '');
    this.#view = { get: (path) => this.after.byPath.get(path) ?? this.#restored.get(path) };
  }

  /** Takes a removed path as restored. Answers whether that is new. */
  restore(path: string): boolean {
    const entry = this.before.byPath.get(path);
    if (entry === undefined || this.has(path)) return false;
    for (let parent = parentOf(path); parent !== '' && !this.has(parent); parent = parentOf(parent)) {
      const folder = this.before.byPath.get(parent);
      if (folder !== undefined) this.#restored.set(parent, folder);
    }
    this.#restored.set(path, entry);
    return true;
  }

  /** Whether the path itself is kept or restored. */
  has(path: string): boolean {
    return this.#view.get(path) !== undefined;
  }

  restored(): Iterable<TreeEntry> {
    return this.#restored.values();
  }

  /** Kept and restored entries. */
  *active(): Generator<TreeEntry> {
    yield* this.after.entries;
    yield* this.#restored.values();
  }

  /** The application's own regular files in the smaller image. What is kept is sorted out once: checks ask in every round. */
  keptAppFiles(): readonly TreeEntry[] {
    return this.#kept().app;
  }

  /** The application's own regular files among what is restored so far. */
  *restoredAppFiles(): Generator<TreeEntry> {
    for (const entry of this.#restored.values()) if (entry.type === 'file' && this.isApp(entry.path)) yield entry;
  }

  /** All other regular files that are kept or restored. */
  *otherFiles(): Generator<TreeEntry> {
    yield* this.#kept().others;
    for (const entry of this.#restored.values()) if (entry.type === 'file' && !this.isApp(entry.path)) yield entry;
  }

  /** Sorts out ahead of the first question which kept files are the application's own, and whose the removed ones are. */
  *prepare(): Steps<KeptFiles> {
    if (this.#keptFiles !== undefined) return this.#keptFiles;
    const app: TreeEntry[] = [];
    const others: TreeEntry[] = [];
    const due = pace();
    for (const entry of this.after.entries) {
      if (due()) yield;
      if (entry.type === 'file') (this.isApp(entry.path) ? app : others).push(entry);
    }
    const { packages } = this.ownership;
    for (const entry of this.removed) {
      if (due()) yield;
      const owner = entry.type === 'dir' ? -1 : this.ownership.ownerOf(entry.path);
      if (owner < 0 || !isSystemPackage(packages[owner]!)) continue;
      const source = sourceOf(packages[owner]!);
      const list = this.#removedOfSource.get(source);
      if (list === undefined) this.#removedOfSource.set(source, [entry]);
      else list.push(entry);
    }
    return (this.#keptFiles = { app, others });
  }

  /** Removed files of all packages of the distribution that were built together with the one that owns a path. */
  removedBeside(path: string): readonly TreeEntry[] {
    this.#kept();
    const owner = this.ownership.ownerOf(path);
    return (owner < 0 ? undefined : this.#removedOfSource.get(sourceOf(this.ownership.packages[owner]!))) ?? [];
  }

  #kept(): KeptFiles {
    return this.#keptFiles ?? finish(this.prepare());
  }

  /** Where a path leads in the smaller image. */
  resolve(path: string, from = ''): Resolution {
    return resolvePath(this.#view, path, from);
  }

  /** Where a path leads in the original. */
  resolveBefore(path: string, from = ''): Resolution {
    return resolvePath(this.before.byPath, path, from);
  }

  /** Removed paths (links on the way and the target) without which `path` leads nowhere; empty when it is there, or never was. */
  lost(path: string, from = ''): readonly string[] {
    if (this.resolve(path, from).path !== undefined) return [];
    const original = this.resolveBefore(path, from);
    if (original.path === undefined) return [];
    return [...original.links, original.path].filter((part) => part !== '' && !this.has(part) && !isIgnored(part));
  }

  /** The first of `folders` that holds the command, in the original; absolute and relative names are taken as they are. */
  commandBefore(word: string, from = ''): string | undefined {
    const candidates = word.includes('/') ? [word] : this.searchPath.map((folder) => `/${folder}/${word}`);
    return candidates.find((candidate) => {
      const { path } = this.resolveBefore(candidate, from);
      return path !== undefined && this.before.byPath.get(path)?.type === 'file';
    });
  }

  /** What is lost of a command: empty when the smaller image has it somewhere on PATH. */
  lostCommand(word: string, from = ''): readonly string[] {
    if (!word.includes('/') && this.searchPath.some((folder) => this.resolve(`/${folder}/${word}`).path !== undefined)) return [];
    const found = this.commandBefore(word, from);
    return found === undefined ? [] : this.lost(found, from);
  }

  /** Removed entries at or below a directory. */
  removedUnder(folder: string): readonly TreeEntry[] {
    const known = this.#removedUnder.get(folder);
    if (known !== undefined) return known;
    const prefix = `${folder}/`;
    let low = 0;
    let high = this.removed.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (this.removed[middle]!.path < prefix) low = middle + 1;
      else high = middle;
    }
    const found: TreeEntry[] = [];
    for (let at = low; at < this.removed.length && this.removed[at]!.path.startsWith(prefix); at += 1) found.push(this.removed[at]!);
    this.#removedUnder.set(folder, found);
    return found;
  }

  /** Removed links beside a folder that a path lies in, which lead to that folder: who searches a list of folders may have the link in it (Debian's `perl/5.36`). */
  linksToFolderOf(path: string): readonly string[] {
    if (this.#folderLinks === undefined) {
      const found = new Map<string, string[]>();
      for (const { path: link, type, link: target } of this.removed) {
        if (type !== 'symlink' || target === undefined || target.includes('/')) continue;
        const folder = parentOf(link) === '' ? target : `${parentOf(link)}/${target}`;
        if (this.before.byPath.get(folder)?.type === 'dir') found.set(folder, [...(found.get(folder) ?? []), link]);
      }
      this.#folderLinks = found;
    }
    if (this.#folderLinks.size === 0) return [];
    const found: string[] = [];
    for (let folder = parentOf(path); folder !== ''; folder = parentOf(folder)) found.push(...(this.#folderLinks.get(folder) ?? []));
    return found;
  }

  ownerName(path: string): string | undefined {
    const owner = this.ownership.ownerOf(path);
    return owner < 0 ? undefined : this.ownership.packages[owner]?.name;
  }

  /** Working directory without a leading slash. */
  get workingDir(): string {
    return (this.config.workingDir ?? '').replace(/^\/+|\/+$/g, '');
  }
}


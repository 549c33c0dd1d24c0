/** Finds shared libraries as the dynamic loader does (ld.so(8)): RPATH, LD_LIBRARY_PATH, RUNPATH, configured folders, defaults. */
import type { ElfFacts } from './facts/elf';
import type { FileFacts } from './facts/file-facts';
import { parentOf, type TreeEntry } from './file-tree';
import type { Resolution } from './resolve';

const STANDARD = ['/lib64', '/usr/lib64', '/lib', '/usr/lib', '/usr/local/lib', '/usr/local/lib64'];

/** What the search depends on of whoever asks. An empty `abi` takes any. */
export type Loading = Pick<ElfFacts, 'abi' | 'rpath' | 'runpath'>;
/** A script opens what its interpreter can. */
export const LOADED_BY_SCRIPT: Loading = { abi: '', rpath: [], runpath: [] };

export class Libraries {
  readonly #configured: string[] = [];
  readonly #multiarch: string[] = [];
  /** Links to libraries, until they are followed for the first question. */
  readonly #links: string[] = [];
  #origins: ReadonlyMap<string, readonly string[]> | undefined;
  #folders: readonly string[] | undefined;
  readonly #facts: ReadonlyMap<string, FileFacts>;
  readonly #environment: readonly string[];

  readonly #resolveBefore: (path: string) => Resolution;

  constructor(facts: ReadonlyMap<string, FileFacts>, libraryPath: string | undefined, resolveBefore: (path: string) => Resolution) {
    this.#facts = facts;
    this.#resolveBefore = resolveBefore;
    this.#environment = (libraryPath ?? '').split(':').filter((folder) => folder.startsWith('/'));
  }

  /** Takes one entry of the original into account; all of them before the first question, in order. */
  add({ path, type }: TreeEntry): void {
    if (type === 'dir') {
      if (/^(?:usr\/(?:local\/)?)?lib\/[\w]+-linux-(?:gnu|musl)\w*$/.test(path)) this.#multiarch.push(`/${path}`);
    } else if (type === 'symlink') {
      if (path.includes('.so')) this.#links.push(path);
    } else if (path.startsWith('etc/ld') && /^etc\/ld\.so\.conf(?:\.d\/[^/]+\.conf)?$|^etc\/ld-musl-[\w]+\.path$/.test(path)) {
      for (const word of (this.#facts.get(path)?.text ?? '').split(/[\s:,]+/)) if (word.startsWith('/')) this.#configured.push(word);
    }
  }

  /** Where a needed name is found; `resolve` follows paths in the original or in the smaller image. */
  find(name: string, by: string, elf: Loading, resolve: (path: string) => Resolution): Resolution | undefined {
    if (name.includes('/')) return this.#usable(resolve(name), elf);
    const listed = [...(elf.runpath.length === 0 ? elf.rpath : []), ...this.#environment, ...elf.runpath];
    const origins = listed.some((folder) => folder.includes('ORIGIN')) ? this.#originsOf(by) : [];
    const folders = listed.flatMap((folder) => (folder.includes('ORIGIN') ? origins.map((origin) => folder.replace(/\$\{?ORIGIN\}?/g, () => `/${origin}`)) : [folder]))
      .map((folder) => folder.replace(/\$\{?LIB\}?/g, elf.abi.startsWith('64') ? 'lib64' : 'lib'));
    for (const folder of folders) {
      const found = this.#usable(resolve(`${folder}/${name}`), elf);
      if (found !== undefined) return found;
    }
    this.#folders ??= [...this.#configured, ...this.#multiarch.flatMap((folder) => (folder.startsWith('/usr/lib') ? [folder.slice(4), folder] : [folder])), ...STANDARD];
    for (const folder of this.#folders) {
      const found = this.#usable(resolve(`${folder}/${name}`), elf);
      if (found !== undefined) return found;
    }
    return undefined;
  }

  /** What `$ORIGIN` means: the folder of the name under which the loader opened a library, a link to it included, before that of the file. */
  #originsOf(by: string): readonly string[] {
    if (this.#origins === undefined) {
      const found = new Map<string, string[]>();
      for (const link of this.#links) {
        const { path } = this.#resolveBefore(`/${link}`);
        if (path === undefined || parentOf(path) === parentOf(link)) continue;
        const list = found.get(path);
        if (list === undefined) found.set(path, [parentOf(link)]);
        else if (!list.includes(parentOf(link))) list.push(parentOf(link));
      }
      this.#origins = found;
    }
    return [...(this.#origins.get(by) ?? []), parentOf(by)];
  }

  /** A library of another architecture is passed over. */
  #usable(found: Resolution, elf: Loading): Resolution | undefined {
    if (found.path === undefined) return undefined;
    const abi = this.#facts.get(found.path)?.elf?.abi;
    return abi === undefined || elf.abi === '' || abi === elf.abi ? found : undefined;
  }
}

/** Finds shared libraries as the dynamic loader does (ld.so(8)): RPATH, LD_LIBRARY_PATH, RUNPATH, configured folders, defaults. */
import type { ElfFacts } from './facts/elf';
import type { FileFacts } from './facts/file-facts';
import { parentOf, type TreeEntry } from './file-tree';
import type { Resolution } from './resolve';

const STANDARD = ['/lib64', '/usr/lib64', '/lib', '/usr/lib', '/usr/local/lib', '/usr/local/lib64'];

/** What the search depends on of whoever asks. An empty `abi` takes any. */
export type Loading = Pick<ElfFacts, 'abi' | 'rpath' | 'runpath' | 'interpreter'>;
/** A script opens what its interpreter can. */
export const LOADED_BY_SCRIPT: Loading = { abi: '', rpath: [], runpath: [] };

export class Libraries {
  readonly #configured: string[] = [];
  readonly #multiarch: string[] = [];
  /** Links to libraries, until they are followed for the first question. */
  readonly #links: string[] = [];
  #linksTo: ReadonlyMap<string, readonly string[]> | undefined;
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

  /** Where a needed name is found by whoever was opened as `as`; `resolve` follows paths in the original or in the smaller image. */
  find(name: string, as: string, elf: Loading, resolve: (path: string) => Resolution): Resolution | undefined {
    if (name.includes('/')) return this.#usable(resolve(name), elf);
    const listed = [...(elf.runpath.length === 0 ? elf.rpath : []), ...this.#environment, ...elf.runpath];
    const folders = listed.map((folder) => folder.replace(/\$\{?ORIGIN\}?/g, () => `/${parentOf(as)}`).replace(/\$\{?LIB\}?/g, elf.abi.startsWith('64') ? 'lib64' : 'lib'));
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

  /**
   * Names under which the loader may have opened a file, as far as it matters: `$ORIGIN` is the folder of that name. The kernel tells the real
   * path of a program (glibc's dl-origin.c, musl's fixup_rpath read /proc/self/exe); a library's links are not followed, so each counts.
   */
  openedAs(by: string, elf: Loading): readonly string[] {
    if (elf.interpreter !== undefined || ![...elf.rpath, ...elf.runpath].some((folder) => folder.includes('ORIGIN'))) return [by];
    if (this.#linksTo === undefined) {
      const found = new Map<string, string[]>();
      for (const link of this.#links) {
        const { path } = this.#resolveBefore(`/${link}`);
        if (path === undefined || parentOf(path) === parentOf(link)) continue;
        const list = found.get(path);
        if (list === undefined) found.set(path, [link]);
        else if (!list.some((other) => parentOf(other) === parentOf(link))) list.push(link);
      }
      this.#linksTo = found;
    }
    return [...(this.#linksTo.get(by) ?? []), by];
  }

  /** A library of another architecture is passed over. */
  #usable(found: Resolution, elf: Loading): Resolution | undefined {
    if (found.path === undefined) return undefined;
    const abi = this.#facts.get(found.path)?.elf?.abi;
    return abi === undefined || elf.abi === '' || abi === elf.abi ? found : undefined;
  }
}

/** Finds the files behind module names, as the loaders of Python, Ruby and Perl do. */
import type { PythonImport } from './facts/python';
import { parentOf, type FileTree, type TreeEntry } from './file-tree';
import { normalise } from './resolve';

/** Files that a module name leads to, parents' `__init__` first; empty when the original has no such module. */
export type ModulePaths = readonly string[];

/** Modules that Python 3.11 and later carry inside the program (Lib/… of `frozen_modules`); their files are read only by debuggers. */
const FROZEN = /\/python3\.(?:1[1-9]|[2-9]\d)\/(?:abc|_py_abc|codecs|io|_collections_abc|_sitebuiltins|genericpath|ntpath|posixpath|stat|runpy|zipimport|importlib\/(?:__init__|util|machinery|_bootstrap|_bootstrap_external))\.py$/;

/** Python's path-based finder (importlib), over all search folders that the original has. */
export class PythonModules {
  /** Folders of `sys.path` that every program has. */
  readonly roots: string[];
  readonly #tree: FileTree;
  readonly #extensions = new Map<string, string>();
  readonly #rootsByFolder = new Map<string, readonly string[]>();
  readonly #rootsByTop = new Map<string, readonly string[]>();
  readonly #found = new Map<readonly string[], Map<string, ModulePaths>>();

  constructor(tree: FileTree, appRoots: readonly string[]) {
    this.#tree = tree;
    this.roots = [...appRoots];
  }

  /** Takes one entry of the original into account; all of them before the first question, in order. */
  add({ path, type }: TreeEntry): void {
    if (type === 'dir') {
      if (/(?:^|\/)lib(?:64)?\/python3(?:\.\d+)?$/.test(path) ? this.#tree.byPath.has(`${path}/os.py`) : /(?:^|\/)lib(?:64)?\/python3[\d.]*\/(?:lib-dynload|site-packages|dist-packages)$/.test(path)) this.roots.push(path);
    } else if (path.endsWith('.so') && (type === 'file' || type === 'symlink') && /python|-packages|venv|^app/.test(path)) {
      this.#extensions.set(/^(.*?)(?:\.(?:cpython|pypy)-?[\w-]+|\.abi3)?\.so$/.exec(path)![1]!, path);
    }
  }

  /** Whether a path lies in the standard library. */
  isStandard(path: string): boolean {
    return /(?:^|\/)lib(?:64)?\/python3[\d.]*\//.test(path) && !/\/(?:site|dist)-packages\//.test(path);
  }

  /** Folders from which a file's own imports are looked up: the top of its package, then everybody's. */
  #rootsFor(file: string): readonly string[] {
    const from = parentOf(file);
    const known = this.#rootsByFolder.get(from);
    if (known !== undefined) return known;
    let top = from;
    while (this.#tree.byPath.has(`${top}/__init__.py`)) top = parentOf(top);
    const roots = this.#rootsByTop.get(top) ?? (this.roots.includes(top) ? this.roots : [top, ...this.roots]);
    this.#rootsByTop.set(top, roots);
    this.#rootsByFolder.set(from, roots);
    return roots;
  }

  /** The file of one module below one root, if it is there. A namespace package has none: an empty text. */
  #at(root: string, parts: readonly string[]): string | undefined {
    const base = root === '' ? parts.join('/') : `${root}/${parts.join('/')}`;
    const tree = this.#tree.byPath;
    for (const candidate of [`${base}/__init__.py`, `${base}.py`, `${base}.pyc`, `${base}/__init__.pyc`]) if (tree.has(candidate)) return candidate;
    const extension = this.#extensions.get(base) ?? this.#extensions.get(`${base}/__init__`);
    if (extension !== undefined) return extension;
    return tree.get(base)?.type === 'dir' ? '' : undefined;
  }

  find(module: string, from: string): ModulePaths {
    const roots = this.#rootsFor(from);
    let found = this.#found.get(roots);
    if (found === undefined) this.#found.set(roots, (found = new Map()));
    let paths = found.get(module);
    if (paths === undefined) found.set(module, (paths = this.#findFrom(roots, module)));
    return paths;
  }

  #findFrom(roots: readonly string[], module: string): ModulePaths {
    const parts = module.split('.');
    let namespace: string | undefined;
    for (const root of roots) {
      const first = this.#at(root, parts.slice(0, 1));
      if (first === undefined) continue;
      // A folder without __init__ counts only if no later root has a real module.
      if (first === '') {
        namespace ??= root;
        continue;
      }
      return this.#chain(root, parts);
    }
    return namespace === undefined ? [] : this.#chain(namespace, parts);
  }

  #chain(root: string, parts: readonly string[]): string[] {
    const found: string[] = [];
    for (let count = 1; count <= parts.length; count += 1) {
      const path = this.#at(root, parts.slice(0, count));
      if (path === undefined) return count === 1 ? [] : found;
      if (path !== '' && !FROZEN.test(path)) found.push(path);
    }
    return found;
  }

  /** All files that an import statement loads, `from x import y` with `y` a module included. */
  resolve(statement: PythonImport, from: string): ModulePaths {
    const found = new Set<string>();
    if (statement.level === 0) {
      for (const path of this.find(statement.module, from)) found.add(path);
      for (const name of statement.names) for (const path of this.find(`${statement.module}.${name}`, from)) found.add(path);
      return [...found];
    }
    let folder = parentOf(from);
    for (let level = 1; level < statement.level; level += 1) folder = parentOf(folder);
    const parts = statement.module === '' ? [] : statement.module.split('.');
    for (const path of [...(parts.length === 0 ? [] : this.#chain(folder, parts)), ...statement.names.flatMap((name) => this.#chain(folder, [...parts, name]))]) found.add(path);
    return [...found];
  }
}

/** Loaders that look a relative file name up in a list of folders: Ruby's and Perl's. */
export class PathModules {
  readonly #byTail = new Map<string, string>();
  readonly #tree: FileTree;

  readonly #roots: RegExp;
  readonly #endings: RegExp;

  /** `roots` picks out of a path what a program would write to load it; the first path of a name wins. */
  constructor(tree: FileTree, roots: RegExp, endings: RegExp) {
    this.#tree = tree;
    this.#roots = roots;
    this.#endings = endings;
  }

  /** Takes one entry of the original into account; all of them before the first question, in order. */
  add({ path, type }: TreeEntry): void {
    if ((type !== 'file' && type !== 'symlink') || !this.#endings.test(path)) return;
    const root = this.#roots.exec(path);
    const tail = root && path.slice(root[0].length);
    if (tail !== null && !this.#byTail.has(tail)) this.#byTail.set(tail, path);
  }

  find(...tails: readonly string[]): ModulePaths {
    for (const tail of tails) {
      const path = this.#byTail.get(tail);
      if (path !== undefined) return [path];
    }
    return [];
  }

  relative(from: string, ...names: readonly string[]): ModulePaths {
    for (const name of names) {
      const path = name.startsWith('/') ? normalise(name) : normalise(`${parentOf(from)}/${name}`);
      if (this.#tree.byPath.get(path)?.type === 'file') return [path];
    }
    return [];
  }
}

/** Everything below Ruby's load path: gems' lib folders, site_ruby, vendor_ruby, the standard library and its architecture folder. */
export const RUBY_ROOTS = /^.*(?:\/gems\/[^/]+\/lib\/|\/extensions\/[^/]+\/[^/]+\/[^/]+\/|\/(?:site_ruby|vendor_ruby)\/(?:\d[\d.]*\/)?(?:[\w-]+-linux[\w-]*\/)?|\/ruby\/\d[\d.]*\/(?:[\w-]+-linux[\w-]*\/)?)(?!gems\/|vendor_ruby\/|site_ruby\/)/;
/** Everything below Perl's @INC (perlrun, Debian's policy for Perl). */
export const PERL_ROOTS = /^(?:etc\/perl\/|(?:usr\/)?(?:local\/)?(?:lib|share)\/(?:[\w-]+-linux-gnu\w*\/)?perl(?:-base|5)?\/(?:site_perl\/|vendor_perl\/|core_perl\/)?(?:\d\.\d[\d.]*\/)?(?:[\w-]+-linux[\w-]*\/)?)/;

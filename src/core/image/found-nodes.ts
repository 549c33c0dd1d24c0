/** Which nodes a search of the tree grid finds: text through `NameText`, globs and expressions through an automaton. */
import { failure, success, type Outcome } from '../problem';
import type { LayerSnapshot } from './layer-snapshot';
import type { NameText } from './name-text';
import { PathAutomaton } from './path-automaton';
import { tooLarge } from './path-pattern';
import type { RootFs } from './root-fs';
import { pathPattern, wantedText } from './tree-search';
import type { TreeQuery } from './tree-view';

/** By node: 1 where the search finds the path; undefined where nothing is looked for. Nodes that are not there at this layer may be marked too. */
export function foundNodes(fs: RootFs, snapshot: LayerSnapshot, names: NameText, search: TreeQuery['search']): Outcome<Uint8Array | undefined> {
  if (search === undefined || search.text === '') return success(undefined);
  if (search.mode === 'text') return success(holding(fs, names, wantedText(search.text).split('/')));
  // Where one begins to type a glob, before it says anything.
  if (search.mode === 'glob' && /^\*+$/.test(search.text)) return success(new Uint8Array(fs.paths.count).fill(1));
  const program = pathPattern(search.text, search.mode);
  return program.ok ? matching(fs, snapshot, new PathAutomaton(program.value)) : program;
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

/** Every name is read once: a path goes on where its directory, a lower node, has left off. */
function matching({ paths }: RootFs, snapshot: LayerSnapshot, automaton: PathAutomaton): Outcome<Uint8Array> {
  const { bytes, starts } = paths.allNames;
  const found = new Uint8Array(paths.count);
  const states = new Int32Array(paths.count);
  for (let node = 1; node < paths.count; node += 1) {
    if (snapshot.version[node]! < 0) continue;
    const parent = paths.parentOf(node);
    const state = automaton.run(parent === 0 ? automaton.start : automaton.intoDirectory(states[parent]!), bytes, starts[node]!, starts[node + 1]!);
    states[node] = state;
    if (automaton.accepts(state)) found[node] = 1;
  }
  return automaton.exhausted ? failure(tooLarge) : success(found);
}

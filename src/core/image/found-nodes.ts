/** Which nodes a search of the tree grid finds: text through `NameText`, globs and expressions through an automaton. */
import { failure, success, type Outcome } from '../problem';
import type { LayerSnapshot } from './layer-snapshot';
import type { NameText } from './name-text';
import { NameStates } from './name-states';
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
  return program.ok ? matching(fs, snapshot, names, new PathAutomaton(program.value)) : program;
}

/**
 * Paths that hold a text, which is split at its slashes: its last part begins a name, those before it are the names of the directories
 * above, and the first ends one. Text without a slash lies anywhere in a name. What lies in a directory that is found is found too.
 */
function holding({ paths }: RootFs, names: NameText, parts: readonly string[]): Uint8Array {
  const { count, allParents: parents } = paths;
  const nameOf = names.names.of;
  let found = new Uint8Array(count);
  for (const [at, part] of parts.entries()) {
    const above = at > 0 ? found : undefined;
    found = new Uint8Array(count);
    // No name is empty; before the first slash or after the last one there may be any.
    const any = part === '' && (at === 0 || at === parts.length - 1);
    const holds = any ? undefined : names.search(part, { start: at > 0, end: at < parts.length - 1 });
    if (!any && holds === undefined) return found;
    for (let node = 1; node < count; node += 1) {
      if (holds !== undefined && holds[nameOf[node]!] === 0) continue;
      if (above === undefined || (parents[node]! > 0 && above[parents[node]!] === 1)) found[node] = 1;
    }
  }
  for (let node = 1; node < count; node += 1) if (found[parents[node]!] === 1) found[node] = 1;
  return found;
}

/** A path goes on where its directory, a lower node, has left off; a name is read once for each way to come to it. */
function matching({ paths }: RootFs, snapshot: LayerSnapshot, names: NameText, automaton: PathAutomaton): Outcome<Uint8Array> {
  const { count, allParents: parents } = paths;
  const nameOf = names.names.of;
  const { version } = snapshot;
  const found = new Uint8Array(count);
  const states = new Int32Array(count);
  const reader = new NameStates(paths, names.names, automaton);
  // What lies in one directory mostly stands in a row.
  let directory = 0;
  let before = automaton.start;
  for (let node = 1; node < count; node += 1) {
    if (version[node]! < 0) continue;
    if (parents[node] !== directory) {
      directory = parents[node]!;
      before = directory === 0 ? automaton.start : automaton.intoDirectory(states[directory]!);
    }
    const state = automaton.isFinal(before) ? before : reader.after(before, nameOf[node]!);
    states[node] = state;
    if (automaton.accepts(state)) found[node] = 1;
  }
  return automaton.exhausted ? failure(tooLarge) : success(found);
}

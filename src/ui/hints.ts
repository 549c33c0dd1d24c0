/** Which keys do what in which view: the one table behind the hint bar and the help dialog. */
import type { ViewName } from '../app/route';
import type { KeyHint } from './keyboard';

export const EVERYWHERE: readonly KeyHint[] = [
  { keys: ['o'], does: 'open files (Ctrl+O too)', brief: 'open' },
  { keys: ['t'], does: 'light or dark' },
  { keys: [','], does: 'settings' },
  { keys: ['?'], does: 'all keys' },
];

export const IMAGE: readonly KeyHint[] = [
  { keys: ['1', '2', '3', '4'], does: 'overview, layers, waste, files' },
  { keys: ['5', '6', '7', '8', '9'], does: 'packages, picture, squash, compare, plan' },
  { keys: ['e'], does: 'export' },
  { keys: ['y'], does: 'share as a link', brief: 'share' },
];

/** One entry for all views: their own names stand above. */
const VIEWS: KeyHint = { keys: ['1–9'], does: 'views' };

export const LAYERS: readonly KeyHint[] = [
  { keys: ['↑', '↓'], does: 'move' },
  { keys: ['Enter'], does: 'whole command' },
  { keys: ['f'], does: 'files of the layer' },
  { keys: ['w'], does: 'waste of the layer' },
];

export const TREE: readonly KeyHint[] = [
  { keys: ['↑', '↓'], does: 'move' },
  { keys: ['→', '←'], does: 'unfold, fold or go up', brief: 'unfold, fold' },
  { keys: ['Space'], does: 'fold' },
  { keys: ['Shift+Space'], does: 'fold all' },
  { keys: ['Enter'], does: 'details' },
  { keys: ['/'], does: 'search' },
];

export const PACKAGES: readonly KeyHint[] = [
  { keys: ['↑', '↓'], does: 'move' },
  { keys: ['Enter'], does: 'files of the package' },
  { keys: ['/'], does: 'search' },
];

/** Keys of every list and tree that only the help has room for. */
export const MOVING: readonly KeyHint[] = [
  { keys: ['j', 'k'], does: 'move down, up' },
  { keys: ['Home', 'End'], does: 'first, last row' },
  { keys: ['Page ↑', 'Page ↓'], does: 'a page up, down' },
  { keys: ['Esc'], does: 'back from the details' },
  { keys: ['Enter'], does: 'from the search to the list' },
];

export const PICTURE: readonly KeyHint[] = [
  { keys: ['↑', '↓', '→', '←'], does: 'move' },
  { keys: ['+', '-'], does: 'into a directory, out of it', brief: 'into, out of' },
  { keys: ['Enter'], does: 'zoom in' },
  { keys: ['Backspace'], does: 'zoom out (Esc too)', brief: 'zoom out' },
];

export const FILES: readonly KeyHint[] = [
  { keys: ['a', 'm', 'r', 'u'], does: 'show added, changed, removed, unchanged', brief: 'added, changed, removed, unchanged' },
  { keys: ['s'], does: 'sort' },
  { keys: ['l'], does: 'only changes', brief: 'changes' },
  { keys: ['[', ']'], does: 'layer below, above', brief: 'layer' },
  { keys: ['v'], does: 'view the file', brief: 'view' },
  { keys: ['x'], does: 'save the file, all else as a tar', brief: 'save' },
  { keys: ['*'], does: 'unfold all' },
];

export const EDITOR: readonly KeyHint[] = [
  { keys: ['F8'], does: 'next finding' },
  { keys: ['Ctrl+F'], does: 'search and replace' },
  { keys: ['Ctrl+Z'], does: 'undo' },
  { keys: ['Tab'], does: 'leave the text' },
];

const READING: readonly KeyHint[] = [{ keys: ['Esc'], does: 'cancel' }];

/** What the hint bar shows, in one line where there is room: the view's own keys first, and the way to all others last. */
export function hintsFor(view: ViewName, ready: boolean, reading: boolean): readonly KeyHint[] {
  const help = EVERYWHERE.slice(-1);
  if (reading) return [...READING, ...help];
  if (view === 'dockerfile') return [...EDITOR, ...EVERYWHERE];
  if (!ready) return EVERYWHERE;
  const rest = [VIEWS, ...IMAGE.slice(2), ...help];
  switch (view) {
    case 'layers': return [...LAYERS, ...rest];
    case 'waste': return [...TREE, ...rest];
    case 'files': return [...TREE.slice(0, 2), ...TREE.slice(4), ...FILES.slice(1, -1), VIEWS, ...help];
    case 'packages': return [...PACKAGES, ...rest];
    case 'picture': return [...PICTURE, ...rest];
    default: return [VIEWS, ...IMAGE.slice(2), ...EVERYWHERE];
  }
}

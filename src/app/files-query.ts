/** What the view of files can be asked to show, and how its address becomes a question to the tree. */
import type { PathChange, TreeQuery, TreeSort } from '../core/image/tree-view';
import type { Route } from './route';

export const CHANGES: readonly { readonly change: PathChange; readonly key: string; readonly glyph: string }[] = [
  { change: 'added', key: 'a', glyph: '+' }, { change: 'changed', key: 'm', glyph: '~' },
  { change: 'removed', key: 'r', glyph: '−' }, { change: 'unchanged', key: 'u', glyph: ' ' },
];

export const SORTS: readonly { readonly value: TreeSort; readonly label: string }[] = [
  { value: 'size', label: 'Size' }, { value: 'name', label: 'Name' }, { value: 'hidden', label: 'Hidden bytes' },
];

export const ONLY: readonly { readonly value: NonNullable<Route['only']>; readonly label: string; readonly query: Partial<TreeQuery> }[] = [
  { value: 'files', label: 'files', query: { types: ['file'] } }, { value: 'links', label: 'symbolic links', query: { types: ['symlink'] } },
  { value: 'special', label: 'devices and pipes', query: { types: ['char', 'block', 'fifo'] } }, { value: 'hidden', label: 'what hides bytes', query: { hiddenOnly: true } },
];

export const MODES = [['text', 'Text'], ['glob', 'Glob'], ['regex', 'Regex']] as const;

/** The order that follows in the round of orders. */
export function nextSort(sort: TreeSort): TreeSort {
  return SORTS[(SORTS.findIndex(({ value }) => value === sort) + 1) % SORTS.length]!.value;
}

/** `layer` is that of the address, if the image has it; kinds of change `without` which it is shown are of a layer only. */
export function filesQuery(route: Route, layer: number | undefined, sort: TreeSort, without: ReadonlySet<PathChange>): TreeQuery {
  return {
    show: route.show ?? 'all', sort,
    ...ONLY.find(({ value }) => value === route.only)?.query,
    ...(route.package && { package: route.package }), ...(route.kind && { kind: route.kind }),
    ...(route.search && { search: { text: route.search, mode: route.mode ?? 'text' } }),
    ...(layer !== undefined && { layer }),
    ...(without.size > 0 && layer !== undefined && { changes: CHANGES.map(({ change }) => change).filter((change) => !without.has(change)) }),
  };
}

/** Whether an address leaves paths out, so that what is found is worth telling. */
export function isFiltered(route: Route): boolean {
  return route.show === 'changes' || [route.search, route.package, route.kind, route.only].some((filter) => filter !== undefined);
}

/** What takes every filter of the address away; the layer stays. */
export const NO_FILTERS: Partial<Route> = { show: undefined, search: undefined, package: undefined, kind: undefined, only: undefined };

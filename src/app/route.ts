/** The address of a view: what stands in the URL fragment, so that back, forward, reload and bookmarks keep what is looked at. */
import type { TreeQuery } from '../core/image/tree-view';
import { splitFragment } from '../core/permalink/view-address';

export type ViewName = 'start' | 'overview' | 'layers' | 'waste' | 'files' | 'packages' | 'picture' | 'squash' | 'compare' | 'plan' | 'dockerfile' | 'context' | 'changes';

export interface Route {
  readonly view: ViewName;
  /** Which of the open files, from 1 in the order they were opened; the first when absent. */
  readonly doc?: number;
  readonly layer?: number;
  readonly show?: TreeQuery['show'];
  readonly search?: string;
  readonly mode?: 'glob' | 'regex';
  /** Line of the Dockerfile. */
  readonly line?: number;
  /** Package, or kind of dead weight, whose files are shown. */
  readonly package?: string;
  readonly kind?: string;
  /** Only files, links or the rest; only what hides bytes. */
  readonly only?: 'files' | 'links' | 'special' | 'hidden';
  /** Directory that fills the picture. */
  readonly at?: string;
  readonly colour?: 'layer' | 'package' | 'kind' | 'waste';
  /** Range of layers to squash, both included. */
  readonly from?: number;
  readonly to?: number;
  /** The other image of a comparison, as `doc`. */
  readonly with?: number;
  /** The step of the plan that is shown open. */
  readonly step?: string;
}

const VIEWS: readonly ViewName[] = ['start', 'overview', 'layers', 'waste', 'files', 'packages', 'picture', 'squash', 'compare', 'plan', 'dockerfile', 'context', 'changes'];

/** Names in the address, in their order there. */
const FIELDS: readonly (readonly [name: string, field: Exclude<keyof Route, 'view'>])[] = [
  ['doc', 'doc'], ['layer', 'layer'], ['show', 'show'], ['q', 'search'], ['mode', 'mode'], ['line', 'line'], ['package', 'package'], ['kind', 'kind'], ['only', 'only'],
  ['at', 'at'], ['colour', 'colour'], ['from', 'from'], ['to', 'to'], ['with', 'with'], ['step', 'step'],
];

/** Reads a fragment with or without its `#`. Anything that it does not know is left out: an old or foreign address must not break the page. */
export function parseRoute(fragment: string): Route {
  const fields = new Map<string, string>();
  for (const part of fragment.replace(/^#/, '').split('&')) {
    const equals = part.indexOf('=');
    if (equals > 0) fields.set(part.slice(0, equals), decode(part.slice(equals + 1)));
  }
  const natural = (name: string, least: number): number | undefined => {
    const text = fields.get(name);
    return text !== undefined && /^\d{1,9}$/.test(text) && Number(text) >= least ? Number(text) : undefined;
  };
  const oneOf = <T extends string>(name: string, allowed: readonly T[]): T | undefined => allowed.find((value) => value === fields.get(name));
  const view = VIEWS.find((name) => name === fields.get('view')) ?? 'start';
  return compact({
    view,
    doc: natural('doc', 1),
    layer: natural('layer', 0),
    show: oneOf('show', ['all', 'changes']),
    search: fields.get('q') || undefined,
    mode: oneOf('mode', ['glob', 'regex']),
    line: natural('line', 1),
    package: fields.get('package') || undefined,
    kind: fields.get('kind') || undefined,
    only: oneOf('only', ['files', 'links', 'special', 'hidden']),
    at: fields.get('at') || undefined,
    colour: oneOf('colour', ['layer', 'package', 'kind', 'waste']),
    from: natural('from', 0),
    to: natural('to', 0),
    with: natural('with', 1),
    step: fields.get('step') || undefined,
  });
}

/** The link that stands in a fragment beside the view, whole or damaged; what someone searches for is none, however much it looks like one. */
export function linkIn(fragment: string): string | undefined {
  return splitFragment(fragment.replace(/^#/, '').split('&').filter((part) => !/^(?:q|at|package|kind|step)=/.test(part)).join('&')).link;
}

/** The fragment of a route, `#` included; the start screen has the empty one. */
export function formatRoute(route: Route): string {
  if (route.view === 'start') return '#';
  const parts = [`view=${route.view}`];
  for (const [name, field] of FIELDS) {
    const value = route[field];
    if (typeof value === 'number') parts.push(`${name}=${value}`);
    else if (value) parts.push(`${name}=${encodeURIComponent(value.replace(/\p{Cs}/gu, '\ufffd'))}`);
  }
  return `#${parts.join('&')}`;
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

function compact(route: { [Key in keyof Route]: Route[Key] | undefined }): Route {
  return Object.fromEntries(Object.entries(route).filter(([, value]) => value !== undefined)) as unknown as Route;
}

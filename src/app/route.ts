/** The address of a view: what stands in the URL fragment, so that back, forward, reload and bookmarks keep what is looked at. */
import type { TreeQuery } from '../core/image/tree-view';

export type ViewName = 'start' | 'overview' | 'layers' | 'waste' | 'files' | 'dockerfile';

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
}

const VIEWS: readonly ViewName[] = ['start', 'overview', 'layers', 'waste', 'files', 'dockerfile'];

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
  const view = VIEWS.find((name) => name === fields.get('view')) ?? 'start';
  const show = fields.get('show');
  const mode = fields.get('mode');
  return compact({
    view,
    doc: natural('doc', 1),
    layer: natural('layer', 0),
    show: show === 'all' || show === 'changes' ? show : undefined,
    search: fields.get('q') || undefined,
    mode: mode === 'glob' || mode === 'regex' ? mode : undefined,
    line: natural('line', 1),
  });
}

/** The fragment of a route, `#` included; the start screen has the empty one. */
export function formatRoute(route: Route): string {
  if (route.view === 'start') return '#';
  const parts = [`view=${route.view}`];
  if (route.doc !== undefined) parts.push(`doc=${route.doc}`);
  if (route.layer !== undefined) parts.push(`layer=${route.layer}`);
  if (route.show !== undefined) parts.push(`show=${route.show}`);
  if (route.search) parts.push(`q=${encodeURIComponent(route.search.replace(/\p{Cs}/gu, '\ufffd'))}`);
  if (route.mode !== undefined) parts.push(`mode=${route.mode}`);
  if (route.line !== undefined) parts.push(`line=${route.line}`);
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

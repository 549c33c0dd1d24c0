/** Keeps the address and the state in step: links and `navigate` write the address, and the address alone decides the view. */
import { formatRoute, linkIn, parseRoute, type Route } from './route';
import { app, update, type OpenDocument } from './state.svelte';

/** Opens the report of a link that stands in the address. */
let openLink: (link: string) => void = () => {};

/** Shows what the address names. */
export function follow(): void {
  const route = parseRoute(location.hash);
  const link = linkIn(location.hash);
  const { documents } = app.current;
  const place = documents.findIndex((document) => document.link !== undefined && document.link === link);
  if (link !== undefined && place < 0) {
    // What is open stays in view until the report has been read: its own views would write their address over that of the link.
    if (documents.length === 0) update(() => ({ route }));
    openLink(link);
    return;
  }
  const document = documents[place];
  update(() => ({ route: document === undefined ? route : route.view === 'start' ? firstView(document, place + 1) : placed(route, place + 1) }));
  keepLink();
}

/** The route of another document; `place` counts from 1, and an address without a number means the first. */
export function placed({ doc: _, ...route }: Route, place: number): Route {
  return place > 1 ? { ...route, doc: place } : route;
}

/** The address of a view of an open document that is known by its key. */
export function addressOf(key: string | undefined, route: Omit<Route, 'doc'>): string {
  return formatRoute(placed(route, app.current.documents.findIndex((document) => document.key === key) + 1));
}

/** Where a document is first shown; `place` counts from 1. */
export function firstView(document: OpenDocument, place: number): Route {
  return placed({ view: document.kind === 'dockerfile' ? 'dockerfile' : 'overview' }, place);
}

function shownLink(): string | undefined {
  return app.current.route.view === 'start' ? undefined : app.document?.link;
}

/** A document that came from a link keeps it in the address, whichever view of it is shown: so that a reload, or a copy of the address, has it. */
export function keepLink(): void {
  const link = shownLink();
  if (link === linkIn(location.hash)) return;
  const address = formatRoute(app.current.route);
  const fragment = link === undefined ? address : `${address}&${link}`;
  history.replaceState(history.state, '', location.pathname + location.search + (fragment === '#' ? '' : fragment));
}

/** Reads the address of this visit and follows it from now on; `onLink` opens what a link in it holds. Answers a function that stops. */
export function followAddress(onLink: (link: string) => void): () => void {
  openLink = onLink;
  follow();
  // Setting location.hash and clicking a link fire hashchange; back and forward between pushState entries fire popstate.
  window.addEventListener('hashchange', follow);
  window.addEventListener('popstate', follow);
  return () => {
    window.removeEventListener('hashchange', follow);
    window.removeEventListener('popstate', follow);
  };
}

/** Goes where a fragment from elsewhere leads, as if the browser had been given the whole address: a report that is open already is shown again. */
export function followFragment(fragment: string): void {
  if (location.hash === `#${fragment}`) follow();
  else location.hash = fragment;
}

/** Writes the address of what is shown already. */
let writeAddress: (() => void) | undefined;

/** Goes to a view. `replace` for what is not worth a step back: typing into a search, moving a cursor. */
export function navigate(route: Route, how: 'push' | 'replace' = 'push'): void {
  writeAddress?.();
  const address = formatRoute(route);
  if (how === 'replace' && route.view !== 'start' && linkIn(location.hash) === undefined && shownLink() === undefined) {
    // Browsers take milliseconds to change an address: what answers a key asks its question first.
    update(() => ({ route: parseRoute(address) }));
    const before = location.hash;
    writeAddress = () => {
      writeAddress = undefined;
      // A link that was followed meanwhile is the newer address.
      if (location.hash === before && before !== address) replaceAddress(location.pathname + location.search + address);
    };
    setTimeout(() => writeAddress?.());
    return;
  }
  if (address === formatRoute(parseRoute(location.hash)) && linkIn(location.hash) === shownLink()) return;
  const full = location.pathname + location.search + (address === '#' ? '' : address);
  if (how === 'replace' ? replaceAddress(full) : pushAddress(full)) follow();
  else update(() => ({ route: parseRoute(address) }));
}

/** False where WebKit refuses more than a hundred changes in half a minute: whoever types so fast still sees the answer. */
const replaceAddress = (full: string): boolean => isDone(() => history.replaceState(null, '', full));
const pushAddress = (full: string): boolean => isDone(() => history.pushState(null, '', full));

function isDone(change: () => void): boolean {
  try {
    change();
    return true;
  } catch {
    return false;
  }
}

/** The address of another view of the same document. */
export function routeTo(change: Omit<Route, 'doc'>): Route {
  const { doc } = app.current.route;
  return doc === undefined ? change : { ...change, doc };
}

/** Keeps the address and the state in step: links and `navigate` write the address, and the address alone decides the view. */
import { formatRoute, parseRoute, type Route } from './route';
import { app, update } from './state.svelte';

function follow(): void {
  update(() => ({ route: parseRoute(location.hash) }));
}

/** Reads the address of this visit and follows it from now on; answers a function that stops. */
export function followAddress(): () => void {
  follow();
  // Setting location.hash and clicking a link fire hashchange; back and forward between pushState entries fire popstate.
  window.addEventListener('hashchange', follow);
  window.addEventListener('popstate', follow);
  return () => {
    window.removeEventListener('hashchange', follow);
    window.removeEventListener('popstate', follow);
  };
}

/** Goes to a view. `replace` for what is not worth a step back: typing into a search, moving a cursor. */
export function navigate(route: Route, how: 'push' | 'replace' = 'push'): void {
  const address = formatRoute(route);
  if (address === (location.hash || '#')) return;
  const full = location.pathname + location.search + (address === '#' ? '' : address);
  if (how === 'push') history.pushState(null, '', full);
  else history.replaceState(null, '', full);
  follow();
}

/** The address of another view of the same document. */
export function routeTo(change: Omit<Route, 'doc'>): Route {
  const { doc } = app.current.route;
  return doc === undefined ? change : { ...change, doc };
}

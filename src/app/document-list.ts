/** The list of open documents: what joins it, and which of them is shown. */
import type { Problem } from '../core/problem';
import { firstView, follow, keepLink, navigate, placed } from './history';
import { linkIn, parseRoute, type Route } from './route';
import { keepOpen } from './kept-files';
import { withRecent } from './settings';
import { app, update, updateSettings, type OpenDocument } from './state.svelte';

let lastKey = 0;

export function nextKey(): string {
  return `document-${(lastKey += 1)}`;
}

/** Adds a document, and its name to the recent files if it came from one. */
export function addDocument(document: OpenDocument): void {
  update(({ documents }) => ({ documents: [...documents, document] }));
  keepOpen();
  const { name, bytes, link } = document;
  if (link === undefined) updateSettings({ recent: withRecent(app.current.settings.recent, { name, bytes }) });
}

/** Lists what could not be opened, with the reason. */
export function refuse(name: string, bytes: number, problem: Problem, link?: string): void {
  update(({ documents }) => ({ documents: [...documents, { kind: 'refused', key: nextKey(), name, bytes, problem, ...(link !== undefined && { link }) }] }));
}

/** Shows the document at a place that counts from 1. */
export function showDocument(place: number): void {
  const document = app.current.documents[place - 1];
  if (!document) return;
  const fits = ({ view }: Route): boolean => view !== 'start' && (view === 'dockerfile') === (document.kind === 'dockerfile');
  // The address may name a view beside the link; and after a reload it still names the one that the user was in, to which the file comes back.
  if (document.link !== undefined && document.link === linkIn(location.hash) && fits(parseRoute(location.hash))) follow();
  else if (place === 1 && fits(app.current.route)) keepLink();
  else navigate(firstView(document, place));
}

/** Lists these documents in this order, behind all others; what is shown stays shown. */
export function arrangeDocuments(keys: readonly string[]): void {
  const { documents, route } = app.current;
  const moved = keys.flatMap((key) => documents.find((document) => document.key === key) ?? []);
  const arranged = [...documents.filter((document) => !moved.includes(document)), ...moved];
  if (arranged.every((document, index) => document === documents[index])) return;
  const shown = app.document;
  update(() => ({ documents: arranged }));
  if (shown && route.view !== 'start') navigate(placed(route, arranged.indexOf(shown) + 1), 'replace');
}

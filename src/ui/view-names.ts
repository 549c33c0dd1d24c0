/** The views that a document has: their names and keys, and which of them an address may ask for. */
import type { ViewName } from '../app/route';
import type { OpenDocument } from '../app/state.svelte';

export interface ViewEntry {
  readonly view: ViewName;
  readonly label: string;
  readonly key?: string;
}

const IMAGE_VIEWS: readonly ViewEntry[] = [
  { view: 'overview', label: 'Overview', key: '1' }, { view: 'layers', label: 'Layers', key: '2' },
  { view: 'waste', label: 'Waste', key: '3' }, { view: 'files', label: 'Files', key: '4' },
  { view: 'packages', label: 'Packages', key: '5' }, { view: 'picture', label: 'Picture', key: '6' },
  { view: 'squash', label: 'Squash', key: '7' }, { view: 'compare', label: 'Compare', key: '8' },
  { view: 'plan', label: 'Plan', key: '9' },
];

export const DOCKERFILE_VIEWS: readonly ViewEntry[] = [{ view: 'dockerfile', label: 'Findings' }, { view: 'plan', label: 'Plan' }];

/** A report without its image has answers for these only. */
const REPORT_VIEWS: readonly ViewName[] = ['overview', 'layers', 'waste', 'changes'];

/** The views of an image that stand above it. */
export function viewsOf(document: OpenDocument | undefined): readonly ViewEntry[] {
  return document?.kind === 'image' && document.detached ? IMAGE_VIEWS.filter(({ view }) => REPORT_VIEWS.includes(view)) : IMAGE_VIEWS;
}

/** The view that is shown: an address may ask for one that this document does not have. */
export function shownView(document: OpenDocument | undefined, asked: ViewName): ViewName {
  if (!document) return 'start';
  if (document.kind === 'dockerfile') return asked === 'plan' ? 'plan' : 'dockerfile';
  const impossible = asked === 'dockerfile' || (document.kind === 'image' && document.detached !== undefined && !REPORT_VIEWS.includes(asked));
  return impossible ? 'overview' : asked;
}

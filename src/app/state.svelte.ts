/**
 * All that the page shows, behind one write gateway: `app.current` is read-only and every change goes through `update`.
 *
 * Results are `$state.raw` and replaced whole: a proxy over 100,000 rows would be slow.
 */
import { untrack } from 'svelte';
import type { LintConfig } from '../core/lint/config';
import type { ComparisonReport, ContextReport, DockerfileReport, ImageReport, PlanReport } from '../core/report/report';
import type { Problem } from '../core/problem';
import type { ArchiveSummary, BudgetFiles, PackagesAnswer, Progress, RuleFile } from '../../workers/protocol';
import type { FolderProgress } from './folder-walk';
import type { Units } from './format';
import { parseRoute, type Route } from './route';
import { DEFAULT_SETTINGS, saveSettings, type Settings } from './settings';
import { visibleLine } from './visible-text';

/** `choosing`: the archive holds several images; `stopped`: the user cancelled. */
export type ImagePhase = 'reading' | 'choosing' | 'ready' | 'failed' | 'stopped';

interface DocumentBase {
  readonly key: string;
  readonly name: string;
  readonly bytes: number;
  /** The link that it came from, without `#`: it stays in the address while the document is what the link says. */
  readonly link?: string;
  /** The text of a report that was pasted: there is no file to open again. */
  readonly json?: string;
}

export interface ImageDocument extends DocumentBase {
  readonly kind: 'image';
  readonly phase: ImagePhase;
  readonly progress?: Progress;
  readonly summary?: ArchiveSummary;
  readonly image?: number;
  readonly report?: ImageReport;
  /** Comes a moment after the report, which does not wait for it. */
  readonly packages?: PackagesAnswer;
  readonly problem?: Problem;
  /** Counts up whenever the model behind the report was read anew, so that views ask for their rows again. */
  readonly generation: number;
  /** Set where there is only a report, from a link or a file, and no image to ask: it can be read, and that is all. */
  readonly detached?: 'link' | 'file';
}

export interface DockerfileDocument extends DocumentBase {
  readonly kind: 'dockerfile';
  readonly phase: 'linting' | 'ready' | 'failed';
  readonly text: string;
  /** The text as it was opened, for the patch and the way back. */
  readonly original: string;
  readonly report?: DockerfileReport;
  readonly problem?: Problem;
  /** Came as a text, pasted or out of a link: there is no file to open again. */
  readonly pasted?: boolean;
  /** What its file holds by now, where that was changed while the text was edited here. */
  readonly onDisk?: string;
  /** Rules that were switched off where the link to it was made. */
  readonly rulesOff?: readonly string[];
}

/** A report of another kind that came from a link or a file; one can only read it. */
export interface ReportDocument extends DocumentBase {
  readonly kind: 'report';
  readonly report: ComparisonReport | ContextReport | PlanReport | DockerfileReport;
  /** Absent for what was worked out here, from a folder. */
  readonly detached?: 'link' | 'file';
}

/** A file that is neither: shown as what it is, with what to do. */
export interface RefusedDocument extends DocumentBase {
  readonly kind: 'refused';
  readonly problem: Problem;
}

export type OpenDocument = ImageDocument | DockerfileDocument | ReportDocument | RefusedDocument;

export interface Toast {
  readonly id: number;
  readonly text: string;
  readonly undo?: () => void;
}

/** What is being written to disk; a failure stays until it is dismissed. */
export interface Saving {
  readonly name: string;
  readonly phase?: 'compressing' | 'writing';
  readonly bytesDone: number;
  readonly bytesTotal: number;
  readonly problem?: Problem;
}

/** A folder whose files are being listed and measured. */
export interface FolderReading {
  readonly key: string;
  readonly name: string;
  readonly progress: FolderProgress;
  cancel(): void;
}

/** A `.hadolint.yaml`, and what it says. */
export interface LintRules extends RuleFile {
  readonly config: LintConfig;
}

export interface AppState {
  readonly documents: readonly OpenDocument[];
  readonly route: Route;
  readonly settings: Settings;
  readonly toasts: readonly Toast[];
  readonly saving?: Saving;
  readonly folders: readonly FolderReading[];
  /** Rules for images that were dropped: every image is held against them. */
  readonly budgets: BudgetFiles;
  /** A `.hadolint.yaml` that was dropped: every Dockerfile is linted by it. */
  readonly lintRules?: LintRules;
  /** A link is being read: its report will be shown in a moment. */
  readonly openingLink: boolean;
  /** What the live region says next: milestones of reading, results of commands. */
  readonly announcement: string;
  /** Everything is kept: the page works without a network. */
  readonly offline: boolean;
  /** How that is coming on, until it is so. */
  readonly keeping?: 'fetching' | { readonly reason: string; readonly retry?: () => void; readonly detail?: string } | undefined;
  /** Opens the browser's dialog to install the page; absent where there is nothing to install. */
  readonly install?: (() => void) | undefined;
  /** Files of before a reload that the browser would open again if asked: their names, and the asking. */
  readonly reopen?: { readonly names: readonly string[]; readonly open: () => void } | undefined;
  /** Takes the new version that waits, and reloads the page. */
  readonly applyUpdate?: () => void;
}

let current = $state.raw<AppState>({
  documents: [], route: parseRoute(''), settings: DEFAULT_SETTINGS, toasts: [], folders: [], budgets: {}, openingLink: false, announcement: '', offline: false,
});

const units = $derived(current.settings.units);

export const app = {
  get current(): AppState {
    return current;
  },
  /** In what bytes are told. Hundreds of figures ask, whom the rest of the state does not concern. */
  get units(): Units {
    return units;
  },
  /** The document that the route names: the first when it names none, the last when it names one that is gone. */
  get document(): OpenDocument | undefined {
    const { documents, route } = current;
    return documents[(route.doc ?? 1) - 1] ?? documents.at(-1);
  },
};

/** The one way to write: the new state is made from the old one and replaces it. */
export function update(change: (state: AppState) => Partial<AppState>): void {
  untrack(() => {
    const before = current;
    current = { ...before, ...change(before) };
    if (current.settings !== before.settings) saveSettings(current.settings);
  });
}

export function updateSettings(change: Partial<Settings>): void {
  update(({ settings }) => ({ settings: { ...settings, ...change } }));
}

/** Changes one document in place; a document that is gone by now stays gone. */
export function updateDocument<Kind extends OpenDocument['kind']>(
  key: string, kind: Kind, change: (document: Extract<OpenDocument, { kind: Kind }>) => Partial<Extract<OpenDocument, { kind: Kind }>>,
): void {
  update(({ documents }) => ({
    documents: documents.map((document) => {
      if (document.key !== key || document.kind !== kind) return document;
      const typed = document as Extract<OpenDocument, { kind: Kind }>;
      return { ...typed, ...change(typed) };
    }),
  }));
}

/** What screen readers hear next; names in it are made visible as everywhere. */
export function announce(text: string): void {
  update(() => ({ announcement: visibleLine(text) }));
}

const TOAST_MILLISECONDS = 8000;
/** Long enough to get to the button by keys, which stands last on the page. */
const UNDO_MILLISECONDS = 20_000;
let lastToast = 0;

/** Shows a short message, with Undo where something was discarded; `expired` runs once Undo is no longer possible. */
export function showToast(message: string, undo?: () => void, expired?: () => void): void {
  const id = (lastToast += 1);
  const text = visibleLine(message);
  const dismiss = (): boolean => {
    const shown = current.toasts.some((toast) => toast.id === id);
    update(({ toasts }) => ({ toasts: toasts.filter((toast) => toast.id !== id) }));
    return shown;
  };
  let undone = false;
  const undoOnce = undo && (() => {
    undone = dismiss();
    if (undone) undo();
  });
  update(({ toasts }) => ({ toasts: [...toasts.slice(-2), undoOnce ? { id, text, undo: undoOnce } : { id, text }], announcement: text }));
  // Newer messages may have pushed it out by then.
  setTimeout(() => {
    dismiss();
    if (!undone) expired?.();
  }, undo ? UNDO_MILLISECONDS : TOAST_MILLISECONDS);
}

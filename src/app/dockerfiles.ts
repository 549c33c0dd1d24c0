/** Dockerfiles: opened, edited, linted while one types, by the rules that the person has chosen. */
import { DEFAULT_LINT_CONFIG, type LintConfig } from '../core/lint/config';
import { failure } from '../core/problem';
import type { DockerfileReport } from '../core/report/report';
import { lint } from './clients';
import { addDocument, nextKey } from './document-list';
import { plural } from './format';
import { keepLink } from './history';
import { decodeText } from './identify-file';
import { keepEdit, keepOpen } from './kept-files';
import type { Draft } from './kept-notes';
import { announce, app, showToast, update, updateDocument, updateSettings, type DockerfileDocument, type LintRules } from './state.svelte';
import { bugProblem } from './worker-link';

const running = new Map<string, AbortController>();
/** Documents that are checked once the edit at hand is done. */
const waiting = new Set<string>();

/** What a link brings along with the text. */
export interface FromLink {
  readonly link: string;
  readonly rulesOff: readonly string[];
}

export function addDockerfile(name: string, source: string | ArrayBuffer, from?: FromLink | { readonly pasted: true }): void {
  const key = nextKey();
  const bytes = typeof source === 'string' ? new TextEncoder().encode(source).length : source.byteLength;
  const text = typeof source === 'string' ? source : decodeText(source);
  addDocument({ kind: 'dockerfile', key, name, bytes, phase: 'linting', text, original: text, ...from });
  void lintDocument(key, name, source);
}

/** Opens a text again that was edited or pasted before the page was reloaded; `now` is what its file holds, where that is known. Answers its key. */
export function restoreDockerfile(draft: Draft, now?: string): string {
  const key = nextKey();
  const { name, text } = draft;
  const original = now === text ? now : draft.original;
  const bytes = new TextEncoder().encode(original).length;
  addDocument({ kind: 'dockerfile', key, bytes, phase: 'linting', ...draft, original, ...(now !== undefined && now !== original && { onDisk: now }) });
  void lintDocument(key, name, text);
  if (text !== original) sayWithUndo(key, text, original, `Your edits of ${name} are back.`);
  return key;
}

/** The file was changed while its text was edited here: goes on with the one or the other, from what the file holds now. */
export function settleOnDisk(key: string, take: 'file' | 'edits'): void {
  const before = find(key);
  if (before?.onDisk === undefined) return;
  const { text, original, onDisk } = before;
  updateDocument(key, 'dockerfile', () => ({ original: onDisk, onDisk: undefined }));
  if (take === 'file') editDockerfile(key, onDisk);
  keepEdit(key);
  showToast(take === 'file' ? 'The text is as the file has it now.' : 'Your edits go on; the patch is against the file as it is now.', () => {
    updateDocument(key, 'dockerfile', () => ({ original, onDisk }));
    if (take === 'file' && find(key)?.text === onDisk) editDockerfile(key, text);
    keepEdit(key);
  });
}

/** Lints the text as it is now; an earlier call for the same document is overtaken. Findings show before ShellCheck has run. */
async function lintDocument(key: string, name: string, source: string | ArrayBuffer): Promise<void> {
  running.get(key)?.abort();
  const controller = new AbortController();
  running.set(key, controller);
  const show = (report: DockerfileReport, phase: 'linting' | 'ready'): void => {
    if (!controller.signal.aborted) updateDocument(key, 'dockerfile', () => ({ phase, report, problem: undefined }));
  };
  if (find(key)?.phase !== 'linting') updateDocument(key, 'dockerfile', () => ({ phase: 'linting' }));
  const outcome = await lint.lint(key, name, source, lintConfigOf(find(key)), (report) => show(report, 'linting'), controller.signal)
    .catch((error: unknown) => failure(bugProblem(error)));
  if (controller.signal.aborted) return;
  running.delete(key);
  if (outcome.ok) {
    show(outcome.value, 'ready');
    announce(outcome.value.findings.length === 0 ? 'No findings.' : `${plural(outcome.value.findings.length, 'finding')}.`);
  } else {
    updateDocument(key, 'dockerfile', () => ({ phase: 'failed', problem: outcome.problem }));
    announce(outcome.problem.message);
  }
}

/**
 * Takes the text of the editor, and lints it as soon as the letter is in: what is typed while a long file is checked gives way in the worker,
 * and ShellCheck waits for a pause there. What came from a link is from then on a text of one's own.
 */
export function editDockerfile(key: string, text: string): void {
  if (find(key)?.text === text) return;
  updateDocument(key, 'dockerfile', ({ link, pasted }) => ({ text, link: undefined, pasted: pasted ?? link !== undefined, phase: 'linting' }));
  keepEdit(key);
  keepLink();
  if (waiting.has(key)) return;
  waiting.add(key);
  // Before the letter is painted: the checker works meanwhile.
  queueMicrotask(() => {
    waiting.delete(key);
    relint(key);
  });
}

/** Replaces the text on someone's word; Undo brings the one before back, unless it has been edited since. */
export function replaceText(key: string, text: string, said: string): void {
  const before = find(key)?.text ?? text;
  editDockerfile(key, text);
  sayWithUndo(key, text, before, said);
}

function sayWithUndo(key: string, text: string, before: string, said: string): void {
  showToast(said, () => {
    if (find(key)?.text === text) editDockerfile(key, before);
    else showToast('The text has been edited since. Ctrl+Z in the editor goes back step by step.');
  });
}

/** Checks the text as it stands: after an edit, a change of rules, or when the checker died. */
export function relint(key: string): void {
  const document = find(key);
  if (document) void lintDocument(key, document.name, document.text);
}

function relintAll(): void {
  for (const document of app.current.documents) if (document.kind === 'dockerfile') relint(document.key);
}

function find(key: string): DockerfileDocument | undefined {
  const document = app.current.documents.find((each) => each.key === key);
  return document?.kind === 'dockerfile' ? document : undefined;
}

/** The dropped `.hadolint.yaml`, without the rules that the person, or who made the link, has switched off. */
export function lintConfigOf(document: DockerfileDocument | undefined): LintConfig {
  const config = app.current.lintRules?.config ?? DEFAULT_LINT_CONFIG;
  return { ...config, ignored: [...new Set([...config.ignored, ...app.current.settings.rulesOff, ...(document?.rulesOff ?? [])])] };
}

/** Lints by this configuration from now on; without one, by the defaults. */
export function useLintRules(rules: LintRules | undefined): void {
  update(() => ({ lintRules: rules }));
  keepOpen();
  relintAll();
}

/** Switches a rule off or on again, in every file and for good. */
export function switchRule(code: string, on: boolean): void {
  const before = app.current.settings.rulesOff;
  const rulesOff = before.filter((other) => other !== code);
  updateSettings({ rulesOff: on ? rulesOff : [...rulesOff, code] });
  relintAll();
  if (!on) showToast(`${code} is off in every file. Settings list the rules that are off.`, () => switchRule(code, true));
}

/** Applies those rules too that were switched off where the link was made. */
export function forgetRulesOfLink(key: string): void {
  const before = find(key)?.rulesOff;
  const use = (rulesOff: readonly string[] | undefined): void => {
    updateDocument(key, 'dockerfile', () => ({ rulesOff }));
    relint(key);
  };
  use(undefined);
  showToast('All rules apply.', () => use(before));
}

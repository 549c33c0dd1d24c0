/** What a tab writes down of the files that are open in it and of the rules that apply, and how that is read back. */
import type { RuleFile } from '../../workers/protocol';
import type { RuleFileKind } from './rule-kinds';
import type { DockerfileDocument, OpenDocument } from './state.svelte';

/** A text that would be lost with the page, and the one that it was made from. */
export type Draft = Pick<DockerfileDocument, 'name' | 'text' | 'original' | 'pasted' | 'rulesOff'>;

/** A report that has no file: the link that it came from, or the text that was pasted. */
export type NotedReport = Pick<OpenDocument, 'name' | 'link' | 'json'>;

/** One open file: the name of its handle in the database, and its text if that stands nowhere else. */
export interface Note {
  readonly handle?: string;
  readonly draft?: Draft;
  readonly report?: NotedReport;
}

export type RuleFiles = Readonly<Partial<Record<RuleFileKind, RuleFile>>>;

/** What is open, in its order, and by which files of rules it is judged. */
export interface Notes {
  readonly files: readonly Note[];
  readonly rules: RuleFiles;
}

const NOTHING: Notes = { files: [], rules: {} };
/** Longer reports are not kept: the browser has room for some five million characters a tab. */
const MOST_CHARACTERS = 1_000_000;

/** What is written down of a document; `handle` is the name of its handle. Nothing of what can be opened again by neither handle nor text. */
export function noteOf(document: OpenDocument, handle: string | undefined): Note {
  const draft = document.kind === 'dockerfile' ? draftOf(document) : undefined;
  const report = reportOf(document);
  return { ...(handle !== undefined && { handle }), ...(draft && { draft }), ...(report && { report }) };
}

function draftOf({ name, text, original, pasted, rulesOff }: DockerfileDocument): Draft | undefined {
  if (pasted !== true && text === original) return undefined;
  return { name, text, original, ...(pasted && { pasted }), ...(rulesOff && { rulesOff }) };
}

function reportOf({ kind, name, link, json }: OpenDocument): NotedReport | undefined {
  if (kind === 'refused') return undefined;
  if (link !== undefined) return { name, link };
  return json === undefined || json.length > MOST_CHARACTERS ? undefined : { name, json };
}

/** Notes as they are written, with the time in milliseconds since 1970; undefined where there is nothing to write. */
export function writeNotes({ files, rules }: Notes, at: number): string | undefined {
  if (Object.keys(rules).length === 0 && files.every((note) => Object.keys(note).length === 0)) return undefined;
  return JSON.stringify({ at, files, rules: Object.fromEntries(Object.entries(rules).map(([kind, { name, text }]) => [kind, { name, text }])) });
}

/** Reads notes that were written after `since`, milliseconds since 1970; whatever is not as it was written counts for nothing. */
export function readNotes(written: string | null, since: number): Notes {
  let raw: unknown;
  try {
    raw = JSON.parse(written ?? '{}');
  } catch {
    return NOTHING;
  }
  if (!isRecord(raw) || typeof raw['at'] !== 'number' || !(raw['at'] > since)) return NOTHING;
  const { files, rules } = raw;
  return { files: Array.isArray(files) ? files.map(readNote) : [], rules: isRecord(rules) ? readRules(rules) : {} };
}

function readNote(file: unknown): Note {
  if (!isRecord(file)) return {};
  const { handle, draft, report } = file;
  return {
    ...(typeof handle === 'string' && { handle }), ...(isDraft(draft) && { draft: ownFields(draft) }), ...(isReport(report) && { report: reportFields(report) }),
  };
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}

function isDraft(value: unknown): value is Draft {
  if (!isRecord(value)) return false;
  const { rulesOff } = value;
  return ['name', 'text', 'original'].every((field) => typeof value[field] === 'string')
    && (rulesOff === undefined || (Array.isArray(rulesOff) && rulesOff.every((code) => typeof code === 'string')));
}

function ownFields({ name, text, original, pasted, rulesOff }: Draft): Draft {
  return { name, text, original, ...(pasted === true && { pasted }), ...(rulesOff && { rulesOff }) };
}

function isReport(value: unknown): value is NotedReport {
  return isRecord(value) && typeof value['name'] === 'string' && (typeof value['link'] === 'string' || typeof value['json'] === 'string');
}

function reportFields({ name, link, json }: NotedReport): NotedReport {
  return typeof link === 'string' ? { name, link } : { name, json };
}

function readRules(rules: Record<string, unknown>): RuleFiles {
  const read = (kind: RuleFileKind): RuleFiles => {
    const file = Object.hasOwn(rules, kind) ? rules[kind] : undefined;
    if (!isRecord(file) || typeof file['name'] !== 'string' || typeof file['text'] !== 'string') return {};
    return { [kind]: { name: file['name'], text: file['text'] } };
  };
  return { ...read('dive'), ...read('own'), ...read('hadolint') };
}

/** What a tab writes down of the files that are open in it, and how that is read back. */
import type { DockerfileDocument } from './state.svelte';

/** A text that would be lost with the page, and the one that it was made from. */
export type Draft = Pick<DockerfileDocument, 'name' | 'text' | 'original' | 'pasted' | 'rulesOff'>;

/** One open file: the name of its handle in the database, and its text if that stands nowhere else. */
export interface Note {
  readonly handle?: string;
  readonly draft?: Draft;
}

/** Reads notes that were written after `since`, milliseconds since 1970; whatever is not as it was written counts for nothing. */
export function readNotes(written: string | null, since: number): readonly Note[] {
  let raw: unknown;
  try {
    raw = JSON.parse(written ?? '{}');
  } catch {
    return [];
  }
  if (!isRecord(raw) || typeof raw['at'] !== 'number' || !(raw['at'] > since) || !Array.isArray(raw['files'])) return [];
  return raw['files'].map((file: unknown) => {
    if (!isRecord(file)) return {};
    const { handle, draft } = file;
    return { ...(typeof handle === 'string' && { handle }), ...(isDraft(draft) && { draft: ownFields(draft) }) };
  });
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

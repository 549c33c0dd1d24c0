/** The words of the page for what the report names by code: reasons of waste, formats, severities. */
import type { Severity, WasteReason } from '../core/report/report';

export interface ReasonWords {
  readonly label: string;
  /** What happened, one sentence. */
  readonly what: string;
  /** What to do about it. */
  readonly remedy: string;
  /** Verb of the layer that hid the bytes. */
  readonly verb: string;
}

const REASONS: Readonly<Record<WasteReason, ReasonWords>> = {
  deleted: {
    label: 'Deleted later', verb: 'deletes',
    what: 'A later layer deletes these files; the layer that brought them still carries every byte.',
    remedy: 'Delete them in the same RUN that creates them, keep them out with `.dockerignore`, or use `RUN --mount=type=cache`.',
  },
  replaced: {
    label: 'Replaced later', verb: 'replaces',
    what: 'A later layer writes other content to the same paths.',
    remedy: 'Write the files once: join the steps in one RUN, or copy only the final version.',
  },
  'metadata-only': {
    label: 'Stored again for owner, mode or time', verb: 'stores them again in',
    what: 'The content did not change; a later layer changed owner, mode, time or attributes, and that stores the whole file again.',
    remedy: 'Set them where the files arrive: `COPY --chown` and `--chmod`, or chown in the RUN that creates them.',
  },
  identical: {
    label: 'Written again unchanged', verb: 'writes the same again',
    what: 'A later layer writes the same files with the same content and the same metadata.',
    remedy: 'Drop the step that repeats them, or copy them once in the layer where they are final.',
  },
  opaque: {
    label: 'Hidden with their directory', verb: 'hides the directory',
    what: 'A later layer hides everything that the layers below hold in this directory (an opaque whiteout).',
    remedy: 'Create the directory once, in its final state, in one RUN or COPY.',
  },
  superseded: {
    label: 'Twice in one layer', verb: 'holds them twice',
    what: 'One layer stores the same path more than once; only its last entry counts.',
    remedy: 'Rebuild the layer with the tool that wrote it: a builder writes each path once.',
  },
  moved: {
    label: 'Moved later', verb: 'moves them',
    what: 'A later layer moves these files: their content is stored at the old place and at the new one.',
    remedy: 'Create them at their final place, or move them in the RUN that creates them.',
  },
  'whiteout-payload': {
    label: 'Content inside a deletion mark', verb: 'carries them',
    what: 'A whiteout, which only marks a deletion, carries content that nobody can read.',
    remedy: 'Rebuild the layer: a whiteout should be an empty file.',
  },
};

/** A reason that this page does not know yet is shown by its code rather than left out. */
export function reasonWords(reason: WasteReason): ReasonWords {
  return Object.hasOwn(REASONS, reason) ? REASONS[reason] : { label: reason, verb: 'hides', what: 'No path reaches these bytes.', remedy: '' };
}

/**
 * What to do about a reason. Files of which only the time changed were mostly written anew by a tool (a package manager's caches and
 * databases), where advice on ownership would mislead.
 */
export function remedyFor(reason: WasteReason, changed: readonly string[]): string {
  if (reason === 'metadata-only' && changed.length > 0 && changed.every((name) => name === 'mtime')) {
    return 'Only the time differs: a tool writes these files anew. Join the steps that run it in one RUN, or remove its caches in each.';
  }
  return reasonWords(reason).remedy;
}

const FORMATS: Readonly<Record<string, string>> = {
  'docker-archive': 'docker save', 'docker-oci': 'docker save (25 or later)', 'oci-archive': 'OCI layout', 'docker-legacy': 'docker save (before 1.10)',
  'docker-dir': 'skopeo directory', kaniko: 'kaniko', rootfs: 'flat root file system',
};

export function formatWords(format: string): string {
  return Object.hasOwn(FORMATS, format) ? (FORMATS[format] ?? format) : format;
}

/** A glyph beside the word: severity never rests on colour. */
export const SEVERITY_GLYPHS: Readonly<Record<Severity, string>> = { error: '✕', warning: '▲', info: 'i', style: '~' };

export const CHANGED_WORDS: Readonly<Record<string, string>> = { type: 'type', content: 'content', link: 'target', mode: 'mode', owner: 'owner', mtime: 'time', xattrs: 'attributes', device: 'device number' };

/** `1, 3 and 7`; long lists are cut with their count. */
export function listWords(items: readonly (string | number)[], limit = 8): string {
  const shown = items.length > limit ? [...items.slice(0, limit - 1), `${items.length - limit + 1} more`] : [...items];
  const last = shown.pop();
  return shown.length === 0 ? String(last ?? '') : `${shown.join(', ')} and ${last}`;
}

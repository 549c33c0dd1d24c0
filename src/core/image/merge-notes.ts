/** Oddities met while merging: one diagnostic a kind and layer, with the first path and how many more there are. */
import { escapeShort } from '../bytes/text';
import type { Diagnostic } from '../problem';
import type { PathIndex } from './path-index';

const texts = {
  'path-through-symlink': [
    'is written through a symbolic link of its parent directory',
    'Engines differ here: most write to the link\'s target, as shown; Docker\'s overlay2 makes a real directory instead. List the real path in the layer.',
  ],
  'duplicate-path-in-layer': ['occurs twice in one layer; the last entry counts', 'The image specification forbids this. Rebuild the layer with the tool\'s current version.'],
  'implicit-parent-replaces-file': [
    'is no directory below, yet this layer has entries under it; it was replaced by a directory',
    'Unpackers refuse this. Delete the file in the layer that makes the directory.',
  ],
  'whiteout-without-target': ['is deleted here, yet no lower layer has it', 'Harmless: the whiteout has no effect.'],
  'invalid-whiteout': ['is a whiteout without a usable name; it is ignored', 'Unpackers may refuse this layer. Rebuild it.'],
  'non-empty-whiteout': ['is a whiteout with content; its bytes are dead weight', 'Whiteouts should be empty files. Rebuild the layer.'],
  'entry-below-whiteout': ['lies below a name that only whiteouts may have; it is in no file system', 'Names that begin with .wh. cannot be stored in image layers.'],
  'overlay-char-whiteout': [
    'is a 0/0 character device: a whiteout of overlayfs, not of the image specification; it is read as one',
    'The layer was packed from an overlay\'s upper directory. Pack it with a tool that writes .wh. markers.',
  ],
  'overlay-opaque-xattr': [
    'is marked opaque by an attribute of overlayfs, not of the image specification; it is read so',
    'The layer was packed from an overlay\'s upper directory. Pack it with a tool that writes .wh..wh..opq.',
  ],
  'hardlink-target-missing': ['is a hard link to a path that does not exist; it is shown as an empty file', 'Unpackers refuse this layer. Rebuild it.'],
  'hardlink-target-missing-at-entry': ['is a hard link that comes before its target', 'Unpackers refuse this order. Rebuild the layer.'],
  'hardlink-target-in-lower-layer': ['is a hard link to a file of a lower layer', 'Most engines accept it; squashing copies the content.'],
  'hardlink-to-directory': ['is a hard link to a directory; it is shown as an empty file', 'Unpackers refuse this layer. Rebuild it.'],
  'symlink-loop': ['lies behind symbolic links that lead in a circle, or through too many; the link was read as a directory', 'Unpackers refuse this layer. Rebuild it.'],
  'root-not-a-directory': ['The root is listed as something other than a directory; that entry is ignored', 'Rebuild the layer.'],
} as const;

export type MergeNote = keyof typeof texts;

export class MergeNotes {
  readonly #paths: PathIndex;
  readonly #found = new Map<string, { readonly kind: MergeNote; readonly layer: number; readonly node: number; count: number }>();

  constructor(paths: PathIndex) {
    this.#paths = paths;
  }

  add(kind: MergeNote, layer: number, node: number): void {
    const key = `${layer} ${kind}`;
    const found = this.#found.get(key);
    if (found === undefined) this.#found.set(key, { kind, layer, node, count: 1 });
    else found.count += 1;
  }

  /** In the order in which they were first met. */
  diagnostics(): Diagnostic[] {
    return [...this.#found.values()].map(({ kind, layer, node, count }) => {
      const [what, advice] = texts[kind];
      const entry = escapeShort(this.#paths.pathOf(node));
      const more = count === 1 ? '' : ` (and ${count - 1} more of the kind in this layer)`;
      return { kind, message: `${entry === '' ? '' : `${entry} `}${what}${more}.`, advice, where: { layer, entry } };
    });
  }
}

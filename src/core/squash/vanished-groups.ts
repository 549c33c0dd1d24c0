/** Vanished files with the same cause as one thing: named by the deepest directory that holds nearly all of it. */
import { Growing, type Rows } from '../columns';
import type { RootFs } from '../image/root-fs';
import type { WasteReason } from '../report/report';
import type { HiddenPayload } from '../waste/hidden';

export interface VanishedGroup {
  /** A directory or, of one file, the file; empty for the root. */
  readonly path: Uint8Array;
  readonly bytes: number;
  readonly files: number;
  readonly reason: WasteReason;
  /** The layer whose command hid them; absent where the image does not tell. */
  readonly hiddenBy?: number;
  /** Layers that store them, ascending. */
  readonly layers: readonly number[];
}

/** A directory names a group only while it holds this share of it; below that the parent names it better. */
const TELLING_SHARE = 0.9;

/** The `most` largest groups. Costs a pass over the files and, for each group, one over the image's paths. */
export function vanishedGroups(fs: RootFs, gone: Rows<HiddenPayload>, most: number): VanishedGroup[] {
  const causes = new Map<string, { bytes: number; readonly rows: Growing<Int32Array<ArrayBuffer>> }>();
  for (let row = 0; row < gone.length; row += 1) {
    const { reason, hiddenBy, bytes } = gone.at(row);
    const key = `${reason} ${hiddenBy ?? ''}`;
    let cause = causes.get(key);
    if (cause === undefined) causes.set(key, (cause = { bytes: 0, rows: new Growing(Int32Array) }));
    cause.bytes += bytes;
    cause.rows.push(row);
  }
  const largest = [...causes.values()].sort((a, b) => b.bytes - a.bytes).slice(0, most);
  return largest.map(({ bytes, rows }): VanishedGroup => {
    const files = gone.chosen(rows.finish());
    const { reason, hiddenBy } = files.at(0);
    return {
      path: fs.paths.pathOf(tellingNode(fs, files, bytes * TELLING_SHARE)), bytes, files: files.length, reason, ...(hiddenBy === undefined ? {} : { hiddenBy }),
      layers: [...new Set(files.map(({ layer }) => layer))].sort((a, b) => a - b),
    };
  });
}

/**
 * The deepest node with at least so many of the files' bytes in it; a file only where all of them are versions of it. There is one chain of
 * such nodes, and a node is older than those in it.
 */
function tellingNode({ paths, node }: RootFs, files: Rows<HiddenPayload>, enough: number): number {
  const inside = new Float64Array(paths.count);
  for (const { version, bytes } of files) inside[node[version]!]! += bytes;
  for (let at = paths.count - 1; at > 0; at -= 1) {
    if (inside[at]! >= enough) {
      let here = 0;
      for (const { version } of files) here += Number(node[version] === at);
      return here > 0 && here < files.length ? paths.parentOf(at) : at;
    }
    inside[paths.parentOf(at)]! += inside[at]!;
  }
  return 0;
}

/** What squashing a range does away with: paths, bytes, and the instructions that made and that hid them. */
import type { AnalysedImage } from '../image/analyse';
import type { Rows } from '../columns';
import { versionAt, type RootFs } from '../image/root-fs';
import type { WasteReason } from '../report/report';
import { findHidden, largestFirst, type Attribute, type HiddenPayload } from '../waste/hidden';
import { changeFor, commandOf, type ChangeGroup, type DockerfileChange } from './dockerfile-change';
import type { LayerRange } from './range';
import { vanishedGroups, type VanishedGroup } from './vanished-groups';

/** A file that the range stores and that its last layer no longer shows. */
export interface VanishedFile {
  readonly path: Uint8Array;
  readonly bytes: number;
  /** The layer that stores it. */
  readonly layer: number;
  readonly reason: WasteReason;
  /** The layer that hid it; absent for what never was part of the file system. */
  readonly hiddenBy?: number;
  /** For `metadata-only`: what was changed. */
  readonly changed?: readonly Attribute[];
}

/** A file of a layer below the range that a hard link of the range needs, and that is stored once more. */
export interface CopiedFile {
  readonly path: Uint8Array;
  readonly bytes: number;
  readonly layer: number;
}

export interface RangeEvidence extends LayerRange {
  /** Sum of `vanished`: the `contentBytes` of the plan. */
  readonly contentBytes: number;
  /** Largest first; `vanishedFiles` counts them where not all are asked for. */
  readonly vanished: readonly VanishedFile[];
  readonly vanishedFiles: number;
  /** All of them by their cause; the largest groups, largest first. */
  readonly groups: readonly VanishedGroup[];
  readonly copied: readonly CopiedFile[];
  /** What in the Dockerfile would have the same effect, where there is something; largest first. */
  readonly changes: readonly DockerfileChange[];
}

const MOST_GROUPS = 8;

/**
 * `baseLayers` is how many layers the Dockerfile has no hand in; `hidden` may be given to spare finding it for every range, and `most` to
 * spare the paths of files beyond so many.
 */
export function rangeEvidence(
  analysed: AnalysedImage, range: LayerRange, baseLayers = 0, hidden: Rows<HiddenPayload> = findHidden(analysed.fs), most = Infinity,
): RangeEvidence {
  const { fs } = analysed;
  const gone = largestFirst(hidden.filter(({ layer, hiddenBy }) => layer >= range.from && layer <= range.to && (hiddenBy ?? layer) <= range.to));
  const vanished = gone.first(most).map(({ version, bytes, layer, reason, hiddenBy, changed }): VanishedFile => ({
    path: fs.paths.pathOf(fs.node[version]!), bytes, layer, reason, ...(hiddenBy === undefined ? {} : { hiddenBy }), ...(changed === undefined ? {} : { changed }),
  }));
  return {
    ...range,
    contentBytes: gone.sum(({ bytes }) => bytes),
    vanished,
    vanishedFiles: gone.length,
    groups: vanishedGroups(fs, gone, MOST_GROUPS),
    copied: copiedFiles(fs, range),
    changes: changes(analysed, gone.filter(({ layer }) => layer >= baseLayers)),
  };
}

function copiedFiles(fs: RootFs, { from, to }: LayerRange): CopiedFile[] {
  const copied: CopiedFile[] = [];
  for (const [payload, names] of fs.linkGroups) {
    const layer = fs.born[payload]!;
    const name = layer >= from ? undefined : names.find((version) => fs.born[version]! >= from && fs.born[version]! <= to && fs.died[version]! > to);
    const bytes = fs.tables[layer]?.size[fs.row[payload]!] ?? 0;
    if (name !== undefined && bytes > 0) copied.push({ path: fs.paths.pathOf(fs.node[name]!), bytes, layer });
  }
  return copied.sort((a, b) => b.bytes - a.bytes);
}

/** One change for each pair of layers and kind of loss. */
function changes({ fs, image }: AnalysedImage, gone: Rows<HiddenPayload>): DockerfileChange[] {
  const groups = new Map<string, ChangeGroup>();
  for (const { version, bytes, layer, reason, hiddenBy, changed } of gone) {
    if (hiddenBy === undefined || hiddenBy === layer) continue;
    const key = `${layer} ${hiddenBy} ${reason} ${changed === undefined ? '' : changed.join()}`;
    let group = groups.get(key);
    if (group === undefined) groups.set(key, (group = { made: layer, hidden: hiddenBy, reason, changed: changed ?? [], bytes: 0, files: 0, owners: new Set(), modes: new Set() }));
    group.bytes += bytes;
    group.files += 1;
    if (reason === 'metadata-only') addAttributes(fs, group, version);
  }
  const commands = image.layers.map(({ historyIndex }) => commandOf(historyIndex === undefined ? '' : (image.history[historyIndex]?.createdBy ?? '')));
  return [...groups.values()].flatMap((group) => changeFor(group, commands) ?? []).sort((a, b) => b.bytes - a.bytes);
}

/** Owner and mode that the later layer gave, for `--chown` and `--chmod`. */
function addAttributes(fs: RootFs, group: ChangeGroup, version: number): void {
  const after = versionAt(fs, fs.node[version]!, group.hidden);
  const source = after < 0 ? -1 : fs.payload[after]!;
  const table = source < 0 ? undefined : fs.tables[fs.born[source]!];
  if (table === undefined) return;
  const row = fs.row[source]!;
  group.owners.add(`${table.uid[row]!}:${table.gid[row]!}`);
  group.modes.add(table.mode[row]!.toString(8));
}

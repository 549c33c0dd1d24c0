/** What each layer did to one path. */
import { escapePath } from '../bytes/text';
import { EntryType } from './layer-table';
import { ALIVE, Ending, entryOf, payloadReachable, type RootFs } from './root-fs';
import { differences, type Difference } from './version-difference';

export interface PathEvent {
  readonly layer: number;
  /** `rewritten`: the layer holds the path again, with nothing about it changed. */
  readonly action: 'added' | 'changed' | 'rewritten' | 'removed';
  /** For `changed`: what differs from the version below. */
  readonly changes: readonly Difference[];
  /** For `removed`: a whiteout of it or above it, an opaque directory above it, or something else in its place. */
  readonly by?: 'whiteout' | 'opaque' | 'replaced';
  /** What the path is from here on; absent for `removed`. */
  readonly type?: keyof typeof EntryType;
  readonly size?: number;
  readonly mode?: number;
  readonly uid?: number;
  readonly gid?: number;
  readonly mtime?: number;
  readonly link?: string;
  /** A later entry of the same layer took its place at once: never seen by anybody. */
  readonly superseded?: boolean;
  /** Whether the bytes that came with it are still reachable in the end, by this path or another. */
  readonly reachable?: boolean;
}

const typeNames = Object.keys(EntryType) as (keyof typeof EntryType)[];

/** Events of a path, bottom layer first; empty for a path that no layer ever had. */
export function pathHistory(fs: RootFs, path: Uint8Array): PathEvent[] {
  const node = fs.paths.findPath(path);
  const versions: number[] = [];
  for (let version = node < 0 ? -1 : (fs.newest[node] ?? -1); version >= 0; version = fs.previous.of(version)) {
    if (fs.ending[version] !== Ending.aside) versions.push(version);
  }
  versions.reverse();
  const events: PathEvent[] = [];
  versions.forEach((version, at) => {
    const below = versions[at - 1];
    const layer = fs.born[version]!;
    const continues = below !== undefined && fs.died[below]! >= layer;
    const changes = continues ? differences(fs, below, version) : [];
    const entry = entryOf(fs, version);
    events.push({
      layer,
      action: !continues ? 'added' : changes.length > 0 ? 'changed' : 'rewritten',
      changes,
      type: typeNames[entry.type]!, size: entry.size, mode: entry.mode, uid: entry.uid, gid: entry.gid, mtime: entry.mtime,
      ...(entry.link === undefined ? {} : { link: escapePath(entry.link) }),
      ...(fs.died[version] === layer ? { superseded: true } : {}),
      ...(entry.type === EntryType.file ? { reachable: payloadReachable(fs, entry.inode, fs.tables.length - 1) } : {}),
    });
    const next = versions[at + 1];
    const died = fs.died[version]!;
    if (died !== ALIVE && (next === undefined || fs.born[next]! > died)) {
      const ending = fs.ending[version];
      events.push({ layer: died, action: 'removed', changes: [], by: ending === Ending.whiteout ? 'whiteout' : ending === Ending.opaque ? 'opaque' : 'replaced' });
    }
  });
  return events;
}

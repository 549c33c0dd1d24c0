/** The walk through a folder that came in: its names first, which cost little, then the size of each file, counted as it goes on. */
import { throttled } from '../../workers/throttled';
import { isNotable, type IncomingFile, type IncomingFolder } from './incoming';

/** What a walk asks of a folder, whichever way it came in. */
export interface FolderSource<Folder, Member> {
  readonly name: string;
  readonly root: Folder;
  /** Tells of everything that lies directly in a folder; fails where the browser is not let in. */
  list(folder: Folder, found: Found<Folder, Member>): Promise<void>;
  bytes(member: Member): Promise<number>;
  open(member: Member): Promise<File>;
}

export interface Found<Folder, Member> {
  folder(name: string, folder: Folder): void;
  file(name: string, file: Member): void;
}

/** How far it is: how many files are known, and of how many the size. */
export interface FolderProgress {
  readonly found: number;
  readonly measured?: number;
}

/** Who looks on, and may give it up. */
export interface FolderWatch {
  readonly signal: AbortSignal;
  tell(progress: FolderProgress): void;
}

/** More files than any project that is built: listing all of a disk would only take time. */
export const MOST_FILES_OF_A_FOLDER = 300_000;
/** Where links lead round in a circle, and the browser follows them, folders never end. */
const MOST_LEVELS = 100;
const MOST_FOLDERS = 100_000;
/** Questions to the browser that wait at a time: enough to keep it busy, few enough that each answer is a short task. */
const FOLDERS_AT_ONCE = 4;
const FILES_AT_ONCE = 64;

interface Level<Folder> {
  readonly path: string;
  readonly folder: Folder;
}

/** All files of a folder, level by level; what cannot be read is named, and the rest is still found. Undefined once it was given up. */
export async function walkFolder<Folder, Member>(source: FolderSource<Folder, Member>, watch: FolderWatch): Promise<IncomingFolder | undefined> {
  const paths: string[] = [];
  const members: Member[] = [];
  const missing: string[] = [];
  const tell = throttled(watch.tell);
  let level: Level<Folder>[] = [{ path: '', folder: source.root }];
  let folders = 0;
  for (let depth = 0; level.length > 0 && paths.length < MOST_FILES_OF_A_FOLDER; depth += 1) {
    const room = depth > MOST_LEVELS ? 0 : Math.max(0, MOST_FOLDERS - folders);
    for (const { path } of level.slice(room)) missing.push(path.slice(0, -1));
    folders += level.length;
    const listed = level.slice(0, room).map(() => ({ folders: [] as Level<Folder>[], paths: [] as string[], members: [] as Member[] }));
    let found = paths.length;
    await eachOf(listed.length, FOLDERS_AT_ONCE, watch.signal, async (index) => {
      const { path, folder } = level[index]!;
      const here = listed[index]!;
      if (found >= MOST_FILES_OF_A_FOLDER) return;
      await source.list(folder, {
        folder: (name, below) => here.folders.push({ path: `${path}${name}/`, folder: below }),
        file: (name, member) => {
          here.paths.push(path + name);
          here.members.push(member);
        },
      }).catch(() => missing.push(path.slice(0, -1)));
      found += here.paths.length;
      tell({ found });
    });
    if (watch.signal.aborted) return undefined;
    level = [];
    for (const here of listed) {
      for (const each of here.folders) level.push(each);
      for (const path of here.paths) paths.push(path);
      for (const member of here.members) members.push(member);
    }
  }
  paths.length = members.length = Math.min(paths.length, MOST_FILES_OF_A_FOLDER);
  return measured(source, paths, members, missing, watch);
}

/** Asks for the sizes; a file without one (a broken link, say) is missing. */
async function measured<Folder, Member>(
  source: FolderSource<Folder, Member>, paths: readonly string[], members: readonly Member[], missing: string[], watch: FolderWatch,
): Promise<IncomingFolder | undefined> {
  const tell = throttled(watch.tell);
  const sizes = new Float64Array(paths.length);
  const notable: number[] = [];
  const without: number[] = [];
  let done = 0;
  await eachOf(paths.length, FILES_AT_ONCE, watch.signal, async (index) => {
    // Here and not in one go at the end: 100,000 names are looked at in as many small pieces.
    if (isNotable(paths[index]!)) notable.push(index);
    sizes[index] = await source.bytes(members[index]!).catch(() => {
      without.push(index);
      return 0;
    });
    done += 1;
    tell({ found: paths.length, measured: done });
  });
  if (watch.signal.aborted) return undefined;
  watch.tell({ found: paths.length, measured: paths.length });
  for (const index of without) missing.push(paths[index]!);
  const gone = new Set(without);
  const here = (_: unknown, index: number): boolean => !gone.has(index);
  const fileAt = (index: number): IncomingFile => ({ path: paths[index]!, bytes: sizes[index]!, open: () => source.open(members[index]!) });
  return {
    name: source.name, missing, notable: notable.filter((index) => !gone.has(index)).map(fileAt), files: () => [...paths.keys()].filter((index) => !gone.has(index)).map(fileAt),
    paths: gone.size === 0 ? paths : paths.filter(here), bytes: gone.size === 0 ? sizes : sizes.filter(here),
  };
}

/** Runs a task for each number below `count`, so many at a time and in their order, until it is given up. */
async function eachOf(count: number, atOnce: number, signal: AbortSignal, task: (index: number) => Promise<void>): Promise<void> {
  let next = 0;
  const line = async (): Promise<void> => {
    while (next < count && !signal.aborted) await task(next++);
  };
  await Promise.all(Array.from({ length: atOnce }, line));
}

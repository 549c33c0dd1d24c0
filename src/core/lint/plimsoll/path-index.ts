/** What lies at or below a directory, found without going through all of it: a RUN may name thousands, after thousands of COPYs. */

/** Folders above a path; deeper ones are not followed. */
const MAX_DEPTH = 40;
/** Paths of one stage; no build comes near it. */
const MAX_PATHS = 20_000;

/** An absolute path without `.` and doubled slashes, then the folders above it up to `/`; nothing for one that is too deep. */
export function foldersOf(path: string): readonly string[] {
  const found = [path];
  for (let at = path.lastIndexOf('/'); at > 0; at = path.lastIndexOf('/', at - 1)) {
    if (found.push(path.slice(0, at)) > MAX_DEPTH) return [];
  }
  if (path !== '/') found.push('/');
  return found;
}

export class PathIndex<T> {
  private readonly within = new Map<string, T>();
  private readonly below = new Map<string, T>();
  private readonly keep: 'first' | 'last';
  private count = 0;

  /** Which of several at or below one directory is answered: the one that was added first, or last. */
  constructor(keep: 'first' | 'last') {
    this.keep = keep;
  }

  add(path: string, value: T): void {
    if ((this.count += 1) > MAX_PATHS) return;
    for (const folder of foldersOf(path)) {
      this.set(this.within, folder, value);
      if (folder !== path) this.set(this.below, folder, value);
    }
  }

  /** What was added for `directory` or a path in it; with `itself` false only for paths in it. */
  at(directory: string, itself = true): T | undefined {
    return (itself ? this.within : this.below).get(directory);
  }

  private set(map: Map<string, T>, folder: string, value: T): void {
    if (this.keep === 'last' || !map.has(folder)) map.set(folder, value);
  }
}

/** Packages that were added, removed, or changed in version. */
import type { PackageRecord } from '../packages/package';
import { pace, type Steps } from '../steps';
import type { Ownership } from './case';
import type { FileTree } from './file-tree';

export interface PackageChange {
  readonly manager: string;
  readonly name: string;
  /** Undefined where that side does not have the package. */
  readonly before?: string;
  readonly after?: string;
}

export interface PackageDifference {
  readonly changes: readonly PackageChange[];
  /**
   * The smaller image lost a package manager's database although files of its packages are kept: scanners see nothing there.
   * The database's packages are then left out of `changes` unless nothing of them is kept.
   */
  readonly blind: boolean;
}

export function* packageDifference(before: Ownership, after: Ownership, tree: FileTree): Steps<PackageDifference> {
  const managers = new Set(after.packages.map(({ manager }) => manager));
  const lost = new Set(before.packages.map(({ manager }) => manager).filter((manager) => !managers.has(manager) && ['dpkg', 'apk', 'rpm'].includes(manager)));
  const kept = new Set<number>();
  if (lost.size > 0) {
    const due = pace();
    for (const { path, type } of tree.entries) {
      if (due()) yield;
      if (type === 'dir') continue;
      const owner = before.ownerOf(path);
      if (owner >= 0) kept.add(owner);
    }
  }
  const left = new Map<string, string[]>();
  before.packages.forEach((record, index) => {
    if (!lost.has(record.manager) || !kept.has(index)) add(left, record);
  });
  const right = new Map<string, string[]>();
  for (const record of after.packages) add(right, record);
  const changes: PackageChange[] = [];
  for (const key of [...new Set([...left.keys(), ...right.keys()])].sort()) {
    const [manager = '', name = ''] = key.split('\0');
    // Several versions of one npm package may be installed side by side.
    const [a, b] = [left.get(key), right.get(key)].map((versions) => (versions === undefined ? undefined : [...new Set(versions)].sort().join(', ')));
    if (a !== b) changes.push({ manager, name, ...(a === undefined ? {} : { before: a }), ...(b === undefined ? {} : { after: b }) });
  }
  return { changes, blind: lost.size > 0 && kept.size > 0 };
}

function add(versions: Map<string, string[]>, { manager, name, version }: PackageRecord): void {
  const key = `${manager}\0${name}`;
  const list = versions.get(key);
  if (list === undefined) versions.set(key, [version]);
  else list.push(version);
}

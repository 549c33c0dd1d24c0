/** D12: folders that programs expect to find, empty or not. */
import { pace } from '../../steps';
import { parentOf, type TreeEntry } from '../file-tree';
import { type Check, type Suspicion } from './check';

export const expectedFolder: Check = {
  code: 'D12', id: 'expected-folder', title: 'Folder that programs write to is gone', tiers: [1, 2],
  evidence: 'Removed folders with an owner of their own, a sticky bit or write permission for others; empty folders below /var, /run, /tmp and /home.',
  why: 'Sockets, locks, uploads and logs cannot be created; the owner of a folder that an engine makes anew is root.',
  falsePositives: 'Programs that make the folder themselves.',
  *find(subject) {
    const folders = subject.removed.filter(({ type }) => type === 'dir');
    if (folders.length === 0) return;
    const parents = new Set<string>();
    const due = pace();
    for (const { path } of subject.before.entries) {
      if (due()) yield;
      parents.add(parentOf(path));
    }
    const temporary = folders.filter(({ path }) => path === 'tmp');
    const rows: (readonly [id: string, title: string, tier: 1 | 2, entries: readonly TreeEntry[]])[] = [
      ['temporary', 'Temporary folders', 1, temporary],
      ['own', 'Folders of the application’s user', 1, folders.filter(({ path, uid }) => uid !== undefined && uid !== 0 && subject.isApp(path) && !parents.has(path))],
      ['owned', 'Folders with an owner of their own', 2, folders.filter(({ path, uid, gid, mode }) => !subject.isApp(path) && ((uid ?? 0) !== 0 || (gid ?? 0) !== 0 || ((mode ?? 0) & 0o22) !== 0) && path !== 'tmp')],
      ['state', 'Empty folders for state', 2, folders.filter(({ path }) => /^(?:var|run|home|srv|opt|mnt|root|usr\/local\/var)(?:\/|$)/.test(path) && !/^var\/(?:cache\/(?:apt|debconf)|lib\/(?:apt|dpkg))/.test(path) && !parents.has(path))],
    ];
    for (const [family, title, tier, entries] of rows) {
      if (entries.length > 0) yield row(family, title, tier, entries);
    }
  },
};

function row(family: string, title: string, tier: 1 | 2, entries: readonly TreeEntry[]): Suspicion {
  return {
    family, title, tier, confidence: tier === 1 ? 'medium' : 'low',
    roots: entries.map(({ path, mode, uid, gid }) => ({ path, evidence: `mode ${(mode ?? 0o755).toString(8)}, owner ${uid ?? 0}:${gid ?? 0}` })),
  };
}

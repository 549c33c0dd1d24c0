/** D7: the application's own files. */
import { pace } from '../../steps';
import type { TreeEntry } from '../file-tree';
import { isBesideApplication, type Check } from './check';

/** Beyond so many rows the application is one. */
const MAX_ROWS = 6;

export const applicationFile: Check = {
  code: 'D7', id: 'application-file', title: 'The application’s own file is gone', tiers: [1],
  evidence: 'Removed files that COPY or ADD brought, or that lie in the working directory; not dependencies, documentation and tests.',
  why: 'Whoever wrote the Dockerfile put it there on purpose: templates, assets, configuration, rarely used modules.',
  falsePositives: 'Files that only the build needed.',
  *find(subject) {
    const lost: TreeEntry[] = [];
    const due = pace();
    for (const entry of subject.removed) {
      if (due()) yield;
      if ((entry.type === 'file' || entry.type === 'symlink') && subject.isApp(entry.path) && !isBesideApplication(entry.path, subject.workingDir)) lost.push(entry);
    }
    const folders = new Map<string, TreeEntry[]>();
    for (const depth of [3, 2, 1]) {
      folders.clear();
      for (const entry of lost) {
        const folder = entry.path.split('/').slice(0, -1).slice(0, depth).join('/');
        const list = folders.get(folder);
        if (list === undefined) folders.set(folder, [entry]);
        else list.push(entry);
      }
      if (folders.size <= MAX_ROWS) break;
    }
    for (const [folder, entries] of folders) {
      yield {
        family: folder, title: `Application files in /${folder}`, tier: 1, confidence: 'high',
        roots: entries.map(({ path }) => {
          const origin = subject.originOf(path);
          return { path, evidence: origin === undefined ? 'lies with the application' : `layer ${origin.layer}: ${origin.instruction}` };
        }),
      };
    }
  },
};

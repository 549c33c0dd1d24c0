/** D4: kept symbolic links whose target was removed. */
import { pace } from '../../steps';
import { isBesideProgram, lostRoots, type Check } from './check';

export const danglingLink: Check = {
  code: 'D4', id: 'dangling-link', title: 'Target of a symbolic link is gone', tiers: [1, 2],
  evidence: 'Symbolic links of the smaller image, followed component by component inside its root.',
  why: 'Whoever opens the link gets “no such file or directory”.',
  falsePositives: 'Alternatives, and links that dangled in the original too (not reported).',
  *find(subject) {
    const due = pace();
    for (const { path, type, link } of subject.active()) {
      if (due()) yield;
      if (type !== 'symlink' || isBesideProgram(path)) continue;
      const original = subject.resolveBefore(`/${path}`).path;
      if (original === undefined || subject.before.byPath.get(original)?.type === 'dir') continue;
      const lost = subject.lost(`/${path}`);
      if (lost.length === 0) continue;
      const sure = /(?:^|\/)(?:s?bin|lib(?:64)?)\//.test(path) && !path.startsWith('etc/');
      yield { family: path, title: path, tier: sure ? 1 : 2, confidence: sure ? 'high' : 'medium', roots: lostRoots(lost, `${path} links to ${link ?? ''}`) };
    }
  },
};

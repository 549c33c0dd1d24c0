/** D13: kept files that lost their mode, owner or capabilities. */
import { pace } from '../../steps';
import { isIgnored } from '../case';
import type { Check } from './check';

export const lostRights: Check = {
  code: 'D13', id: 'lost-rights', title: 'Mode, owner or capability of a kept file changed', tiers: [1, 2],
  evidence: 'Mode, owner and security.capability before and after.',
  why: 'Without its setuid bit or capability a program runs, but may not do what it is for (sudo, ping); a changed owner locks out whoever wrote there.',
  falsePositives: 'Intended changes.',
  *find(subject) {
    const due = pace();
    for (const { before, after, changes } of subject.changed) {
      if (due()) yield;
      if (isIgnored(before.path)) continue;
      const privileged = ((before.mode ?? 0) & ~(after.mode ?? 0) & 0o6000) !== 0;
      const capability = (before.xattrs ?? '').includes('security.capability') && !(after.xattrs ?? '').includes('security.capability');
      const lessMode = changes.includes('mode') && ((before.mode ?? 0) & ~(after.mode ?? 0)) !== 0;
      const owner = changes.includes('owner');
      if (!privileged && !capability && !lessMode && !owner) continue;
      const parts = [
        ...(changes.includes('mode') ? [`mode ${octal(before.mode)} became ${octal(after.mode)}`] : []),
        ...(owner ? [`owner ${before.uid ?? '?'}:${before.gid ?? '?'} became ${after.uid ?? '?'}:${after.gid ?? '?'}`] : []),
        ...(capability ? ['its file capability is gone'] : []),
      ];
      const sure = privileged || capability;
      yield {
        family: privileged ? 'setuid' : capability ? 'capability' : owner ? 'owner' : 'mode', tier: sure ? 1 : 2, confidence: sure ? 'high' : 'medium', drift: true,
        title: privileged ? 'Lost setuid and setgid bits' : capability ? 'Lost file capabilities' : owner ? 'Changed owners' : 'Narrowed modes',
        roots: [{ path: before.path, evidence: parts.join('; ') }],
      };
    }
  },
};

function octal(mode: number | undefined): string {
  return mode === undefined ? '?' : mode.toString(8).padStart(4, '0');
}

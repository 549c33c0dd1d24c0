/** D14: kept files whose content, type or link differs, and hard links that became copies. */
import { pace } from '../../steps';
import { isIgnored } from '../case';
import type { Check } from './check';

export const contentDrift: Check = {
  code: 'D14', id: 'content-drift', title: 'Kept file is not what it was', tiers: [2, 3],
  evidence: 'Content hashes, link targets, inodes before and after.',
  why: 'The run under observation wrote to it, or a tool rewrote it (mint’s obfuscation changes bytes to mislead scanners); split hard links cost their size again.',
  falsePositives: 'Logs, caches and files that are meant to change.',
  *find(subject) {
    const due = pace();
    for (const { before, after, changes } of subject.changed) {
      if (due()) yield;
      if (isIgnored(before.path)) continue;
      if (changes.includes('hard-link')) yield { family: 'hard-links', title: 'Hard links that became copies', tier: 3, confidence: 'high', drift: true, roots: [{ path: before.path, evidence: `shared its content before; ${after.size ?? 0} bytes of its own now` }] };
      if (!changes.some((change) => change === 'content' || change === 'type' || change === 'link')) continue;
      const code = /(?:^|\/)s?bin\/|\.so(?:\.|$)|\.(?:py|js|rb|pl|pm|php|jar|class)$/.test(before.path);
      yield {
        family: code ? 'code' : 'content', title: code ? 'Programs and libraries with other content' : 'Files with other content', tier: code ? 2 : 3, confidence: 'medium', drift: true,
        roots: [{ path: before.path, evidence: changes.includes('type') ? `was ${before.type}, is ${after.type}` : changes.includes('link') ? `pointed to ${before.link ?? ''}, points to ${after.link ?? ''}` : `${before.size ?? '?'} bytes before, ${after.size ?? '?'} after` }],
      };
    }
  },
};

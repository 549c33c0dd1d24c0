/** DL3021: several sources, and the destination does not look like a directory. */
import { fixOf, withFix } from '../fixes/edits';
import { found, hadolintRule, ofKind, withoutQuotes } from '../hadolint-rule';

export const dl3021 = hadolintRule({
  code: 'DL3021', name: 'copy-to-directory', severity: 'error', fixable: 'safe',
  checks: 'COPY has several sources and its destination does not end with `/`.',
  why: 'Several files need a directory, and the builder takes the destination for one only with the slash.',
  bad: 'FROM debian:12\nCOPY a.conf b.conf /etc/app\n',
  good: 'FROM debian:12\nCOPY a.conf b.conf /etc/app/\n',
  *check({ instructions }) {
    for (const copy of ofKind(instructions, 'COPY')) {
      if (copy.sources.length + copy.heredocs.length < 2 || copy.destination === undefined || withoutQuotes(copy.destination.value).endsWith('/')) continue;
      const { destination } = copy;
      const plain = /^[\w./${}-]+$/.test(destination.raw) && destination.end - destination.start === destination.raw.length;
      const fix = plain ? fixOf('End it with a slash', 'safe', [{ start: destination.end, end: destination.end, text: '/' }]) : undefined;
      yield found(copy, { at: destination, message: 'Several sources need a directory: end the destination with a slash.', ...withFix(fix) });
    }
  },
});

/** DL3020: ADD where COPY would do. */
import { isArchive } from '../archives';
import type { CopyInstruction } from '../../dockerfile/model';
import type { Fix } from '../../report/report';
import { fixOf, withFix } from '../fixes/edits';
import { found, hadolintRule, ofKind, withoutQuotes } from '../hadolint-rule';

export const dl3020 = hadolintRule({
  code: 'DL3020', name: 'use-copy', severity: 'error', fixable: 'safe',
  checks: 'ADD of something that is neither an archive nor an http(s) address.',
  why: 'ADD may extract and download. COPY only copies, which is easier to foresee.',
  links: ['https://docs.docker.com/build/building/best-practices/#add-or-copy'],
  bad: 'FROM debian:12\nADD app.conf /etc/\n',
  good: 'FROM debian:12\nCOPY app.conf /etc/\n',
  *check({ instructions }) {
    for (const add of ofKind(instructions, 'ADD')) {
      const plain = add.sources.find(({ value }) => !isArchive(value) && !/^https?:\/\//.test(withoutQuotes(value)));
      if (plain !== undefined) yield found(add, { at: plain, message: `${plain.value} is only copied: use COPY.`, ...withFix(toCopy(add)) });
    }
  },
});

/** Only where every source is a plain path: ADD also clones repositories and extracts archives whatever their names are. */
function toCopy(add: CopyInstruction): Fix | undefined {
  const known = add.flags.every(({ name }) => name === 'chown' || name === 'chmod' || name === 'link' || name === 'exclude');
  if (!known || add.sources.some(({ value }) => isArchive(value) || /^\w+:\/\/|^git@|\.git(?:#|$)|[$*?[]|\.(?:zip|zst|txz|jar)$/.test(withoutQuotes(value)))) return undefined;
  const text = add.rawKeyword === add.rawKeyword.toLowerCase() ? 'copy' : 'COPY';
  return fixOf('Write COPY', 'safe', [{ ...add.keywordSpan, text }]);
}

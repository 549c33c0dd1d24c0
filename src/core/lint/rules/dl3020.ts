/** DL3020: ADD where COPY would do. */
import { isArchive } from '../archives';
import { found, hadolintRule, ofKind, withoutQuotes } from '../hadolint-rule';

export const dl3020 = hadolintRule({
  code: 'DL3020', name: 'use-copy', severity: 'error',
  checks: 'ADD of something that is neither an archive nor an http(s) address.',
  why: 'ADD may extract and download. COPY only copies, which is easier to foresee.',
  links: ['https://docs.docker.com/build/building/best-practices/#add-or-copy'],
  bad: 'FROM debian:12\nADD app.conf /etc/\n',
  good: 'FROM debian:12\nCOPY app.conf /etc/\n',
  *check({ instructions }) {
    for (const add of ofKind(instructions, 'ADD')) {
      const plain = add.sources.find(({ value }) => !isArchive(value) && !/^https?:\/\//.test(withoutQuotes(value)));
      if (plain !== undefined) yield found(add, { at: plain, message: `${plain.value} is only copied: use COPY.` });
    }
  },
});

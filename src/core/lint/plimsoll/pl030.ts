/** PL030: ADD of a remote archive, which stays packed in its layer. */
import { lasting, plimsollRule } from './plimsoll-rule';

const ARCHIVE = /\.(?:tar|tgz|tbz2?|txz|tar\.\w+|zip|deb|rpm|gz|xz|bz2|zst|7z)(?:[?#].*)?$/i;

export const pl030 = plimsollRule({
  code: 'PL030', name: 'add-remote-archive', severity: 'warning',
  checks: 'ADD fetches an archive or a package from an http(s) address, in a stage that is part of the image.',
  why: 'ADD does not unpack what it downloads. The archive stays in its layer, beside what a later RUN makes of it; deleting it there frees nothing.',
  cost: 'the size of the archive',
  links: ['https://docs.docker.com/build/building/best-practices/#add-or-copy'],
  bad: 'FROM debian:12\nADD https://example.com/app.tar.gz /tmp/\nRUN tar -xzf /tmp/app.tar.gz -C /opt\n',
  good: 'FROM debian:12\nRUN curl -fsSL https://example.com/app.tar.gz | tar -xz -C /opt\n',
  *check(context) {
    for (const add of lasting(context)) {
      if (add.kind !== 'ADD' || add.flags.some(({ name, value }) => name === 'unpack' && value !== 'false')) continue;
      const source = add.sources.find(({ value }) => /^https?:\/\//.test(value) && ARCHIVE.test(value));
      if (source !== undefined) {
        yield {
          instruction: add, span: source,
          message: 'The archive stays packed in this layer: download, unpack and delete it in one RUN, or use ADD --unpack with --checksum.',
        };
      }
    }
  },
});

/** DL3007: base image with the tag latest. */
import { found, hadolintRule, ofKind } from '../hadolint-rule';
import { hadolintReference } from '../image-reference';

export const dl3007 = hadolintRule({
  code: 'DL3007', name: 'no-latest-tag', severity: 'warning',
  checks: 'The image of FROM has the tag `latest` and no digest.',
  why: '`latest` moves: the same Dockerfile builds on another image tomorrow. Name a release.',
  bad: 'FROM debian:latest\n',
  good: 'FROM debian:12\n',
  *check({ instructions }) {
    for (const from of ofKind(instructions, 'FROM')) {
      const { tag, digest } = hadolintReference(from.image.raw);
      if (tag === 'latest' && digest === undefined) yield found(from, { at: from.image, message: 'latest moves: name a release.' });
    }
  },
});

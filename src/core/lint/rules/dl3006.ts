/** DL3006: base image without a tag. */
import { found, hadolintRule, ofKind } from '../hadolint-rule';
import { hadolintReference } from '../image-reference';

export const dl3006 = hadolintRule({
  code: 'DL3006', name: 'tag-base-image', severity: 'warning',
  checks: 'The image of FROM has neither tag nor digest (`scratch`, variables and earlier stages aside).',
  why: 'Without a tag it is `latest`, which is another image tomorrow.',
  bad: 'FROM debian\n',
  good: 'FROM debian:12\n',
  *check({ instructions }) {
    const aliases = new Set<string>();
    for (const from of ofKind(instructions, 'FROM')) {
      const { name, tag, digest } = hadolintReference(from.image.raw);
      if (name !== '' && name !== 'scratch' && tag === undefined && digest === undefined && !name.startsWith('$') && !aliases.has(name)) {
        yield found(from, { at: from.image, message: `${from.image.value} has no tag: it will be another image tomorrow.` });
      }
      if (from.alias !== undefined) aliases.add(from.alias.value);
    }
  },
});

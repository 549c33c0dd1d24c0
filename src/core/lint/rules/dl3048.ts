/** DL3048: label keys against Docker's guidelines. */
import { found, hadolintRule, ofKind } from '../hadolint-rule';

export const dl3048 = hadolintRule({
  code: 'DL3048', name: 'valid-label-key', severity: 'style',
  checks: 'A label key has capitals or other unusual characters, repeated separators, or a reserved prefix.',
  why: 'Tools that read labels expect lower-case keys with dots and dashes; the prefixes of Docker are reserved.',
  links: ['https://docs.docker.com/engine/manage-resources/labels/#key-format-recommendations'],
  bad: 'FROM debian:12\nLABEL Vendor="Example"\n',
  good: 'FROM debian:12\nLABEL org.example.vendor="Example"\n',
  *check({ instructions }) {
    for (const label of ofKind(instructions, 'LABEL')) {
      const bad = label.pairs.find(({ key }) => !isValid(key.value));
      if (bad !== undefined) yield found(label, { at: bad.key, message: `${bad.key.value} does not follow the guidelines for label keys.` });
    }
  },
});

function isValid(key: string): boolean {
  return /^[a-z](?:[a-z0-9._/-]*[a-z0-9])?$/.test(key) && !/^(?:com\.docker|io\.docker|org\.dockerproject)\./.test(key) && !/\.\.|--/.test(key);
}

/** DL3053: a label that should be a time is none. */
import { isTimestamp } from '../label-values';
import { hadolintRule } from '../hadolint-rule';
import { labelsOfType } from '../labels';

export const dl3053 = hadolintRule({
  code: 'DL3053', name: 'label-rfc3339', severity: 'warning', options: ['label-schema'],
  checks: 'A label of type rfc3339 is no timestamp.',
  why: 'Only with `label-schema` in the configuration: programs that read the label expect this form.',
  bad: '# with label-schema: {checked: rfc3339}\nFROM debian:12\nLABEL checked="yesterday"\n',
  good: '# with label-schema: {checked: rfc3339}\nFROM debian:12\nLABEL checked="2026-01-31T12:00:00Z"\n',
  check: (context) => labelsOfType(context, 'rfc3339', isTimestamp, 'is not a timestamp of RFC 3339'),
});

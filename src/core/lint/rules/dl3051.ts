/** DL3051: a label of the schema is empty. */
import { hadolintRule } from '../hadolint-rule';
import { labelsOfType } from '../labels';

export const dl3051 = hadolintRule({
  code: 'DL3051', name: 'label-not-empty', severity: 'warning', options: ['label-schema'],
  checks: 'A label that the schema lists has an empty value.',
  why: 'Only with `label-schema` in the configuration: an empty label says nothing.',
  bad: '# with label-schema: {checked: text}\nFROM debian:12\nLABEL checked=""\n',
  good: '# with label-schema: {checked: text}\nFROM debian:12\nLABEL checked="yes"\n',
  check: (context) => labelsOfType(context, undefined, (value) => value !== '', 'is empty'),
});

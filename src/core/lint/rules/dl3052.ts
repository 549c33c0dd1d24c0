/** DL3052: a label that should be an address is none. */
import { isUri } from '../label-values';
import { hadolintRule } from '../hadolint-rule';
import { labelsOfType } from '../labels';

export const dl3052 = hadolintRule({
  code: 'DL3052', name: 'label-url', severity: 'warning', options: ['label-schema'],
  checks: 'A label of type url is no URI.',
  why: 'Only with `label-schema` in the configuration: programs that read the label expect this form.',
  bad: '# with label-schema: {checked: url}\nFROM debian:12\nLABEL checked="example"\n',
  good: '# with label-schema: {checked: url}\nFROM debian:12\nLABEL checked="https://example.com"\n',
  check: (context) => labelsOfType(context, 'url', isUri, 'is not an absolute URI'),
});

/** DL3058: a label that should be an e-mail address is none. */
import { isEmailAddress } from '../label-values';
import { hadolintRule } from '../hadolint-rule';
import { labelsOfType } from '../labels';

export const dl3058 = hadolintRule({
  code: 'DL3058', name: 'label-email', severity: 'warning', options: ['label-schema'],
  checks: 'A label of type email is no address.',
  why: 'Only with `label-schema` in the configuration: programs that read the label expect this form.',
  bad: '# with label-schema: {checked: email}\nFROM debian:12\nLABEL checked="nobody"\n',
  good: '# with label-schema: {checked: email}\nFROM debian:12\nLABEL checked="nobody@example.com"\n',
  check: (context) => labelsOfType(context, 'email', isEmailAddress, 'is not an e-mail address'),
});

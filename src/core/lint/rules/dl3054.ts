/** DL3054: a label that should name a licence does not. */
import { isLicence } from '../label-values';
import { hadolintRule } from '../hadolint-rule';
import { labelsOfType } from '../labels';

export const dl3054 = hadolintRule({
  code: 'DL3054', name: 'label-spdx', severity: 'warning', options: ['label-schema'],
  checks: 'A label of type spdx is no SPDX licence expression.',
  why: 'Only with `label-schema` in the configuration: programs that read the label expect this form.',
  bad: '# with label-schema: {checked: spdx}\nFROM debian:12\nLABEL checked="free"\n',
  good: '# with label-schema: {checked: spdx}\nFROM debian:12\nLABEL checked="Apache-2.0"\n',
  check: (context) => labelsOfType(context, 'spdx', isLicence, 'is not an SPDX licence expression'),
});

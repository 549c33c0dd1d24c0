/** DL3056: a label that should be a version is none. */
import { isSemanticVersion } from '../label-values';
import { hadolintRule } from '../hadolint-rule';
import { labelsOfType } from '../labels';

export const dl3056 = hadolintRule({
  code: 'DL3056', name: 'label-semver', severity: 'warning', options: ['label-schema'],
  checks: 'A label of type semver is no semantic version.',
  why: 'Only with `label-schema` in the configuration: programs that read the label expect this form.',
  bad: '# with label-schema: {checked: semver}\nFROM debian:12\nLABEL checked="one"\n',
  good: '# with label-schema: {checked: semver}\nFROM debian:12\nLABEL checked="1.2.3"\n',
  check: (context) => labelsOfType(context, 'semver', isSemanticVersion, 'is not a semantic version'),
});

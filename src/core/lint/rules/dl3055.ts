/** DL3055: a label that should be a commit is none. */
import { isGitHash } from '../label-values';
import { hadolintRule } from '../hadolint-rule';
import { labelsOfType } from '../labels';

export const dl3055 = hadolintRule({
  code: 'DL3055', name: 'label-hash', severity: 'warning', options: ['label-schema'],
  checks: 'A label of type hash is no git commit hash.',
  why: 'Only with `label-schema` in the configuration: programs that read the label expect this form.',
  bad: '# with label-schema: {checked: hash}\nFROM debian:12\nLABEL checked="main"\n',
  good: '# with label-schema: {checked: hash}\nFROM debian:12\nLABEL checked="d3b07384d113edec49eaa6238ad5ff00d3b07384"\n',
  check: (context) => labelsOfType(context, 'hash', isGitHash, 'is not a git hash of 7 or 40 digits'),
});

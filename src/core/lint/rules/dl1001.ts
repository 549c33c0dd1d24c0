/** DL1001: a pragma silences rules for one line. */
import { hadolintRule } from '../hadolint-rule';
import { readPragmas } from '../pragmas';

export const dl1001 = hadolintRule({
  code: 'DL1001', name: 'no-inline-ignore', severity: 'info', offByDefault: true,
  checks: 'A comment `# hadolint ignore=…` is used.',
  why: 'For teams that want exceptions in the configuration, where they are seen, and not in single files. Off unless the configuration gives it a severity.',
  bad: 'FROM debian:12\n# hadolint ignore=DL3003\nRUN cd /tmp && make\n',
  good: 'FROM debian:12\nWORKDIR /tmp\nRUN make\n',
  *check({ dockerfile }) {
    for (const comment of readPragmas(dockerfile).inline) yield { span: comment, message: 'This comment silences rules for the next line.' };
  },
});

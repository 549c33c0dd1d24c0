/** DL3050: a label that the schema does not know. */
import { found, hadolintRule, ofKind } from '../hadolint-rule';

export const dl3050 = hadolintRule({
  code: 'DL3050', name: 'superfluous-label', severity: 'info', options: ['label-schema', 'strict-labels'],
  checks: 'LABEL sets a key that the schema does not list.',
  why: 'Only with `strict-labels` in the configuration: for teams that agreed on labels.',
  bad: '# with label-schema: {maintainer: text}, strict-labels: true\nFROM debian:12\nLABEL maintainer="Example" vendor="Example"\n',
  good: '# with label-schema: {maintainer: text}, strict-labels: true\nFROM debian:12\nLABEL maintainer="Example"\n',
  *check({ instructions, config }) {
    if (!config.strictLabels) return;
    for (const label of ofKind(instructions, 'LABEL')) {
      const extra = label.pairs.find(({ key }) => !Object.hasOwn(config.labelSchema, key.value));
      if (extra !== undefined) yield found(label, { at: extra.key, message: `The schema has no label ${extra.key.value}.` });
    }
  },
});

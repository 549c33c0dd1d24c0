/** Files with rules are told by their names, and where those were changed by their keys; nothing else is taken for one. */
import { expect, test } from 'vitest';
import { rulesByContent, rulesByName } from '../../../src/app/rule-kinds';

test.each([
  ['.dive-ci', 'dive'], ['dive-ci', 'dive'], ['ci/.dive.yaml', 'dive'], ['dive.yml', 'dive'], ['.plimsoll.yaml', 'own'], ['plimsoll.yml', 'own'],
  ['.hadolint.yaml', 'hadolint'], ['folder/hadolint.yml', 'hadolint'], ['Dockerfile', undefined], ['dive-ci.tar', undefined], ['my.hadolint.yaml.txt', undefined],
])('%s is %s', (name, kind) => expect(rulesByName(name)).toBe(kind));

test.each([
  ['rules:\n  lowestEfficiency: 0.9\n', 'dive'], ['rules:\n  # comment\n  "highestWastedBytes": 20MB\n', 'dive'], ['rules:\n  lowest-efficiency: 0.9\n', 'dive'],
  ['budget:\n  totalSize: 1MB\n', 'own'], ['ignored:\n  - DL3008\n', 'hadolint'], ['failure-threshold: error\n', 'hadolint'],
  ['rules:\n  - name: other\n', undefined], ['FROM debian\nRUN echo budget: 1\n', undefined], ['', undefined], ['  budget: indented\n', undefined],
])('%j is %s', (text, kind) => expect(rulesByContent(text)).toBe(kind));

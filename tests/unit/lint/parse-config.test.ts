/** `.hadolint.yaml`: every key, and what is said about those that do not fit. */
import { expect, test } from 'vitest';
import { parseLintConfig } from '../../../src/core/lint/parse-config';

test('all keys', () => {
  const parsed = parseLintConfig([
    'failure-threshold: warning', 'format: sarif', 'no-fail: true', 'disable-ignore-pragma: true', 'strict-labels: true', 'ignored: [DL3006, SC1010]',
    'override:', '  error: [DL3008]', '  style: [DL3015]', 'trustedRegistries:', '  - docker.io', '  - "*.example.com"', 'label-schema:', '  author: text', '  version: semver',
  ].join('\n'));
  expect(parsed).toEqual({
    ok: true,
    value: {
      failureThreshold: 'warning', format: 'sarif', noFail: true, disableIgnorePragma: true, strictLabels: true, ignored: ['DL3006', 'SC1010'],
      override: { error: ['DL3008'], warning: [], info: [], style: ['DL3015'] }, trustedRegistries: ['docker.io', '*.example.com'],
      labelSchema: { author: 'text', version: 'semver' },
    },
  });
});

test('registries as one text', () => {
  expect(parseLintConfig('trustedRegistries: a.io, b.io')).toMatchObject({ ok: true, value: { trustedRegistries: ['a.io', 'b.io'] } });
});

test('empty is the default', () => expect(parseLintConfig('')).toMatchObject({ ok: true, value: { ignored: [], failureThreshold: 'info' } }));

test.each([
  ['- a list', /mapping/], ['ignored: DL3006', /"ignored" is not a list/], ['ignores: []', /"ignores" is no key/], ['failure-threshold: high', /none of error/],
  ['override: {fatal: []}', /no severity "fatal"/], ['label-schema: {a: number}', /type that hadolint does not know/], ['no-fail: maybe', /neither true nor false/],
  ['a: [', /not valid YAML/], ['"__proto__": {}', /no key/],
])('%s', (text, message) => {
  const parsed = parseLintConfig(text);
  expect(parsed.ok).toBe(false);
  if (!parsed.ok) expect(parsed.problem.message).toMatch(message);
});

/** The rules' facts against what hadolint 2.15.1 and BuildKit state of theirs: severities, what is off, what looks into ONBUILD. */
import { expect, test } from 'vitest';
import { BUILDKIT_RULES } from '../../../src/core/lint/buildkit/index';
import { ALL_RULES } from '../../../src/core/lint/registry';
import { HADOLINT_RULES } from '../../../src/core/lint/rules/index';

const codes = (text: string): string[] => text.trim().split(/\s+/).map((number) => `DL${number}`);
const of = (keep: (rule: (typeof HADOLINT_RULES)[number]) => boolean): string[] => HADOLINT_RULES.filter(keep).map(({ code }) => code).sort();

test('errors', () => expect(of(({ severity }) => severity === 'error')).toEqual(codes('3000 3004 3011 3012 3020 3021 3023 3024 3026 3043 3044 3061 4000 4004')));

test('notes and matters of style', () => {
  expect(of(({ severity, offByDefault }) => severity === 'info' && offByDefault !== true)).toEqual(codes('3001 3009 3010 3015 3019 3047 3049 3050 3059 3060 3066'));
  expect(of(({ severity }) => severity === 'style')).toEqual(codes('3048'));
});

test('off by default', () => {
  expect(of(({ offByDefault }) => offByDefault === true)).toEqual(codes('1001 3057'));
});

test('what runs once more over the instructions inside ONBUILD', () => {
  expect(of(({ onbuild }) => onbuild === true)).toEqual(codes(
    '3001 3004 3008 3009 3013 3014 3015 3016 3018 3019 3027 3028 3030 3032 3033 3034 3035 3036 3037 3038 3040 3041 3042 3046 3047 3060 3062 3064 4001 4005',
  ));
});

test('BuildKit makes 22 checks; the one left out needs a registry', () => {
  expect(BUILDKIT_RULES).toHaveLength(21);
  expect(BUILDKIT_RULES.every(({ severity }) => severity === 'warning')).toBe(true);
  expect(BUILDKIT_RULES.map(({ code }) => code)).not.toContain('InvalidBaseImagePlatform');
});

test('every rule says what it checks, why, and where to read on; those on size say what it costs', () => {
  for (const { code, name, checks, why, links, source } of ALL_RULES) {
    expect(name, code).toMatch(/^[a-z0-9]+(-[a-z0-9]+)*$/);
    for (const sentence of [checks, why]) expect(sentence, code).toMatch(/^\S.*[.)`]$/s);
    expect(links.every((link) => link.startsWith('https://')), code).toBe(true);
    if (source !== 'plimsoll') expect(links.length, code).toBeGreaterThan(0);
  }
  expect(ALL_RULES.filter(({ bearsOnSize, cost }) => bearsOnSize && cost === undefined).map(({ code }) => code)).toEqual([]);
});

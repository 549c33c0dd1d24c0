/** YAML of unknown origin becomes a value or a problem with its place, whatever its anchors do. */
import { describe, expect, it } from 'vitest';
import { parseDiveRules } from '../../src/core/budget/dive-rules';
import { parseOwnRules } from '../../src/core/budget/own-rules';
import { parseLintConfig } from '../../src/core/lint/parse-config';
import { parseYaml } from '../../src/core/yaml';

describe('YAML of unknown origin', () => {
  it('is a value with maps for mappings', () => {
    expect(parseYaml('\uFEFFa: [1, x]\nb:\n  c: ~\n', true)).toEqual({ ok: true, value: new Map<string, unknown>([['a', [1, 'x']], ['b', new Map([['c', null]])]]) });
    expect(parseYaml('', true)).toEqual({ ok: true, value: null });
    expect(parseYaml('__proto__:\n  polluted: true\n', true)).toMatchObject({ ok: true });
    expect(({} as { polluted?: boolean }).polluted).toBeUndefined();
  });

  it('says what is wrong and where', () => {
    expect(parseYaml('a: 1\nb: [\n', true)).toMatchObject({ ok: false, why: expect.stringMatching(/^Flow sequence .*[^.:]$/) as unknown, line: 3, column: 1 });
    expect(parseYaml('a: 1\na: 2\n', true)).toMatchObject({ ok: false, line: 2 });
  });

  // Before depth was measured, the first of these ended the process: no error was there to be caught.
  it.each([
    ['flow lists', '['.repeat(90_000)], ['closed flow lists', '['.repeat(40_000) + ']'.repeat(40_000)], ['flow mappings', '{a: '.repeat(20_000)], ['block lists', '- '.repeat(45_000)],
    ['keys', '? '.repeat(45_000)], ['indentation', Array.from({ length: 400 }, (_, level) => `${' '.repeat(level)}a:\n`).join('')],
  ])('is refused when it nests without end, in %s', (_name, text) => {
    expect(parseYaml(text, true)).toEqual({ ok: false, why: 'it nests deeper than 64 levels' });
    expect(parseLintConfig(text)).toMatchObject({ ok: false, problem: { kind: 'bad-lint-config' } });
    expect(parseDiveRules(text).problems).toMatchObject([{ kind: 'rules-unreadable' }]);
    expect(parseOwnRules(text).problems).toMatchObject([{ kind: 'rules-unreadable' }]);
  });

  it('is refused or read without harm when its anchors multiply or form chains', () => {
    const bomb = ['a: &a [x, x, x, x, x, x, x, x, x]', ...'bcdefghi'.split('').map((name, index) => `${name}: &${name} [${Array(9).fill(`*${'abcdefgh'[index]}`).join(', ')}]`)].join('\n');
    expect(parseYaml(bomb, true)).toEqual({ ok: false, why: 'it repeats itself through too many aliases' });
    const chain = ['x0: &x0 [1]', ...Array.from({ length: 1000 }, (_, index) => `x${index + 1}: &x${index + 1} [*x${index}]`)].join('\n');
    expect(parseYaml(chain, true)).toMatchObject({ ok: false });
  });
});

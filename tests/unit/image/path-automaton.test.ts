/** Expressions and globs over paths: the automaton finds what the engine's own expressions find. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { encodeUtf8 } from '../../../src/core/bytes/text';
import { PathAutomaton } from '../../../src/core/image/path-automaton';
import { readPattern } from '../../../src/core/image/path-pattern';
import { pathPattern } from '../../../src/core/image/tree-search';

function automatonOf(text: string, mode: 'glob' | 'regex' = 'regex'): PathAutomaton {
  const program = pathPattern(text, mode);
  if (!program.ok) throw new Error(`${text}: ${program.problem.message}`);
  return new PathAutomaton(program.value);
}

/** As a search goes through a path: name by name. */
function finds(automaton: PathAutomaton, path: string): boolean {
  let state = automaton.start;
  path.split('/').forEach((name, at) => {
    const bytes = encodeUtf8(name);
    state = automaton.run(at === 0 ? state : automaton.intoDirectory(state), bytes, 0, bytes.length);
  });
  return automaton.accepts(state);
}

function engine(text: string): RegExp {
  try {
    return new RegExp(text, 'u');
  } catch {
    return new RegExp(text);
  }
}

const PATHS = [
  'a', 'ab', 'aab', 'ba', 'b/a', 'usr/lib/libssl.so.3', 'usr/lib/python3/x.py', 'usr/lib/python3/x.pyc', 'a-b', 'a b', 'a_b/c', 'etc/[x]', 'etc/{1}', 'x{1,2}y',
  'ä', 'Ä/ö', 'x\u{1f600}', '\u{1f600}/x', 'α/β', '9', 'a9', '\\', 'a.b.c', '$', '^', 'a$', 'aaa/aaa', 'tab', 'a|b', 'uu', 'u{3}', 'p{L}', 'k', 'c', 'cA', '-x', 'ſ',
];

describe('expressions', () => {
  test.each([
    '.', 'a', '^a', 'a$', '^a$', '^$', '$^', 'a|b', '^(a|b)$', '(?:a|b)/', '(?<n>a)b', 'a*', 'a+b', 'a?b', 'a*?b', '^a{2}', '^a{2,}b', 'a{1,2}$', '^a{0}b', 'a{0,1}b$', '(a*)*b', '(a|aa)+$', '()', '(|a)b', 'a||b',
    '\\.py$', '\\.so(\\.\\d+)*$', '^usr/.*\\.py', '[a-c]$', '[^a-c]$', '[\\]x]', '[^/]+/[^/]+$', '\\d', '\\D$', '\\w\\W', '\\s', '\\bb', 'b\\b', '\\Bb', 'b\\B', '\\b', '^\\b', '\\b$', '\\B$', 'a\\b.', '(\\ba|b$)', '[\\b]',
    'ä', '^.$', '^..$', '\\p{L}$', '\\P{L}', '\\u{1f600}', '\\u00e4', '\\xe4', '[\u{1f600}]', '\\ud83d\\ude00', '\\ud83d', '\u{1f600}+', '\\cA', '\\0', '\\\\', '\\$', '\\/', '\\^',
    // What only the older syntax takes.
    '\\-', '\\u{3}', '\\p{L}\\-', '{', 'a{', 'x{1,2', ']', '}', '\\-.', '\\-|^.$', '[\u{1f600}]\\-?|\\_', '\\xg', '\\u12', '\\c',
  ])('%s', (text) => {
    const expression = engine(text);
    const automaton = automatonOf(text);
    expect(PATHS.filter((path) => finds(automaton, path))).toEqual(PATHS.filter((path) => expression.test(path)));
    expect(automaton.exhausted).toBe(false);
  });

  test('whatever is made of their parts', () => {
    const atom = fc.constantFrom('a', 'b', '/', '.', '[ab]', '[^a]', '\\w', '\\b', '\\B', '^', '$', 'é', '\\W');
    const tree = fc.letrec<{ pattern: string }>((tie) => ({
      pattern: fc.oneof(
        { maxDepth: 4 },
        atom,
        fc.tuple(tie('pattern'), tie('pattern')).map(([one, other]) => one + other),
        fc.tuple(tie('pattern'), tie('pattern')).map(([one, other]) => `(${one}|${other})`),
        fc.tuple(tie('pattern'), fc.constantFrom('*', '+', '?', '{2}', '{1,3}', '{0,2}?', '{2,}')).map(([one, times]) => `(?:${one})${times}`),
      ),
    })).pattern;
    const path = fc.array(fc.constantFrom('a', 'b', 'é', ' ', 'ab'), { minLength: 1, maxLength: 4 }).map((parts) => parts.join(''));
    fc.assert(fc.property(tree, fc.array(path, { minLength: 1, maxLength: 3 }), (text, names) => {
      const whole = names.join('/');
      expect(finds(automatonOf(text), whole)).toBe(engine(text).test(whole));
    }), { numRuns: 500 });
  });
});

describe('globs', () => {
  test.each([
    ['*', PATHS], ['**', PATHS], ['/**', PATHS], ['**/**', PATHS],
    ['*.py', ['usr/lib/python3/x.py']], ['x.py?', ['usr/lib/python3/x.pyc']], ['*.so*', ['usr/lib/libssl.so.3']],
    ['usr/**', ['usr/lib/libssl.so.3', 'usr/lib/python3/x.py', 'usr/lib/python3/x.pyc']],
    ['/usr/*/*', ['usr/lib/libssl.so.3']], ['./b/a', ['b/a']], ['**/a', ['a', 'b/a']], ['**/lib/**/x.*', ['usr/lib/python3/x.py', 'usr/lib/python3/x.pyc']],
    ['**/python3/**/x.py', ['usr/lib/python3/x.py']], ['usr/**/**/x.py', ['usr/lib/python3/x.py']], ['aaa/**', ['aaa/aaa']], ['aaa/aaa/**', ['aaa/aaa']],
    ['?', ['a', 'b/a', 'a_b/c', 'ä', 'Ä/ö', '\u{1f600}/x', 'α/β', '9', '\\', '$', '^', 'k', 'c', 'ſ']], ['[x]', ['etc/[x]']], ['{1}', ['etc/{1}']], ['x{1,2}y', ['x{1,2}y']],
    ['b/', []], ['b//a', []], ['A', []], ['a**b', ['ab', 'aab', 'a-b', 'a b', 'a|b']],
  ])('%s', (text, expected) => {
    const automaton = automatonOf(text, 'glob');
    expect(PATHS.filter((path) => finds(automaton, path))).toEqual(expected);
  });
});

test('a name that is no text is met as it is shown', () => {
  const bytes = Uint8Array.of(0x61, 0xff, 0x0a, 0x25);
  const automaton = automatonOf('^a\\\\xff\\\\x0a%$');
  expect(automaton.accepts(automaton.run(automaton.start, bytes, 0, bytes.length))).toBe(true);
});

test('expressions that are none, or that only going back could follow', () => {
  const kind = (text: string): string => {
    const read = readPattern(text);
    return read.ok ? '' : read.problem.kind;
  };
  for (const text of ['(', '[', 'a**', '*', '(?<n', '\\'] as const) expect(kind(text)).toBe('invalid-regex');
  for (const text of ['(?=a)', '(?!a)', '(?<=a)b', '(?<!a)b', '(a)\\1', '(?<n>a)\\k<n>'] as const) expect(kind(text)).toBe('unsupported-regex');
  for (const text of ['a{3000}', '(?:(?:a{50}){50}){50}', '('.repeat(600) + ')'.repeat(600), 'a{99999999999999999999}'] as const) expect(kind(text)).toBe('costly-regex');
  expect(kind('(?:'.repeat(180) + 'a' + ')*'.repeat(180))).toBe('');
});

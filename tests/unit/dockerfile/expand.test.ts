/** Variables, quotes, escapes and words as the builder expands them. */
import { describe, expect, it } from 'vitest';
import { expand, unquote } from '../../../src/core/dockerfile/expand';

const VALUES = new Map([['NAME', 'anchor'], ['PATHS', '/a/b/a'], ['EMPTY', ''], ['TWO', 'x  y'], ['DOTS', 'a.b.c']]);
const run = (text: string, escape: '\\' | '`' = '\\') => expand(text, (name) => VALUES.get(name), { escape });

describe('text', () => {
  it.each([
    ['$NAME', 'anchor'], ['${NAME}s', 'anchors'], ['$NAMEs', ''], ['$', '$'], ['a$', 'a$'], ['$ b', '$ b'],
    ['\\$NAME', '$NAME'], ["'$NAME'", '$NAME'], ['"$NAME"', 'anchor'], ['"\\$NAME"', '$NAME'], ['"a\\b"', 'a\\b'], ['a\\b', 'ab'],
    ['${NOT:-d}', 'd'], ['${EMPTY:-d}', 'd'], ['${EMPTY-d}', ''], ['${NAME:+yes}', 'yes'], ['${EMPTY:+yes}', ''], ['${EMPTY+yes}', 'yes'],
    ['${NOT:-${NAME}}', 'anchor'], ['${NAME:?gone}', 'anchor'], ['${NOT:-"a b"}', 'a b'],
    ['${DOTS#*.}', 'b.c'], ['${DOTS##*.}', 'c'], ['${DOTS%.*}', 'a.b'], ['${DOTS%%.*}', 'a'], ['${DOTS#x}', 'a.b.c'], ['${DOTS#?}', '.b.c'],
    ['${PATHS/a/z}', '/z/b/a'], ['${PATHS//a/z}', '/z/b/z'], ['${PATHS/\\/a/}', '/b/a'], ['${PATHS//b*/}', '/a/'], ['${DOTS//./-}', 'a-b-c'],
    ['$NAME$EMPTY$NAME', 'anchoranchor'], ['$1x', 'x'], ['été$NAME', 'étéanchor'],
  ])('%s', (text, expected) => {
    expect(run(text)).toMatchObject({ text: expected });
    expect(run(text).error).toBeUndefined();
  });

  it('takes a backtick as the escape', () => {
    expect(run('`$NAME C:\\x', '`').text).toBe('$NAME C:\\x');
  });

  it.each(["'open", '"open', '${', '${}', '${NAME', '${:-x}', '${{NAME}}', '${NAME=x}', '${NAME:#a}', '${NOT:?gone}', '${NOT?}', '${NAME/a}', '${DOTS#\\x}'])('%s is refused', (text) => {
    expect(run(text).error).toBeTypeOf('string');
  });

  it('gives up on patterns made to be slow', () => {
    const pattern = `${'*a'.repeat(200)}b`;
    const on = (text: string, length: number) => expand(text, () => 'a'.repeat(length), { escape: '\\' });
    expect(on(`\${X##${pattern}}`, 2_000).text).toHaveLength(2_000);
    expect(on(`\${X##${pattern}}`, 50_000).error).toBeTypeOf('string');
    expect(on(`\${X//${pattern}/}`, 2_000).error).toBeTypeOf('string');
  });
});

it('says which names had a value', () => {
  const { matched, unmatched } = run('$NAME ${NOT:-$ALSO} $EMPTY');
  expect([...matched]).toEqual(['NAME', 'EMPTY']);
  expect([...unmatched]).toEqual(['ALSO', 'NOT']);
});

it.each([
  ['a b', ['a', 'b']], ['  a  ', ['a']], ['"a b" c', ['a b', 'c']], ['a$TWO', ['ax', 'y']], ['"$TWO"', ['x  y']], ['a\\ b', ['a b']], ['', []], ["''", []],
])('words of %j', (text, words) => {
  expect(run(text).words.map((word) => word.text)).toEqual(words);
});

it.each([['"a"b', 'ab'], ['$X/"b"', '$X/b'], ['${X:-d}', '${X:-d}'], ['"open', '"open']])('unquotes %s', (text, expected) => {
  expect(unquote(text, '\\')).toBe(expected);
});

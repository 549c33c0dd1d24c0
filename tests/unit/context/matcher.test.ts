/** What an ignore file leaves out: moby's pattern rules as a table of facts, then order, parents and reading of the file. */
import { describe, expect, it } from 'vitest';
import { readIgnoreFile } from '../../../src/core/context/ignore-file';
import { createMatcher } from '../../../src/core/context/matcher';

function ignores(file: string, path: string): boolean {
  const matcher = createMatcher(readIgnoreFile(file));
  if (!matcher.ok) throw new Error(matcher.problem.message);
  return matcher.value.ignores(path);
}

describe('one pattern', () => {
  const cases: readonly (readonly [pattern: string, path: string, ignored: boolean])[] = [
    ['**', 'file', true], ['**', 'dir/file', true], ['**/', 'file', true], ['**/', 'dir/file', true], ['**/**', 'dir/file', true],
    ['dir/**', 'dir/file', true], ['dir/**', 'dir/dir2/file', true], ['**/dir', 'dir', true], ['**/dir', 'dir/file', true],
    ['**/dir2/*', 'dir/dir2/file', true], ['**/dir2/*', 'dir/dir2/dir2/file', true], ['**/dir2/**', 'dir/dir2/dir2/file', true],
    ['**file', 'file', true], ['**file', 'dir/file', true], ['**file', 'dir/xfile', true], ['**/file', 'dir/dir/file', true], ['**/file', 'dir/xfile', false],
    ['**/file*', 'dir/dir/file', true], ['**/file*', 'dir/dir/file.txt', true], ['**/file*txt', 'dir/dir/file.txt', true],
    ['**/**/*.txt', 'dir/dir/file.txt', true], ['**/**/*.txt2', 'dir/dir/file.txt', false],
    ['a**/*.txt', 'a/file.txt', true], ['a**/*.txt', 'a/dir/dir/file.txt', true], ['a/*.txt', 'a/dir/file.txt', false], ['a/*.txt', 'a/file.txt', true],
    ['a[b-d]e', 'ae', false], ['a[b-d]e', 'ace', true], ['a[b-d]e', 'aae', false], ['a[^b-d]e', 'aze', true], ['a[^b-d]e', 'ace', false],
    ['.*', '.foo', true], ['.*', 'foo', false], ['abc.def', 'abcdef', false], ['abc.def', 'abc.def', true], ['abc.def', 'abcZdef', false],
    ['abc?def', 'abcZdef', true], ['abc?def', 'abcdef', false], ['abc?def', 'abc/def', false], ['a\\*b', 'a*b', true], ['a\\*b', 'axb', false],
    ['**/foo/bar', 'foo/bar', true], ['**/foo/bar', 'dir/foo/bar', true], ['**/foo/bar', 'dir/dir2/foo/bar', true],
    ['abc/**', 'abc', false], ['abc/**', 'abc/def', true], ['abc/**', 'abc/def/ghi', true], ['**/.foo', 'bar/.foo', true], ['**/.foo', 'bar.foo', false],
    ['a(b)c/def', 'a(b)c/def', true], ['a(b)c/def', 'a(b)c/xyz', false], ['a.|)$(}+{bc', 'a.|)$(}+{bc', true],
    ['dist/proxy.py-2.4.0rc3.dev36+g08acad9-py3-none-any.whl', 'dist/proxy.py-2.4.0rc3.dev36+g08acad9-py3-none-any.whl', true],
    ['*', 'a/b', true], ['*/b', 'a/b', true], ['*/b', 'a/c/b', false], ['?', '😀', true], ['/etc', 'etc', true], ['etc/', 'etc/passwd', true],
    ['a/../b', 'b', true], ['./a', 'a', true], ['[[]x', '[x', true],
    // Cleaned first: what leads out of the folder, or to it, takes nothing; blanks at the ends are no part of a pattern, a no-break space neither.
    ['..', 'a', false], ['../a', 'a', false], ['/..', '..', false], ['.', 'a', false], ['/', 'a', false], ['a/..', 'a', false], ['a//b/', 'a/b', true],
    ['a \t', 'a', true], ['a\u00a0', 'a', true], ['a\r', 'a', true], ['x y', 'x y', true], ['\\ a', ' a', true],
    ['a/**/b', 'a/b', true], ['a/**/b', 'a/x/y/b', true], ['a/**/b', 'a/xb', false], ['a/**b', 'a/xb', false], ['a/**b', 'a/x/b', true], ['**/a/**', 'a', false],
    ['***', 'a/b', true], ['a***', 'a/b', true], ['**/*', '.a', true], ['*/**', 'a', false],
    // Classes are Go's: `!` means itself, escapes and named classes have their meaning, `]` may stand first.
    ['[!a]', '!', true], ['[!a]', 'b', false], ['[\\d]x', '7x', true], ['\\d', '7', true], ['\\d', 'd', false], ['[[:alpha:]]', 'q', true], ['[a\\-z]', '-', true], ['[a\\-z]', 'b', false],
    ['[\\]a]', ']', true], ['[^\\]]', 'a', true], ['[é]x', 'éx', true], ['[😀-😂]', '😁', true],
    // moby leaves these as they are in its expression: an alternative, a repetition, the beginning of the path.
    ['a|b*', 'a/anything', true], ['a|b*', 'x/b', true], ['a|b', 'a', false], ['a{2}*', 'aa', true], ['a{2}*', 'a{2}', false], ['a{1,}?', 'aab', true], ['^a*', 'ab', true], ['^a*', '^ab', false],
    ['a+(b)*', 'a+(b)', true], ['[*]', ']', true], ['[?]', '[]', true],
  ];
  it.each(cases)('%s · %s → %s', (pattern, path, ignored) => {
    expect(ignores(pattern, path)).toBe(ignored);
  });

  it.each(['[', '[^', 'a[', '[]', '[-]', '[x-]', 'a\\', '!', '[z-a]', '\\q', '*{2}'])('refuses %s, as a build would, and says where', (pattern) => {
    const matcher = createMatcher(readIgnoreFile(`ok\n${pattern}`));
    expect(matcher).toMatchObject({ ok: false, problem: { kind: 'ignore-pattern-invalid', where: { line: 2 } } });
  });

  it('needs time that grows with the path, not with the number of stars', () => {
    const path = `${'a/'.repeat(200)}b`;
    expect(ignores(`${'**/a/'.repeat(20)}*x`, path)).toBe(false);
    expect(ignores(`${'*a'.repeat(60)}`, 'a'.repeat(4000) + 'b')).toBe(false);
  });
});

describe('several lines', () => {
  it.each([
    ['*\n!a', 'a', false], ['*\n!a', 'b', true], ['!a\n*', 'a', true], ['docs\n!docs/README.md', 'docs/README.md', false],
    ['docs\n!docs/README.md', 'docs/x', true], ['docs/*\n!docs/README.md\ndocs/README.md', 'docs/README.md', true],
    ['*\n!a/b', 'a/b/c', false], ['*\n!a/b', 'a/c', true], ['**/*.md\n!README.md', 'README.md', false], ['**/*.md\n!README.md', 'x/README.md', true],
    // A folder that is left out does not keep what is in it out for good; one of its own lines later brings the whole of it back.
    ['a\n!a/b\na/b/c', 'a/b/d', false], ['a\n!a/b\na/b/c', 'a/b/c', true], ['a/**\n!a/b/c', 'a/b/c', false], ['a/**\n!a/b/c', 'a/b/x', true], ['**\n!*.txt', 'a/b.txt', true], ['**\n!**/*.txt', 'a/b.txt', false],
    ['*\n!a/', 'a/x', false], ['*\n! a', 'a', false], ['!a', 'a', false], ['a\n!**', 'a/x', false],
    ['util/docker/web\n!util/docker/web/foo', 'util/docker/web/foo/bar', false], ['a\n!a\na/b', 'a/b', true], ['a\n!a\na/b', 'a/c', false],
  ] as const)('%j · %s → %s', (file, path, ignored) => {
    expect(ignores(file, path)).toBe(ignored);
  });
});

describe('reading the file', () => {
  it('drops comments and blank lines, trims, cleans, and keeps line numbers', () => {
    const lines = readIgnoreFile('\ufeff# note\n\n  docs/ \r\n #not-a-comment\n! ./keep//me\n/top\n');
    expect(lines.map(({ pattern, line }) => [pattern, line])).toEqual([['docs', 3], ['#not-a-comment', 4], ['!keep/me', 5], ['top', 6]]);
  });
});

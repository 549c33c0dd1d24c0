/** Colours of the editor: each kind of word has its own, through continuations, comments, quotes and heredocs. */
import { highlightTree, tagHighlighter, tags } from '@lezer/highlight';
import { expect, test } from 'vitest';
import { dockerfile } from '../../../src/ui/editor/dockerfile-language';

const KINDS = tagHighlighter([
  { tag: tags.keyword, class: 'keyword' }, { tag: tags.controlKeyword, class: 'control' }, { tag: tags.typeName, class: 'command' }, { tag: tags.attributeName, class: 'flag' },
  { tag: tags.variableName, class: 'variable' }, { tag: tags.string, class: 'string' }, { tag: tags.comment, class: 'comment' }, { tag: tags.processingInstruction, class: 'directive' },
  { tag: tags.operator, class: 'operator' }, { tag: tags.meta, class: 'meta' }, { tag: tags.invalid, class: 'invalid' },
]);

function words(text: string): readonly string[] {
  const found: string[] = [];
  highlightTree(dockerfile.parser.parse(text), KINDS, (from, to, kind) => found.push(`${kind} ${text.slice(from, to)}`));
  return found;
}

test.each<readonly [string, string, readonly string[]]>([
  ['stages', 'FROM --platform=$P a:1 AS b', ['keyword FROM', 'flag --platform', 'variable $P', 'keyword AS']],
  ['a shell', 'RUN A=1 make -j && if x; then y; fi', ['keyword RUN', 'command make', 'flag -j', 'operator &&', 'control if', 'command x', 'operator ;', 'control then', 'command y', 'operator ;', 'control fi']],
  ['a comment inside', 'RUN a \\\n# why\n  b\nUSER c', ['keyword RUN', 'command a', 'meta \\', 'comment # why', 'keyword USER']],
  ['a heredoc', 'COPY <<EOF /a\nRUN x\nEOF\nUSER b', ['keyword COPY', 'meta <<EOF', 'string RUN x', 'meta EOF', 'keyword USER']],
  ['directives', '# syntax=a\n# check=skip=B\n\n# syntax=c', ['directive # syntax=a', 'directive # check=skip=B', 'comment # syntax=c']],
  ['another escape', '# escape=`\nRUN a `\n b', ['directive # escape=`', 'keyword RUN', 'command a', 'meta `']],
  ['what is none', 'FORM a', ['invalid FORM a']],
  ['quotes', 'ENV A="b c" D=\'e\'', ['keyword ENV', 'string "b c"', 'string \'e\'']],
  ['a trigger', 'ONBUILD RUN a', ['keyword ONBUILD', 'keyword RUN', 'command a']],
])('%s', (_name, text, expected) => expect(words(text)).toEqual(expected));

test('a long line of anything ends', () => {
  expect(() => words(`RUN ${'"\\$({[<'.repeat(20_000)}`)).not.toThrow();
});

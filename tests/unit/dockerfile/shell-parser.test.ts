/** Commands, words and joints of shell scripts. */
import { expect, test } from 'vitest';
import { shellParser } from '../../../src/core/dockerfile/shell-parser';

const shell = shellParser;

function commands(text: string): string[] {
  return shell.parse(text, (index) => index).commands.map(({ name, args }) => [name, ...args].map((word) => word.simplified).join(' '));
}

test.each([
  ['a b > f c && FOO=1 d "x$y" | e 2>&1', ['a b c', 'd x${y}', 'e']],
  ['if a; then b "$(c d)"; fi', ['a', 'b ${cd}', 'c d']],
  ['f() { g; }; for i in $(h); do j $i; done', ['g', 'h', 'j ${i}']],
  ["a\\ b 'c d'\"e\"$'f' \\g", ['a b c def g']],
  ['mkdir -p {x,y}/z', ['mkdir -p /z']],
  ['> f cat x', ['cat x']],
  ['time apt-get install x', ['time', 'apt-get install x']],
  ['apk add git `# why`', ['apk add git ${VAR}']],
  ['a x$10 ${b:-"c d"} ${e:-$(f -g)} $((1 + 2))', ['a x${1}0 ${b:-c d} ${e:-${f-g}} ${VAR}', 'f -g']],
  ['a $(X=1 b "c d" > e; f) $(g | h)', ['a ${bc df} ${}', 'b c d', 'f', 'g', 'h']],
  ['a {b,"c d"}e f{g} h{1..3} {i,{j,k}}l $"m n"o', ['a e f{g} h l o']],
  ['cat <<EOF | grep x\n$(y)\nEOF\nz', ['cat', 'y', 'grep x', 'z']],
  ['a <<< "$(b)" >& c 2>&1d', ['a d', 'b']],
  ['X=$(a) Y=(b $(c)) d', ['d', 'a', 'c']],
  ['export A="$(b)" C=(d)', ['export A=${b} C=(d)', 'b']],
  ['! ! a | ! b', ['a', 'b']],
  ['time -p (a) | b; time', ['time -p', 'a', 'b', 'time']],
  ['coproc N { a; }; coproc b', ['a', 'b']],
  ['for i in $(a) b do c; done; for ((;;)); { d; }', ['a', 'c', 'd']],
  ['case $(a) in (b|"$(c)") d;; *) esac', ['a', 'c', 'd']],
  ['[ -f "$(a)" -o ! \\( b = c \\) ] && [[ d =~ (e|f) ]] && g', ['a', 'g']],
  ['((a b)); $((c) || d); echo $((1 + $(e)))', ['a b', '${}', 'c', 'd', 'echo ${VAR}', 'e']],
  ['echo "${x:-`a`}" ${ b; } `c )` `d "`', ['echo ${x:-${VAR}} ${b} ${VAR} ${VAR}', 'a', 'b', 'c']],
  ['a & || b', ['a']],
  ['a &; b', ['a', 'b']],
  ['if a; then; b; else c; fi; while d; do; e; done', ['a', 'b', 'c', 'd', 'e']],
])('%s', (text, expected) => expect(commands(text)).toEqual(expected));

test('places survive a mapping', () => {
  const [command] = shell.parse('  abc def', (index) => index + 100).commands;
  expect(command).toMatchObject({ start: 102, end: 109, name: { start: 102, end: 105 } });
});

test('redirections belong to the statement, not to the words of the command', () => {
  const { commands: [command], statements } = shell.parse('> a b 2>c d <<E >&2\nx\nE', (index) => index);
  expect(command).toMatchObject({ start: 4, end: 11, redirects: [{ operator: '>' }, { operator: '>' }, { operator: '<<' }, { operator: '>&' }] });
  expect(statements).toMatchObject([{ start: 0, end: 23, heredoc: true, type: 'redirected_statement' }]);
});

test('joints and pipes', () => {
  const script = shell.parse('a && b || c; d | e', (index) => index);
  expect(script.commands.map(({ joinedBy }) => joinedBy)).toEqual([undefined, '&&', '||', ';', '|']);
  expect(script.commands.map(({ pipesInto }) => pipesInto)).toEqual([false, false, false, true, false]);
  expect(script.hasPipe).toBe(true);
  expect(script.connectives.map(({ operator }) => operator)).toEqual(['&&', '||', ';']);
});

test.each([
  ['sudo a; fi', ['sudo a']], ['sudo a )', ['sudo a']], ['sudo a ;; b', ['sudo a']], ['sudo a "b', []], ['sudo a && { b', []], ["Write-Host ('x'); a", []],
  ['sudo a; }', ['sudo a']], ['sudo a b (c)', ['sudo a b']], ['(sudo a) b; c', ['sudo a']], ['A=b case c in d) e;; esac', ['case c in d']], ['sudo a && }', []],
  ['sudo a; [ b c ]', []], ['sudo a; [ b]', []], ['sudo a; if b; then fi', []], ['sudo a; { }', []], ['sudo a; time select x in a|b; do c; done', []],
  ['sudo a > ; b', []], ['sudo a; echo ${b', []], ['sudo a; echo $(b', []], ['cat <<E\nsudo a', []],
])('a script that breaks off: %s', (text, expected) => {
  expect(commands(text)).toEqual(expected);
  expect(shell.parse(text, (index) => index).hasErrors).toBe(true);
});

test('too long a script is not read', () => expect(shell.parse('a '.repeat(200_000), (index) => index)).toMatchObject({ commands: [], hasErrors: true }));

/** The grammar: lines, continuations, heredocs, flags, forms, and the place of every character. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Dockerfile, Instruction } from '../../../src/core/dockerfile/model';
import { parseDockerfile } from '../../../src/core/dockerfile/parse';

function first(text: string): Instruction {
  const [instruction] = parseDockerfile(text).instructions;
  if (!instruction) throw new Error('no instruction');
  return instruction;
}

const cut = (dockerfile: Dockerfile, span: { start: number; end: number }) => dockerfile.text.slice(span.start, span.end);
const keywords = (text: string) => parseDockerfile(text).instructions.map((each) => `${each.rawKeyword}@${each.startLine}-${each.endLine}`);

function expectExactMap(dockerfile: Dockerfile): void {
  for (const { args } of dockerfile.instructions) {
    for (let i = 0; i < args.text.length; i++) expect(dockerfile.text[args.offsetAt(i)]).toBe(args.text[i]);
  }
}

describe('lines', () => {
  it.each([
    ['a continuation', 'RUN a \\\n  b', 'a   b', 2],
    ['blanks behind the mark', 'RUN a \\ \t\n  b', 'a   b', 2],
    ['a comment between', 'RUN a \\\n# why\n  # why not\n b', 'a  b', 4],
    ['a blank line between', 'RUN a \\\n\n b', 'a  b', 3],
    ['an escaped mark ends the line', 'RUN a \\\\\nUSER b', 'a \\\\', 1],
    ['backtick as the mark', '# escape=`\nRUN a `\n b\\', 'a  b\\', 3],
    ['windows line ends', 'RUN a \\\r\n b\r\n', 'a  b', 2],
    ['the mark as the last thing', 'RUN a \\', 'a', 1],
    ['a lone mark first', '\\\nRUN a', 'a', 2],
  ])('%s', (_, text, args, endLine) => {
    const dockerfile = parseDockerfile(text);
    expect(dockerfile.instructions[0]?.args.text).toBe(args);
    expect(dockerfile.instructions[0]?.endLine).toBe(endLine);
    expectExactMap(dockerfile);
  });

  it('knows blank lines inside an instruction, with their line ends', () => {
    const dockerfile = parseDockerfile('RUN a \\\r\n\r\n \t\n b\n');
    expect(dockerfile.instructions[0]?.blankLines.map((span) => cut(dockerfile, span))).toEqual(['\r\n', ' \t\n']);
  });

  it('does not end a line at a carriage return alone', () => {
    expect(keywords('FROM a\rRUN b\rRUN c')).toEqual(['FROM@1-1']);
    expect(parseDockerfile('FROM a\rRUN b\r')).toMatchObject({ errors: { length: 1 }, notes: [{ kind: 'dockerfile-cr' }] });
    expect(parseDockerfile('FROM a\r\nRUN b\r').notes).toEqual([]);
    expect(parseDockerfile('FROM a\r').notes).toEqual([]);
  });

  it('drops a BOM and counts from behind it', () => {
    const dockerfile = parseDockerfile('\ufeffFROM a');
    expect(dockerfile.text).toBe('FROM a');
    expect(dockerfile.errors).toEqual([]);
  });

  it('keeps comments, those above an instruction with it', () => {
    const dockerfile = parseDockerfile('# one\n\n# two\n  # three\nFROM a\n# four');
    expect(dockerfile.comments.map(({ text, line }) => [text, line])).toEqual([['one', 1], ['two', 3], ['three', 4], ['four', 6]]);
    expect(dockerfile.instructions[0]?.leadingComments.map(({ text }) => text)).toEqual(['two', 'three']);
  });

  it('gives lines and columns both ways', () => {
    const dockerfile = parseDockerfile('FROM a\r\nRUN b\n');
    expect(dockerfile.positionAt(8)).toEqual({ line: 2, column: 1 });
    expect(dockerfile.offsetOfLine(2)).toBe(8);
    expect(dockerfile.positionAt(dockerfile.text.length)).toEqual({ line: 3, column: 1 });
  });
});

describe('heredocs', () => {
  it('takes several of one line, in order', () => {
    const text = 'COPY <<A <<"B" /to/\none\nA\ntwo $X\nB\nUSER me\n';
    const dockerfile = parseDockerfile(text);
    const [copy, user] = dockerfile.instructions;
    expect(copy?.heredocs.map(({ name, expand, content }) => [name, expand, content])).toEqual([['A', true, 'one\n'], ['B', false, 'two $X\n']]);
    expect(copy?.heredocs.map(({ mark }) => cut(dockerfile, mark))).toEqual(['<<A', '<<"B"']);
    expect(copy?.kind === 'COPY' && [copy.sources.length, copy.destination?.value]).toEqual([0, '/to/']);
    expect([copy?.logicalEndLine, copy?.endLine, user?.startLine]).toEqual([1, 5, 6]);
    expect(cut(dockerfile, copy?.span ?? { start: 0, end: 0 })).toBe(text.slice(0, text.indexOf('\nUSER')));
  });

  it.each([
    ['tabs stripped', 'RUN <<-E\n\ta\n\t\tb\n\tE', 'E', 'a\nb\n'],
    ['a comment inside is content', 'RUN <<E\n# no comment\nE', 'E', '# no comment\n'],
    ['blanks behind the arrows', 'RUN <<  E\na\nE', 'E', 'a\n'],
    ['a file descriptor and a command', 'RUN 3<<E cat\na\nE', 'E', 'a\n'],
    ['a delimiter with blanks', "RUN <<'E F'\na\nE F", 'E F', 'a\n'],
    ['a variable is only a name', 'RUN <<$E\na\n$E', '$E', 'a\n'],
    ['behind flags', 'RUN --mount=type=cache,target=/c <<E\na\nE', 'E', 'a\n'],
    ['windows line ends', 'RUN <<E\r\na\r\nE\r\n', 'E', 'a\r\n'],
  ])('%s', (_, text, name, content) => {
    const { heredocs } = first(text);
    expect(heredocs.map((heredoc) => [heredoc.name, heredoc.content])).toEqual([[name, content]]);
    expect(parseDockerfile(text).errors).toEqual([]);
  });

  it('finds them under ONBUILD, on the inner instruction', () => {
    const instruction = first('ONBUILD RUN <<E\na\nE\n');
    expect(instruction.kind === 'ONBUILD' && instruction.inner?.heredocs[0]?.content).toBe('a\n');
    expect(instruction.heredocs).toEqual([]);
  });

  it.each([['quoted', 'RUN "<<E"'], ['in JSON form', 'RUN ["<<E"]'], ['for USER', 'USER <<E'], ['three arrows', 'RUN cat <<<E']])('has none %s', (_, text) => {
    expect(first(`${text}\nE x`).heredocs).toEqual([]);
  });

  it('goes on right behind a heredoc', () => {
    expect(keywords('FROM a\nRUN <<E\nx\nE\nCMD ["b"]')).toEqual(['FROM@1-1', 'RUN@2-4', 'CMD@5-5']);
  });
});

describe('instructions', () => {
  it('FROM', () => {
    const from = first('FROM --platform=$BUILDPLATFORM "alpine":3 aS Base');
    expect(from.kind === 'FROM' && [from.platform, from.image.value, from.image.raw, from.asKeyword?.raw, from.alias?.value]).toEqual(['$BUILDPLATFORM', 'alpine:3', '"alpine":3', 'aS', 'Base']);
  });

  it.each([
    ['ENV A=1 B="two words" C=\\ x', [['A', '1'], ['B', 'two words'], ['C', ' x']], false],
    ['ENV A b  c', [['A', 'b  c']], true],
    ['LABEL "a b"=c', [['a b', 'c']], false],
    ['ARG A B= C=${A:-x}', [['A', undefined], ['B', ''], ['C', '${A:-x}']], false],
    ['ENV A=1 \\\n  B=2', [['A', '1'], ['B', '2']], false],
  ])('pairs of %s', (text, pairs, legacy) => {
    const dockerfile = parseDockerfile(text);
    const [instruction] = dockerfile.instructions;
    if (!instruction || !('pairs' in instruction)) throw new Error('no pairs');
    expect(instruction.pairs.map(({ key, value }) => [key.value, value?.value])).toEqual(pairs);
    expect(instruction.pairs.some((pair) => pair.legacy)).toBe(legacy);
    for (const { key } of instruction.pairs) expect(cut(dockerfile, key)).toBe(key.raw);
  });

  it('flags keep their places, quotes aside', () => {
    const dockerfile = parseDockerfile('RUN --mount=type=cache,target=/a --mount="type=tmpfs,target=/b" --network=none -- make');
    const [run] = dockerfile.instructions;
    expect(run?.flags.map(({ name, value }) => [name, value])).toEqual([['mount', 'type=cache,target=/a'], ['mount', 'type=tmpfs,target=/b'], ['network', 'none']]);
    expect(run?.args.text).toBe('make');
    expect(cut(dockerfile, run?.flags[2]?.valueSpan ?? { start: 0, end: 0 })).toBe('none');
  });

  it.each([
    ['CMD ["a", "b \\u0041\\""]', ['a', 'b A"']], ['CMD []', []], ['CMD [ "a" ] ', ['a']], ["CMD ['a']", undefined], ['CMD ["a"] b', undefined], ['RUN [ -f x ]', undefined],
  ])('JSON form of %s', (text, words) => {
    expect(first(text).json?.map(({ value }) => value)).toEqual(words);
  });

  it('JSON strings have places, quotes included', () => {
    const dockerfile = parseDockerfile('COPY ["a b", \\\n "c"]');
    expect(dockerfile.instructions[0]?.json?.map((word) => cut(dockerfile, word))).toEqual(['"a b"', '"c"']);
  });

  it('HEALTHCHECK, ONBUILD and unknown words', () => {
    const check = first('HEALTHCHECK --interval=5s CMD ["curl", "x"]');
    expect(check.kind === 'HEALTHCHECK' && [check.none, check.json?.map(({ value }) => value), check.args.text]).toEqual([false, ['curl', 'x'], 'CMD ["curl", "x"]']);
    expect(first('HEALTHCHECK none')).toMatchObject({ kind: 'HEALTHCHECK', none: true });
    expect(first('ONBUILD copy a /b')).toMatchObject({ kind: 'ONBUILD', inner: { kind: 'COPY', onbuild: true, rawKeyword: 'copy' } });
    expect(first('RNU x')).toMatchObject({ kind: 'UNKNOWN', keyword: 'RNU' });
  });
});

describe('directives', () => {
  it.each([
    ['# syntax=docker/dockerfile:1 // note\n# escape=`\n', [['syntax', 'docker/dockerfile:1 // note'], ['escape', '`']]],
    ['#EsCaPe = \\\n', [['escape', '\\']]],
    ['# about\n# escape=`\n', []],
    ['\n# escape=`\n', []],
    ['# other=x\n# escape=`\n', []],
    ['#!/usr/bin/env x\n# check=skip=all\n', [['check', 'skip=all']]],
    ['// syntax = x\n', [['syntax', 'x']]],
    ['//syntax=x/y\n', [['syntax', 'x/y']]],
    ['{"syntax": "x/y"}', [['syntax', 'x/y']]],
    ['{"__proto__": {"syntax": "x"}}', []],
  ])('%j', (text, directives) => {
    expect(parseDockerfile(text).directives.map(({ name, value }) => [name, value])).toEqual(directives);
  });
});

describe('any text', () => {
  const piece = fc.constantFrom('FROM a', 'RUN ', 'COPY <<E /x', 'E', '\\\n', '\n', '\r\n', ' ', '"', "'", '$X', '${', '}', '# c', '[', ']', '"a"', ',', '<<-', '=', '--mount=', '\u00a0', '\u2028', '😀', '\0', 'ENV ', 'ONBUILD ', '`', '# escape=`\n');
  it('is parsed without throwing, every character at its place', () => {
    fc.assert(fc.property(fc.array(piece, { maxLength: 40 }), (pieces) => {
      const dockerfile = parseDockerfile(pieces.join(''));
      expectExactMap(dockerfile);
      for (const instruction of dockerfile.instructions) {
        expect(instruction.span.end).toBeGreaterThanOrEqual(instruction.span.start);
        expect(dockerfile.positionAt(instruction.span.start).line).toBe(instruction.startLine);
      }
    }), { numRuns: 300 });
  });
});

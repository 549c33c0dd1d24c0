/** What BuildKit refuses, where, and at which step. */
import { describe, expect, it } from 'vitest';
import { parseDockerfile } from '../../../src/core/dockerfile/parse';

const errorsOf = (text: string) => parseDockerfile(text).errors.map(({ kind, line }) => `${kind.replace('dockerfile-', '')}@${line}`);

describe('refused', () => {
  it.each([
    ['an empty file', '', 'syntax@1'],
    ['comments only', '# a\n# b\n', 'syntax@1'],
    ['ENV without a value', 'FROM a\nENV PATH', 'syntax@2'],
    ['LABEL without a value', 'FROM a\nLABEL x', 'syntax@2'],
    ['ENV with a bare word', 'FROM a\nENV A=1 B', 'syntax@2'],
    ['JSON with a number', 'FROM a\nCMD ["a", 1]', 'syntax@2'],
    ['JSON in JSON under ONBUILD', 'FROM a\nONBUILD CMD [["a"]]', 'syntax@2'],
    ['an open heredoc', 'FROM a\nRUN <<E\nx', 'syntax@2'],
    ['a heredoc name with an open quote', 'FROM a\nCOPY <<E"F /x', undefined],
    ['a directive twice', '# escape=`\n# escape=`\nFROM a', 'syntax@2'],
    ['a strange escape', '# escape=x\nFROM a', 'syntax@1'],
    ['a line of 65,536 bytes', `FROM a\nRUN ${'x'.repeat(65_532)}`, 'syntax@2'],
    ['bytes count, not characters', `FROM a\nRUN ${'é'.repeat(32_766)}`, 'syntax@2'],
    ['an unknown instruction', 'FROM a\nRNU b', 'instruction@2'],
    ['no argument for FROM', 'FROM', 'instruction@1'],
    ['two arguments for FROM', 'FROM a b', 'instruction@1'],
    ['a stage name with a digit first', 'FROM a AS 1b', 'instruction@1'],
    ['RUN before FROM', 'RUN x\nFROM a', 'instruction@1'],
    ['COPY without destination', 'FROM a\nCOPY x', 'instruction@2'],
    ['COPY to a heredoc', 'FROM a\nCOPY x <<E\nE', 'instruction@2'],
    ['an unknown flag', 'FROM a\nCOPY --foo=x a b', 'instruction@2'],
    ['a flag of another instruction', 'FROM a\nADD --from=x a b', 'instruction@2'],
    ['a flag twice', 'FROM a\nCOPY --chown=x --chown=y a b', 'instruction@2'],
    ['a flag without a value', 'FROM a\nCOPY --chown a b', 'instruction@2'],
    ['a boolean that is none', 'FROM a\nCOPY --link=yes a b', 'instruction@2'],
    ['an unknown network', 'FROM a\nRUN --network=mesh x', 'instruction@2'],
    ['a variable in a mount source', 'FROM a\nRUN --mount=from=$X,target=/y z', 'instruction@2'],
    ['SHELL in shell form', 'FROM a\nSHELL bash -c', 'instruction@2'],
    ['an empty SHELL', 'FROM a\nSHELL []', 'instruction@2'],
    ['VOLUME of nothing', 'FROM a\nVOLUME [" "]', 'instruction@2'],
    ['HEALTHCHECK of another type', 'FROM a\nHEALTHCHECK curl x', 'instruction@2'],
    ['HEALTHCHECK without a command', 'FROM a\nHEALTHCHECK CMD', 'instruction@2'],
    ['HEALTHCHECK NONE with more', 'FROM a\nHEALTHCHECK NONE x', 'instruction@2'],
    ['a duration without a unit', 'FROM a\nHEALTHCHECK --interval=5 CMD x', 'instruction@2'],
    ['a duration too short', 'FROM a\nHEALTHCHECK --timeout=1us CMD x', 'instruction@2'],
    ['negative retries', 'FROM a\nHEALTHCHECK --retries=-1 CMD x', 'instruction@2'],
    ['ONBUILD of ONBUILD', 'FROM a\nONBUILD ONBUILD RUN x', 'instruction@2'],
    ['ONBUILD FROM', 'FROM a\nONBUILD FROM b', 'instruction@2'],
    ['a blank name', 'FROM a\nENV =x', 'instruction@2'],
    ['a stage number too high', 'FROM a\nCOPY --from=3 x y', 'stage@2'],
    ['a stage that takes from itself', 'FROM a AS b\nCOPY --from=b x y', 'stage@1'],
    ['a stage that takes from a later one', 'FROM a AS b\nCOPY --from=c x y\nFROM a AS c\nFROM b', 'stage@1'],
  ])('%s', (_, text, expected) => {
    expect(errorsOf(text)).toEqual(expected === undefined ? [] : [expected]);
  });
});

describe('accepted', () => {
  it.each([
    'FROM scratch\nRUN',
    'ARG A\nFROM a:${A}\nARG --x y',
    'FROM a\nRUN --mount=type=secret,id=x,required --security=insecure --device=nvidia.com/gpu make',
    'FROM a\nADD --checksum=sha256:00 --keep-git-dir=true --link --unpack=false https://x.example/y.git /z',
    'FROM a\nCOPY --parents --exclude=*.md --exclude=*.txt --chmod=u+x . /z',
    'FROM a\nHEALTHCHECK --interval=1m30s --timeout=.5s --start-period=0 --start-interval=2s --retries=3 CMD x',
    'FROM a\nONBUILD NOSUCH thing',
    `FROM a\nRUN ${'x'.repeat(65_531)}`,
    'RUN a fragment\nUSER b',
    'FROM a AS b\nCOPY --from=c x y\nFROM a AS c',
  ])('%s', (text) => {
    expect(errorsOf(text)).toEqual([]);
  });
});

it('goes on after an error, and says how to repair', () => {
  const dockerfile = parseDockerfile('FROM a\nRUNN x\nENV B\nUSER me\n');
  expect(dockerfile.instructions).toHaveLength(4);
  expect(dockerfile.errors.map(({ line, advice }) => [line, advice])).toEqual([[2, 'Did you mean RUN?'], [3, 'Write ENV name=value.']]);
});

describe('hostile texts end', () => {
  it.each([
    ['a line of ten million characters', `FROM a\nRUN ${'x'.repeat(10_000_000)}`],
    ['a million lines', `FROM a\n${'RUN x\n'.repeat(1_000_000)}`],
    ['a million unknown words', 'x\n'.repeat(1_000_000)],
    ['a million continuations', `RUN a${' \\\n b'.repeat(1_000_000)}`],
    ['deep substitutions', `FROM a\nENV X=${'${A:-'.repeat(100_000)}`],
    ['deep brackets', `FROM a\nRUN ${'['.repeat(100_000)}${']'.repeat(100_000)}`],
    ['ONBUILD without end', 'ONBUILD '.repeat(100_000)],
    ['heredocs without end', `RUN ${Array.from({ length: 20_000 }, (_, i) => `<<E${i}`).join(' ')}\n`],
    ['a value that doubles', `FROM a\nENV A=abcdefgh\n${'ENV A=$A$A\n'.repeat(200)}`],
    ['zeros', '\0'.repeat(100_000)],
  ])('%s', (_, text) => {
    const dockerfile = parseDockerfile(text);
    expect(dockerfile.errors.length).toBeLessThan(300);
    expect(dockerfile.instructions.length).toBeGreaterThan(0);
  });
});

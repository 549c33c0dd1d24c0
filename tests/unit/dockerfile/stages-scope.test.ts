/** The stage graph, and the variables that each instruction sees. */
import { describe, expect, it } from 'vitest';
import { parseDockerfile } from '../../../src/core/dockerfile/parse';
import { globalScope, scopeBefore, stepsOf } from '../../../src/core/dockerfile/scope';
import { reachableFrom } from '../../../src/core/dockerfile/stages';

const graph = (text: string) => parseDockerfile(text).stages.map(({ name, base, dependsOn, reachable }) => ({ name, base, dependsOn: dependsOn.toSorted(), reachable }));

describe('stages', () => {
  it('follows FROM, COPY --from by name and number, and mounts', () => {
    expect(graph('FROM a AS One\nFROM one AS two\nFROM a AS three\nFROM a AS four\nFROM a\nCOPY --from=1 x y\nRUN --mount=type=bind,from=three,target=/t z\n')).toEqual([
      { name: 'one', base: undefined, dependsOn: [], reachable: true },
      { name: 'two', base: 0, dependsOn: [0], reachable: true },
      { name: 'three', base: undefined, dependsOn: [], reachable: true },
      { name: 'four', base: undefined, dependsOn: [], reachable: false },
      { name: undefined, base: undefined, dependsOn: [1, 2], reachable: true },
    ]);
  });

  it('resolves a base that an ARG names', () => {
    expect(graph('ARG KIND=slim\nFROM a AS slim\nFROM b AS full\nFROM ${KIND}').map(({ base, reachable }) => [base, reachable])).toEqual([[undefined, true], [undefined, false], [0, true]]);
  });

  it('hands on what ONBUILD needs', () => {
    expect(graph('FROM a AS files\nFROM a AS base\nONBUILD COPY --from=files x y\nFROM base')[2]?.dependsOn).toEqual([0, 1]);
  });

  it('minds the case of a stage in FROM, as BuildKit does, but not in COPY', () => {
    expect(graph('FROM a AS One\nFROM ONE\nCOPY --from=ONE x y')[1]).toEqual({ name: undefined, base: undefined, dependsOn: [0], reachable: true });
  });

  it('takes the last of two stages of one name for COPY', () => {
    expect(graph('FROM a AS x\nFROM b AS x\nFROM c\nCOPY --from=x p q')[2]?.dependsOn).toEqual([1]);
  });

  it('answers what a target needs', () => {
    const { stages } = parseDockerfile('FROM a AS one\nFROM one AS two\nFROM a AS three');
    expect([...reachableFrom(stages, 1)].toSorted()).toEqual([0, 1]);
  });
});

describe('scopes', () => {
  const text = [
    'ARG VERSION=3', 'ARG TAG=v$VERSION', 'FROM a:$TAG AS one', 'ENV A=1', 'ARG TAG', 'ARG B=$A C=$B', 'ENV A=2 D=$A',
    'FROM one', 'ENV E=$A$B$D', 'ARG F', 'ARG TARGETARCH', 'RUN x',
  ].join('\n');
  const dockerfile = parseDockerfile(text);
  const at = (line: number) => {
    const instruction = dockerfile.instructions.find(({ startLine }) => startLine === line);
    if (!instruction) throw new Error(`nothing in line ${line}`);
    return scopeBefore(dockerfile, instruction);
  };

  it('global arguments build on one another', () => {
    expect(globalScope(dockerfile).value('TAG')).toBe('v3');
    expect(at(2).value('TAG')).toBeUndefined();
    expect(at(3).expand('a:$TAG').text).toBe('a:v3');
  });

  it('a stage sees them only where it declares them', () => {
    expect(at(4).value('TAG')).toBeUndefined();
    expect(at(6).value('TAG')).toBe('v3');
    expect(at(6).value('VERSION')).toBeUndefined();
  });

  it('pairs of ARG see those before them, pairs of ENV do not', () => {
    expect(at(7).value('C')).toBe('1');
    expect(at(9).value('D')).toBe('1');
  });

  it('a stage goes on where its base ended', () => {
    expect(at(10).value('E')).toBe('211');
    expect(at(9).value('A')).toBe('2');
    expect(at(12).baseImage).toBe('a:v3');
  });

  it('knows declared from valued, and the platform', () => {
    expect(at(12).declaration('F')).toMatchObject({ origin: 'arg', value: undefined });
    expect(at(12).declaration('NEVER')).toBeUndefined();
    expect(at(12).value('TARGETARCH')).toBe('amd64');
    expect(at(12).names().has('PATH')).toBe(true);
  });

  it('does not take a name for a property of objects', () => {
    expect(at(12).value('constructor')).toBeUndefined();
    expect(at(12).value('__proto__')).toBeUndefined();
  });
});

it('triggers of the base run first', () => {
  const dockerfile = parseDockerfile('FROM a AS b\nONBUILD ENV X=1\nFROM b\nRUN y');
  expect(stepsOf(dockerfile, 1).map(({ instruction, triggered, scope }) => [instruction.kind, triggered, scope.value('X')])).toEqual([['ENV', true, undefined], ['RUN', false, '1']]);
  expect(stepsOf(dockerfile, 0).map(({ instruction }) => instruction.kind)).toEqual(['ONBUILD']);
});

it('a fragment is one stage', () => {
  const dockerfile = parseDockerfile('ARG X=1\nRUN $X');
  expect(dockerfile.stages).toEqual([]);
  expect(stepsOf(dockerfile, 0)).toHaveLength(2);
  expect(dockerfile.instructions[1] && scopeBefore(dockerfile, dockerfile.instructions[1]).value('X')).toBe('1');
});

it('gives up on values that double, and goes on', () => {
  const dockerfile = parseDockerfile(`FROM a\nENV A=abcdefgh\n${'ENV A=$A$A\n'.repeat(60)}ENV B=1\nRUN x`);
  const last = dockerfile.instructions.at(-1);
  expect(last && scopeBefore(dockerfile, last).value('B')).toBe('1');
  expect((last && scopeBefore(dockerfile, last).value('A')?.length) ?? 0).toBeLessThanOrEqual(131_072);
});

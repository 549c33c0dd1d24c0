/** Dockerfiles made to be slow: each is answered, with findings or a plain refusal, and repairs stay of a size that a person can review. */
import { describe, expect, test } from 'vitest';
import { parseDockerfile } from '../../../src/core/dockerfile/parse';
import { shellParser } from '../../../src/core/dockerfile/shell-parser';
import { DEFAULT_LINT_CONFIG } from '../../../src/core/lint/config';
import { makeContext } from '../../../src/core/lint/engine';
import { laterRuns } from '../../../src/core/lint/fixes/later-runs';
import { lintDockerfile } from '../../../src/core/lint/lint-dockerfile';

const shell = shellParser;
const lint = (source: string) => lintDockerfile(source, { shell }).findings;

describe('repairs that reach into other RUNs', () => {
  const installs = (count: number) => lint(`FROM debian:12\nRUN apt-get update\n${'RUN apt-get install -y curl\n'.repeat(count)}`);

  test('edit all of a few', () => {
    const finding = installs(20).find(({ rule }) => rule === 'DL3009');
    expect(finding?.fix?.edits).toHaveLength(41);
  });

  test('leave hundreds alone, and the finding stands', () => {
    const finding = installs(300).find(({ rule }) => rule === 'DL3009');
    expect(finding).toMatchObject({ instructionLine: 2, fixable: false });
  });

  test('each of six hundred RUNs that update has its finding, none of them thousands of edits', () => {
    const found = lint(`FROM debian:12\n${'RUN apt-get update && apt-get install -y curl\nRUN apt-get install -y git\n'.repeat(300)}`).filter(({ rule }) => rule === 'DL3009');
    expect(found).toHaveLength(300);
    expect(Math.max(...found.map(({ fix }) => fix?.edits.length ?? 0))).toBeLessThan(250);
  });

  test('a chain of RUNs is joined only if it is short', () => {
    const source = (between: number) => `FROM debian:12\nRUN curl -o /tmp/a https://example.com/a\n${'RUN true\n'.repeat(between)}RUN rm /tmp/a\n`;
    const fixOf = (between: number) => lint(source(between)).find(({ rule }) => rule === 'PL002')?.fix;
    expect(fixOf(3)?.edits).toHaveLength(4);
    expect(fixOf(200)).toBeUndefined();
  });

  test('a message names a few lines, not thousands', () => {
    const message = (count: number) => lint(`FROM debian:12\n${'RUN yum install -y git\n'.repeat(count)}RUN yum clean all\n`).find(({ rule }) => rule === 'PL003')?.message;
    expect(message(2)).toContain('lines 2 and 3');
    expect(message(300)).toContain('300 RUNs above');
  });
});

describe('RUNs that come later', () => {
  const dockerfile = parseDockerfile('FROM debian AS a\nRUN one\nRUN x1\nFROM a AS b\nRUN two\nRUN x2\nFROM b AS c\nRUN x3\nFROM debian AS d\nRUN x4\nFROM a AS e\nRUN x5\n');
  const context = makeContext(dockerfile, DEFAULT_LINT_CONFIG, shell, undefined);
  const later = laterRuns((_, run) => run.args.text.startsWith('x'))(context);
  const at = (line: number) => dockerfile.instructions.find(({ startLine }) => startLine === line)!;
  const texts = (line: number, most = 10) => later.all(at(line), most)?.map(({ args }) => args.text);

  test('are those of the stage and of all that build on it, in the order of the file', () => {
    expect(texts(2)).toEqual(['x1', 'x2', 'x3', 'x5']);
    expect(texts(3)).toEqual(['x2', 'x3', 'x5']);
    expect(texts(5)).toEqual(['x2', 'x3']);
    expect(texts(8)).toEqual([]);
    expect(texts(10)).toEqual([]);
    expect(texts(2, 3)).toBeUndefined();
  });

  test('have a first one', () => {
    expect(later.first(at(2))?.args.text).toBe('x1');
    expect(later.first(at(3))?.args.text).toBe('x2');
    expect(later.first(at(8))).toBeUndefined();
    expect(later.inHeirs(at(6))).toBe(true);
    expect(later.inHeirs(at(8))).toBe(false);
  });
});

describe('too much of anything', () => {
  test('an instruction beyond bounds is cut with a message, and the next one is read', () => {
    const { errors, notes, instructions } = parseDockerfile(`FROM debian\nENV ${'A="b c" \\\n '.repeat(100_000)}C=d\nUSER app\n`);
    expect(errors).toEqual([]);
    expect(notes.map(({ message }) => message)).toEqual(['The instruction in line 2 is longer than 500000 characters; the rest of it was not read.']);
    expect(instructions.map(({ keyword }) => keyword)).toEqual(['FROM', 'ENV', 'USER']);
  });

  test('a long line is told once', () => {
    const said = lint(`FROM debian:12\nRUN ${'x '.repeat(2_000_000)}\n`).filter(({ rule }) => rule === 'DL1000');
    expect(said.map(({ message }) => message)).toEqual([expect.stringContaining('65535 bytes')]);
  });

  test('a pipeline without end is not read; the parser serves the next script', () => {
    const endless = shell.parse('a | '.repeat(16_000), (index) => index);
    expect(endless).toMatchObject({ hasErrors: true, commands: [] });
    expect(shell.parse('a | b', (index) => index).commands).toHaveLength(2);
  });

  test('arithmetic that might be commands, again and again, takes no time that doubles', () => {
    for (const opening of ['$((', '((', '$((`', '"$((']) expect(shell.parse(opening.repeat(5_000), (index) => index)).toMatchObject({ hasErrors: true, commands: [] });
    expect(shell.parse('$(('.repeat(60), (index) => index)).toMatchObject({ hasErrors: true });
  });

  test('scripts that are not read are told', () => {
    const deep = `${'( '.repeat(300)}a${' )'.repeat(300)}`;
    const { diagnostics } = lintDockerfile(`FROM debian:12\nRUN ${deep}\nRUN true\nRUN ${deep}\n`, { shell });
    expect(diagnostics).toMatchObject([{ kind: 'script-unread', message: expect.stringContaining('line 2, and 1 more,') as string, where: { line: 2 } }]);
    expect(lintDockerfile('FROM debian:12\nRUN echo $(\n', { shell }).diagnostics).toEqual([]);
  });

  test('a template says that it is one; braces in a command make none', () => {
    const notes = (text: string) => parseDockerfile(text).notes;
    expect(notes('FROM {{ base }}:{{ tag }}\n{% for p in packages %}\nRUN apt-get install -y {{ p }}\n{% endfor %}\n')).toMatchObject([{ kind: 'dockerfile-template', where: { line: 1 } }]);
    expect(notes('FROM <%= base %>\n<% if tools %>\nRUN apt-get install -y gcc\n<% end %>\n')).toMatchObject([{ kind: 'dockerfile-template', where: { line: 1 } }]);
    expect(notes('FROM alpine:%%VERSION%%\n')).toMatchObject([{ kind: 'dockerfile-template' }]);
    expect(notes('FROM @BASE_IMAGE@\nRUN true\n')).toMatchObject([{ kind: 'dockerfile-template' }]);
    expect(notes('FROM debian@sha256:0123456789012345678901234567890123456789012345678901234567890123\n')).toEqual([]);
    expect(notes('FROM debian:12\n{{ include "install" }}\n')).toMatchObject([{ kind: 'dockerfile-template', where: { line: 2 } }]);
    expect(notes("FROM debian:12\nRUN docker inspect --format '{{ .Id }}' x\n")).toEqual([]);
  });

  test('what was not read is told once, apart from the findings', () => {
    const { diagnostics, findings } = lintDockerfile(`FROM debian:12\n${'RUN true\n'.repeat(6_000)}`, { shell });
    expect(diagnostics).toMatchObject([{ kind: 'dockerfile-too-long', where: { line: 3001 } }]);
    // The builder takes such a file: nothing of it is an error.
    expect(findings.filter(({ severity }) => severity === 'error')).toEqual([]);
    expect(parseDockerfile('what is this\n'.repeat(300))).toMatchObject({ errors: { length: 200 }, notes: [{ kind: 'too-many-errors', where: { line: 201 } }] });
  });

  test.each([
    ['slashes in a source', `COPY x${'/'.repeat(400_000)}b /`],
    ['slashes in a destination', `COPY x /a${'/'.repeat(400_000)}b`],
    ['slashes in a mount', `RUN --mount=type=cache,target=/a${'/'.repeat(400_000)}b true`],
    ['quotes in a path', `WORKDIR x${'"'.repeat(400_001)}b`],
    ['digits in a duration', `HEALTHCHECK --interval=${'0'.repeat(200_000)} CMD true`],
    ['digits in a tag', `FROM eclipse-temurin:${'1'.repeat(200_000)}-`],
    ['assignments that are none', `RUN echo '${';a=$(x y'.repeat(25_000)}'\nRUN true`],
    ['files that one RUN makes and deletes', `RUN ${Array.from({ length: 5_000 }, (_, at) => `curl -o /a${at} b;rm /b${at}`).join(';')}`],
    ['clones that one RUN makes, and other folders that it deletes', `RUN ${Array.from({ length: 4_000 }, (_, at) => `git clone https://a.b/c${at};rm -r /d${at}`).join(';')}`],
    ['relative folders', `WORKDIR ${'a/'.repeat(100)}\n`.repeat(4_000)],
  ])('%s take no time that grows with their square', (_, text) => {
    expect(lint(`FROM debian:12\n${text}\n`).length).toBeGreaterThan(0);
  });

  test('of hundreds of copies the first is remembered', () => {
    const copies = Array.from({ length: 400 }, (_, at) => `COPY f${at} /srv/d${at}/\n`).join('');
    const found = lint(`FROM debian:12\n${copies}RUN rm /srv/d0/f0\nRUN chown -R 1:1 /srv/d0\n`);
    expect(found.filter(({ rule }) => rule === 'PL001' || rule === 'PL002').map(({ rule, line }) => `${rule} ${line}`)).toEqual(['PL002 402', 'PL001 403']);
  });

  test('thousands of misspelt variables are all reported', () => {
    const found = lint(`FROM scratch\n${Array.from({ length: 2400 }, (_, at) => `ENV V${at}=$W${at}\n`).join('')}`).filter(({ rule }) => rule === 'UndefinedVar');
    expect(found).toHaveLength(2400);
  });

  test('pragmas of a million comments hold', () => {
    const source = `FROM debian:12\n${'# hadolint ignore=DL3004\n'.repeat(1_000_000)}RUN sudo make\n`;
    expect(lint(source).map(({ rule }) => rule)).not.toContain('DL3004');
  });
});

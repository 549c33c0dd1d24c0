/** Every BuildKit check: its own examples, its lines, what silences it, and its fixes. */
import { describe, expect, it } from 'vitest';
import { parseDockerfile } from '../../../../src/core/dockerfile/parse';
import type { ShellParser } from '../../../../src/core/dockerfile/shell';
import { BUILDKIT_RULES } from '../../../../src/core/lint/buildkit';
import { DEFAULT_LINT_CONFIG } from '../../../../src/core/lint/config';
import type { RawFinding } from '../../../../src/core/lint/rule';

const shell: ShellParser = { parse: () => { throw new Error('no check here reads the shell'); } };

function run(text: string, dockerignore?: string): { rule: string; line: number; finding: RawFinding }[] {
  const dockerfile = parseDockerfile(text);
  const nothing = () => { throw new Error('no check here reads the shell'); };
  const context = {
    dockerfile, config: DEFAULT_LINT_CONFIG, shell, instructions: dockerfile.instructions, scriptsOf: nothing, hadolintScript: nothing,
    ...(dockerignore === undefined ? {} : { dockerignore }),
  };
  return BUILDKIT_RULES.flatMap((rule) => [...rule.check(context)].map((finding) => ({ rule: rule.code, line: dockerfile.positionAt(finding.span.start).line, finding })));
}

const found = (text: string, dockerignore?: string) => run(text, dockerignore).map(({ rule, line }) => `${rule}:${line}`);

function fixAll(text: string, code: string): string {
  const edits = run(text).filter(({ rule }) => rule === code).flatMap(({ finding }) => finding.fix?.edits ?? []);
  let fixed = text;
  for (const { start, end, text: replacement } of edits.toSorted((a, b) => b.start - a.start)) fixed = fixed.slice(0, start) + replacement + fixed.slice(end);
  return fixed;
}

describe.each(BUILDKIT_RULES.map((rule) => [rule.code, rule] as const))('%s', (code, rule) => {
  const ignore = code === 'CopyIgnoredFile' ? 'tmp\n' : undefined;

  it('finds its bad example, and only the good one clean', () => {
    expect(run(rule.bad, ignore).map((each) => each.rule)).toContain(code);
    expect(run(rule.good, ignore).map((each) => each.rule)).not.toContain(code);
    expect(parseDockerfile(rule.bad).errors).toEqual([]);
    expect(parseDockerfile(rule.good).errors).toEqual([]);
  });

  it('describes itself', () => {
    expect([rule.source, rule.severity]).toEqual(['buildkit', 'warning']);
    expect(rule.links[0]).toMatch(/^https:\/\/docs\.docker\.com\/reference\/build-checks\/[a-z-]+\/$/);
  });

  it('has a fix of its bad example exactly when it says so, and fixing twice changes no more', () => {
    const fixes = run(rule.bad, ignore).filter((each) => each.rule === code).flatMap(({ finding }) => finding.fix ?? []);
    expect(fixes.length > 0).toBe(rule.fixable !== undefined);
    for (const fix of fixes) expect(fix.safety).toBe(rule.fixable);
    if (fixes.length === 0) return;
    const fixed = fixAll(rule.bad, code);
    expect(found(fixed).filter((each) => each.startsWith(`${code}:`))).toEqual([]);
    expect(fixAll(fixed, code)).toBe(fixed);
    expect(parseDockerfile(fixed).errors).toEqual([]);
  });
});

describe('lines and order', () => {
  it.each([
    ['a finding deep in an instruction stands on its first line', 'FROM alpine\nENV A=1 \\\n  DB_PASSWORD=x', ['SecretsUsedInArgOrEnv:2']],
    ['an empty continuation stands on the last line', 'FROM scratch\nCOPY a \\\n\n  b \\\n\n  /c', ['NoEmptyContinuation:6']],
    ['the heredoc is not part of that', 'FROM alpine\nRUN \\\n\n <<E\nx\nE', ['NoEmptyContinuation:4']],
    ['the earlier CMD is named', 'FROM scratch\nCMD ["a"]\nRUN x\nCMD ["b"]\nCMD ["c"]', ['MultipleInstructionsDisallowed:2', 'MultipleInstructionsDisallowed:4']],
    ['mixed case counts for neither side', 'From scratch\ncopy a /b\nCOPY a /c', ['ConsistentInstructionCasing:1', 'ConsistentInstructionCasing:2']],
    ['ports come sorted', 'FROM scratch\nEXPOSE 90/UDP 80:80/TCP', ['ExposeProtoCasing:2', 'ExposeProtoCasing:2', 'ExposeInvalidFormat:2']],
    ['several names of one ARG', 'FROM scratch\nARG API_KEY AUTH_VERSION TOKEN', ['SecretsUsedInArgOrEnv:2', 'SecretsUsedInArgOrEnv:2']],
  ])('%s', (_, text, expected) => {
    expect(found(text)).toEqual(expected);
  });
});

describe('stages', () => {
  it.each([
    ['unreachable ones are not run through', 'FROM alpine AS a\nCMD x\nENV K v\nFROM alpine\nRUN y', []],
    ['reachable ones are', 'FROM alpine AS a\nCMD x\nFROM a\nRUN y', ['JSONArgsRecommended:2']],
    ['by COPY too', 'FROM alpine AS a\nWORKDIR x\nFROM scratch\nCOPY --from=a /y /z', ['WorkdirRelativePath:2']],
    ['SHELL carries over', 'FROM alpine AS a\nSHELL ["/bin/bash", "-c"]\nFROM a\nENTRYPOINT x', []],
    ['an absolute WORKDIR carries over', 'FROM alpine AS a\nWORKDIR /x\nFROM a\nWORKDIR y', []],
    ['only the first WORKDIR counts', 'FROM alpine\nWORKDIR x\nWORKDIR y', ['WorkdirRelativePath:2']],
    ['CMD once a stage', 'FROM alpine AS a\nCMD ["x"]\nFROM a\nCMD ["y"]', []],
    ['triggers are reported at FROM', 'FROM alpine AS a\nONBUILD CMD x\nFROM a', ['JSONArgsRecommended:3']],
    ['names are compared in all stages', 'FROM a AS x\nFROM b AS X', ['StageNameCasing:2', 'DuplicateStageName:2']],
  ])('%s', (_, text, expected) => {
    expect(found(text)).toEqual(expected);
  });
});

describe('variables', () => {
  it.each([
    ['ARG without a value is declared', 'FROM alpine\nARG X\nCOPY $X /', []],
    ['ENV sees what was before it only', 'FROM alpine\nENV A=1 B=$A', ['UndefinedVar:2']],
    ['each use is reported', 'FROM alpine\nCOPY $X $Y /z', ['UndefinedVar:2', 'UndefinedVar:2']],
    ['RUN is the shell’s business', 'FROM alpine\nRUN echo $X', []],
    ['but not its mounts', 'FROM alpine\nRUN --mount=type=cache,target=$X make', ['UndefinedVar:2']],
    ['heredocs of COPY are expanded', 'FROM alpine\nCOPY <<E /x\n$Y\nE\nCOPY <<"E" /x\n$Z\nE', ['UndefinedVar:2']],
    ['global arguments must be declared again', 'ARG X=1\nFROM alpine\nCOPY $X /', ['UndefinedVar:3']],
    ['single quotes keep a dollar', "FROM alpine\nLABEL a='$X'", []],
    ['an unknown base image may bring it', 'FROM golang:1.22\nCOPY . $GOPATH/src', []],
    ['unless it looks like a misspelling', 'FROM golang:1.22\nARG MODULE=x\nCOPY . $MODUL', ['UndefinedVar:3']],
    ['a default in FROM will do', 'ARG X\nFROM alpine:${X:-3}', []],
    ['platform arguments need no ARG in FROM', 'FROM --platform=$BUILDPLATFORM alpine', []],
    ['a misspelt platform argument', 'FROM --platform=$BUILDPLATFROM alpine', ['UndefinedArgInFrom:1']],
    ['a name for an invalid image', 'ARG X=UPPER\nFROM ${X}', ['InvalidDefaultArgInFrom:2']],
    ['FROM minds the case of a stage name', 'FROM alpine AS base\nSHELL ["/bin/bash", "-c"]\n\nFROM BASE\nCMD x', ['InvalidDefaultArgInFrom:4']],
    ['a stage name may say the platform', 'FROM --platform=linux/arm64 alpine AS build-arm64', []],
    ['public keys are no secrets', 'FROM alpine\nARG PUBLIC_KEY GPG_KEY_FILE KEYBOARD', []],
  ])('%s', (_, text, expected) => {
    expect(found(text)).toEqual(expected);
  });
});

describe('silence', () => {
  it.each([
    ['skip', '# check=skip=FromAsCasing,StageNameCasing\nFROM a as B', []],
    ['skip all', '# check=skip=all\nFROM a as B', []],
    ['with a remark', '# check=skip=FromAsCasing // why\nFROM a as b', []],
    ['not below other comments', '# hello\n# check=skip=all\n\nFROM a as b', ['FromAsCasing:4']],
    ['above one instruction', 'FROM alpine\n# check=skip=JSONArgsRecommended // needs a shell\nCMD x\nENV k v', ['LegacyKeyValueFormat:4']],
    ['what is checked over the whole file heeds no comment', 'FROM alpine\n# check=skip=all\nrun x', ['ConsistentInstructionCasing:3']],
    ['of several such comments the first', 'FROM alpine\n# check=skip=FromAsCasing\n# check=skip=JSONArgsRecommended\nCMD x', ['JSONArgsRecommended:4']],
    ['a comment asks for what is experimental', 'FROM alpine\n# check=experimental=all\n# which\nARG X\n\n# which\nARG Y', ['InvalidDefinitionDescription:4']],
    ['skip=all is not for what is experimental', '# check=skip=all;experimental=all\nFROM alpine as b\n# which\nARG X', ['InvalidDefinitionDescription:4']],
    ['a fourth option belongs to the third', '# check=error=true;error=true;skip=A;skip=FromAsCasing\nFROM a as b', ['FromAsCasing:2']],
    ['a malformed directive stops a build, and so the checks', '# check=skip\nFROM a as b', []],
    ['an error of grammar ends everything', 'FROM a as b\nENV X', []],
    ['a refused instruction ends it there', 'FROM a as B\nMAINTAINER x\nNOSUCH y\nMAINTAINER z', ['StageNameCasing:1', 'FromAsCasing:1', 'MaintainerDeprecated:2']],
    ['a failing expansion ends it after that', 'FROM alpine\nENV X=${Y:?no} \nENV k v', ['UndefinedVar:2']],
    ['a fragment is checked', 'MAINTAINER x\nCMD y', ['JSONArgsRecommended:2', 'MaintainerDeprecated:1']],
  ])('%s', (_, text, expected) => {
    expect(found(text)).toEqual(expected);
  });
});

describe('ignored files', () => {
  it.each([
    ['a file', 'COPY a.txt /', 'a.txt', ['CopyIgnoredFile:2']],
    ['what lies below', 'ADD ./docs/a.txt /', '/docs/', ['CopyIgnoredFile:2']],
    ['not from other stages', 'COPY --from=x a.txt /', 'a.txt', []],
    ['not from elsewhere', 'ADD https://x.example/a.txt /', '**', []],
    ['exceptions make it uncertain', 'COPY a.txt /', '*\n!b', []],
    ['the whole context', 'COPY . /', '.*', []],
    ['unless nothing is left', 'COPY . /', '*', ['CopyIgnoredFile:2']],
  ])('%s', (_, copy, ignore, expected) => {
    expect(found(`FROM scratch\n${copy}`, ignore)).toEqual(expected);
  });
});

describe('fixes leave the rest alone', () => {
  it.each([
    ['LegacyKeyValueFormat', 'FROM a\r\nENV  A   b\r\n', 'FROM a\r\nENV  A=b\r\n'],
    ['LegacyKeyValueFormat', 'FROM a\nLABEL d two words # and more\n', 'FROM a\nLABEL d="two words # and more"\n'],
    ['LegacyKeyValueFormat', 'FROM a\nENV A "b c"\n', 'FROM a\nENV A="b c"\n'],
    ['LegacyKeyValueFormat', 'FROM a\nENV A b "c d"\n', 'FROM a\nENV A b "c d"\n'],
    ['LegacyKeyValueFormat', 'FROM a\nENV A \\\n  b\n', 'FROM a\nENV A=b\n'],
    ['StageNameCasing', 'FROM a AS Big\nFROM b\nCOPY --from=Big x y\n', 'FROM a AS big\nFROM b\nCOPY --from=big x y\n'],
    ['NoEmptyContinuation', 'FROM a\nRUN x \\\n\n# c\n\n  y\n', 'FROM a\nRUN x \\\n# c\n  y\n'],
    ['JSONArgsRecommended', 'FROM a\nCMD node app.js\nENTRYPOINT echo $X && y\n', 'FROM a\nCMD ["node", "app.js"]\nENTRYPOINT echo $X && y\n'],
    ['MaintainerDeprecated', 'FROM a\nMAINTAINER "Jo $x" \n', 'FROM a\nLABEL org.opencontainers.image.authors="Jo \\$x" \n'],
    ['ExposeInvalidFormat', 'FROM a\nEXPOSE 1:2 [::1]:3:4/udp $X:5\n', 'FROM a\nEXPOSE 2 4/udp $X:5\n'],
  ])('%s of %j', (code, text, expected) => {
    expect(fixAll(text, code)).toBe(expected);
  });
});

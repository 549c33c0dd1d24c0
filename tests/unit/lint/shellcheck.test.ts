/** The real ShellCheck on the shell of Dockerfiles: codes, exact places, fixes, one finding a RUN, and failures that stay small. */
import { describe, expect, it } from 'vitest';
import { parseDockerfile } from '../../../src/core/dockerfile/parse';
import { DEFAULT_LINT_CONFIG, type LintConfig } from '../../../src/core/lint/config';
import { checkDockerfile } from '../../../src/core/lint/shellcheck/check-dockerfile';
import type { ShellcheckEngine } from '../../../src/core/lint/shellcheck/engine';
import { scriptIndex } from '../../../src/core/lint/shellcheck/place';
import { shellcheckScripts } from '../../../src/core/lint/shellcheck/scripts';
import type { Finding } from '../../../src/core/report/report';
import { shellcheck } from '../../headless/host';

const engine = await shellcheck();

async function check(text: string, config: Partial<LintConfig> = {}): Promise<Finding[]> {
  const { findings, diagnostics } = await checkDockerfile(parseDockerfile(text), { ...DEFAULT_LINT_CONFIG, ...config }, engine);
  expect(diagnostics).toEqual([]);
  return findings.flatMap((finding) => [...(finding.more ?? []), finding]);
}

const places = (findings: readonly Finding[]): unknown[] => findings.map(({ rule, line, column, endColumn, instructionLine }) => [rule, line, column, endColumn, instructionLine]);

describe('scriptIndex', () => {
  it.each([
    ['ab\ncd', 1, 1, 0], ['ab\ncd', 2, 2, 4], ['ab\ncd', 1, 9, 2], ['ab\ncd', 9, 1, 5],
    ['\tx', 1, 9, 1], ['a\tx', 1, 9, 2], ['😀x', 1, 2, 2],
  ])('%j line %i column %i → %i', (script, line, column, index) => {
    expect(scriptIndex(script, line, column)).toBe(index);
  });
});

describe('places', () => {
  it('are those of the Dockerfile, through continuations, comments and tabs', async () => {
    expect(places(await check('FROM a\nRUN echo one && \\\n# note\n\techo $x\n'))).toEqual([['SC2154', 4, 7, 9, 2], ['SC2086', 4, 7, 9, 2]]);
  });
  it('are right inside heredocs, stripped tabs included', async () => {
    expect(places(await check('FROM a\nRUN <<-EOF\n\techo ok\n\trm $(pwd)/x\nEOF\n'))).toEqual([['SC2046', 4, 5, 11, 2]]);
  });
  it('are the instruction where the shell itself is meant', async () => {
    expect(places(await check('FROM a\nSHELL ["/usr/bin/fish", "-c"]\nRUN echo $x\n'))).toEqual([['SC1071', 3, 1, 4, 3]]);
  });
});

describe('what a script knows', () => {
  it('variables of ENV and ARG so far in the stage, and the shell in force', async () => {
    expect(await check('FROM a\nARG X\nENV Y=1\nRUN echo "$X$Y$HTTP_PROXY"\n')).toEqual([]);
    expect((await check('FROM a\nARG X\nFROM b\nRUN echo "$X"\n')).map(({ rule }) => rule)).toEqual([]);
    expect((await check('FROM a\nRUN [[ -e /x ]] && ls\n')).map(({ rule }) => rule)).toEqual(['SC3010']);
    expect(await check('FROM a\nSHELL ["/bin/bash", "-c"]\nRUN [[ -e /x ]] && ls\n')).toEqual([]);
  });
  it('leaves out a name that is blank, which stops a build anyway', () => {
    expect(shellcheckScripts(parseDockerfile('FROM a\nARG A = 1\nRUN echo\n'))[0]?.script).not.toMatch(/^export =/m);
  });
  it('leaves out exec forms, foreign shebangs, and shells with other languages in their text, as hadolint writes them', () => {
    const scripts = (text: string): number => shellcheckScripts(parseDockerfile(text)).length;
    expect(scripts('FROM a\nRUN ["echo", "$x"]\n')).toBe(0);
    expect(scripts('FROM a\nSHELL ["pwsh", "-c"]\nRUN echo $x\n')).toBe(0);
    expect(scripts('FROM a\nSHELL ["/opt/cmd/bash", "-c"]\nRUN echo $x\n')).toBe(0);
    expect(scripts('FROM a\nSHELL ["PowerShell", "-Command"]\nRUN echo $x\n')).toBe(1);
    expect(scripts('FROM a\nRUN <<EOF\n#!/usr/bin/env python3\nprint(1)\nEOF\n')).toBe(0);
    expect(scripts('FROM a\nRUN <<EOF\n#!/bin/bash\necho\nEOF\n')).toBe(1);
  });
});

describe('findings', () => {
  it('are one a RUN, the others beside it', async () => {
    const { findings } = await checkDockerfile(parseDockerfile('FROM a\nRUN echo $x `ls`\nRUN echo $y\n'), DEFAULT_LINT_CONFIG, engine);
    expect(findings.map(({ rule, more }) => [rule, more?.map((each) => each.rule)])).toEqual([
      ['SC2006', ['SC2154', 'SC2086', 'SC2046']], ['SC2086', ['SC2154']],
    ]);
  });
  it('follow ignored codes, overrides and pragmas', async () => {
    const text = 'FROM a\nRUN echo $x\n';
    expect((await check(text, { ignored: ['SC2086'] })).map(({ rule }) => rule)).toEqual(['SC2154']);
    expect((await check(text, { override: { ...DEFAULT_LINT_CONFIG.override, error: ['SC2086'] } })).map(({ severity }) => severity)).toEqual(['warning', 'error']);
    expect((await check('FROM a\n# hadolint ignore=SC2086,SC2154\nRUN echo $x\n')).map(({ rule }) => rule)).toEqual([]);
  });
  it('carry ShellCheck’s repair as edits of the Dockerfile', async () => {
    const text = 'FROM a\nRUN ls && \\\n    echo $1\n';
    const [finding] = await check(text);
    const edits = [...(finding?.fix?.edits ?? [])].reverse();
    expect(edits.reduce((source, edit) => source.slice(0, edit.start) + edit.text + source.slice(edit.end), text)).toBe('FROM a\nRUN ls && \\\n    echo "$1"\n');
  });
});

describe('failures', () => {
  it('cost one script its findings and say so', async () => {
    const failing: ShellcheckEngine = { check: (script, exclude) => (script.includes('boom') ? Promise.reject(new Error('table index is out of bounds')) : engine.check(script, exclude)) };
    const { findings, diagnostics } = await checkDockerfile(parseDockerfile('FROM a\nRUN boom $1\nRUN echo $1\n'), DEFAULT_LINT_CONFIG, failing);
    expect(findings.map(({ rule }) => rule)).toEqual(['SC2086']);
    expect(diagnostics).toMatchObject([{ kind: 'shellcheck-failed', where: { line: 2 } }]);
  });
  it('holds through many calls on one instance', async () => {
    for (let i = 0; i < 60; i += 1) expect((await engine.check(`#!/bin/sh\necho $a${i}\n`, [])).map(({ code }) => code)).toEqual([2154, 2086]);
  }, 60_000);
});

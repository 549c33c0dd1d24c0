/** Edges of hadolint's rules that were found by comparing with it: expansions in words, mounts in another order. */
import { expect, test } from 'vitest';
import { shellParser } from '../../../../src/core/dockerfile/shell-parser';
import { isEmailAddress, isUri } from '../../../../src/core/lint/label-values';
import { lintDockerfile } from '../../../../src/core/lint/lint-dockerfile';

const shell = shellParser;

/** The lines of one rule's findings. */
function lines(rule: string, text: string): number[] {
  return lintDockerfile(`FROM a:1\n${text}\n`, { shell }).findings.filter((one) => one.rule === rule).map((one) => one.instructionLine);
}

test.each([
  ['a default holds the version', 'DL3008', 'RUN apt-get install -y ${CURL:-curl=7.88}', []],
  ['a default without one', 'DL3008', 'RUN apt-get install -y ${CURL:-curl}', [2]],
  ['what a substitution prints may hold the version', 'DL3018', 'RUN apk add $(echo curl=8)', []],
  ['a variable offset in a substring', 'DL3008', 'RUN echo ${A:$B} && apt-get install -y curl', [2]],
  ['a dollar that expands nothing', 'DL3008', 'RUN sed s/a$/b/ f && apt-get install -y curl', [2]],
  ['an extended glob', 'DL3008', 'RUN rm -rf /srv/!(keep|this) && apt-get install -y curl', [2]],
  ['a negated subshell is no glob', 'DL3008', 'RUN if !(a); then apt-get install -y curl; fi', [2]],
  ['an ampersand before a semicolon', 'DL3008', 'RUN a &; apt-get install -y curl', [2]],
  ['a file opened to read and write', 'DL3008', 'RUN a <> f && apt-get install -y curl', [2]],
  ['time before an assignment', 'DL3008', 'RUN time A=1 apt-get install -y curl', [2]],
  ['time before a negation', 'DL3008', 'RUN time ! apt-get install -y curl', [2]],
  ['a test without its blank spoils the script', 'DL3008', 'RUN [a] && apt-get install -y curl', []],
  ['two archives of one COPY, one finding', 'DL3010', 'COPY a.tar b.tar /c/\nRUN tar -xf /c/a.tar && tar -xf /c/b.tar', [2]],
  ['an archive named by a variable', 'DL3010', 'COPY app-${V}.tar /c/\nRUN tar -xf /c/app-$V.tar', [2]],
  ['heredocs count as sources', 'DL3021', 'COPY <<A <<B /etc/c\na\nA\nb\nB', [2]],
  ['a drive letter may be any letter', 'DL3000', 'WORKDIR é:/x', []],
  ['a name with a dash', 'DL3044', 'ENV A-B=1 C=$A-B', [2]],
  ['the name before the dash', 'DL3044', 'ENV A=1 C=$A-B', [2]],
  ['a short variable as user id', 'DL3046', 'RUN useradd -u $U app', []],
  ['a long variable as user id', 'DL3046', 'RUN useradd -u $USER_ID app', [2]],
  ['mounts in another order', 'DL3059', 'RUN --mount=type=cache,target=/a x\nRUN --mount=dst=/a,type=cache y', [3]],
  ['the default type of a mount', 'DL3059', 'RUN --mount=type=bind,src=b,target=/a,ro x\nRUN --mount=source=b,target=/a,readonly=true y', [3]],
  ['yum’s cache is not dnf’s', 'DL3040', 'RUN dnf install -y curl-8 && rm -r -f /var/cache/yum/*', [2]],
  ['a shell elsewhere than in /bin', 'DL4006', 'SHELL ["/usr/bin/bash", "-o", "pipefail", "-c"]\nRUN a | b', []],
  ['a shell by its name', 'DL4006', 'SHELL ["bash", "-o", "pipefail", "-c"]\nRUN a | b', []],
  ['a test that ends nowhere', 'DL3008', 'RUN apt-get install -y curl; [ a b ]', []],
  ['arithmetic that is none', 'DL3008', 'RUN ((apt-get install -y curl))', [2]],
  ['a group that nothing may follow', 'DL3004', 'RUN (a) b; sudo c', []],
  ['a pipe in a default in backticks', 'DL4006', 'RUN echo "${X:-`a | b`}"', [2]],
  ['time before a group', 'DL4006', 'RUN time (a) | b', [2]],
  ['go run hides what is installed beside it', 'DL3062', 'RUN go run ./main.go && go install example.org/x', []],
  ['go run of what has no version', 'DL3062', 'RUN go install example.org/x@v1 && go run example.org/y', [2]],
  ['other mounts', 'DL3059', 'RUN --mount=type=cache,target=/a x\nRUN --mount=type=cache,target=/b y', []],
])('%s (%s)', (_name, rule, text, expected) => expect(lines(rule, text)).toEqual(expected));

test('an empty platform is none', () => {
  const { findings } = lintDockerfile('FROM --platform= a:1\n', { shell });
  expect(findings.filter((one) => one.rule === 'DL3029')).toEqual([]);
});

test.each([
  ['http://a:b/', false], ['http://a:80/', true], ['http://a/[b]', false], ['http://[::1]:8/x?y#z', true], ['mailto:a@b', true], ['//a', false], ['https://a b', false],
])('%s is a URI: %s', (value, expected) => expect(isUri(value)).toBe(expected));

test.each([
  ['a@b.c', true], ['a@-b', false], ['a@b_c', false], ['a@b.', true], ['a(who)@b', true], ['"a b"@c', true], ['a@[1.2.3.4]', true], ['a@@b', false],
])('%s is an address: %s', (value, expected) => expect(isEmailAddress(value)).toBe(expected));

/** Histories of all builders laid beside the Dockerfile that they came from. Forms as the builders write them; those of buildah are its own (see fixtures). */
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { align } from '../../../src/core/advice/match/align';
import { matchHistory } from '../../../src/core/advice/match/match-history';
import type { HistoryMatch } from '../../../src/core/advice/match/match-result';
import { parseDockerfile } from '../../../src/core/dockerfile/parse';
import { imageOf, made, set, type Step } from './images';

const match = (dockerfile: string, steps: readonly Step[], platform?: string): HistoryMatch => matchHistory(imageOf(steps, {}, platform), parseDockerfile(dockerfile));
/** By layer: the lines, or why there are none. */
const linesOf = (found: HistoryMatch): string[] => found.layers.map(({ origin, instructions }) => (origin === 'instruction' ? instructions.map(({ startLine }) => startLine).join('+') : origin));
const HASH = 'a'.repeat(64);

const DOCKERFILE = `ARG TAG=12
FROM debian:\${TAG} AS build
RUN make everything

FROM debian:\${TAG}
ARG VERSION=1
ENV HOME=/srv \\
    LANG=C
WORKDIR app
COPY package.json package-lock.json ./
RUN apt-get update \\
 # a comment inside
 && apt-get install -y curl
COPY --from=build /out /opt/$VERSION
RUN ["/bin/busybox", "true"]
EXPOSE 80
USER 1000
CMD node server.js
`;

describe('one Dockerfile, three builders', () => {
  const base = [made(`/bin/sh -c #(nop) ADD file:${HASH} in / `), set('/bin/sh -c #(nop)  CMD ["bash"]')];
  test.each<{ name: string; builder: string; steps: readonly Step[]; lines: readonly string[] }>([
    {
      name: 'the classic builder', builder: 'classic', lines: ['base', '9', '10', '11', '14', '15'],
      steps: [
        ...base, set('/bin/sh -c #(nop)  ARG VERSION=1'), set('/bin/sh -c #(nop)  ENV HOME=/srv LANG=C'), made('/bin/sh -c #(nop) WORKDIR /app'),
        made(`/bin/sh -c #(nop) COPY multi:${HASH} in ./ `), made('|1 VERSION=1 /bin/sh -c apt-get update  && apt-get install -y curl'),
        made(`/bin/sh -c #(nop) COPY dir:${HASH} in /opt/1 `), made('|1 VERSION=1 /bin/busybox true'), set('/bin/sh -c #(nop)  EXPOSE 80'),
        set('/bin/sh -c #(nop)  USER 1000'), set('/bin/sh -c #(nop)  CMD ["/bin/sh" "-c" "node server.js"]'),
      ],
    },
    {
      name: 'BuildKit, given another VERSION', builder: 'buildkit', lines: ['base', '9', '10', '11', '14', '15'],
      steps: [
        ...base, set('ARG VERSION=2'), set('ENV HOME=/srv LANG=C'), made('WORKDIR /app'), made('COPY package.json package-lock.json ./ # buildkit'),
        made("RUN |1 VERSION=2 /bin/sh -c apt-get update  && apt-get install -y curl # buildkit"), made('COPY /out /opt/2 # buildkit'),
        made('RUN |1 VERSION=2 /bin/busybox true # buildkit'), set('EXPOSE map[80/tcp:{}]'), set('USER 1000'), set('CMD ["/bin/sh" "-c" "node server.js"]'),
      ].map((step, index) => (index < 2 ? step : { ...step, comment: 'buildkit.dockerfile.v0' })),
    },
    {
      name: 'kaniko, which records what makes layers', builder: 'kaniko', lines: ['base', '10', '11', '14', '15'],
      steps: [
        ...base, ...['COPY package.json package-lock.json ./', 'RUN apt-get update  && apt-get install -y curl', 'COPY --from=build /out /opt/$VERSION', 'RUN ["/bin/busybox", "true"]']
          .map((by) => ({ ...made(by), author: 'kaniko' })),
      ],
    },
  ])('$name', ({ builder, steps, lines }) => {
    const found = match(DOCKERFILE, steps);
    expect(linesOf(found)).toEqual(lines);
    expect(found).toMatchObject({ builder, target: 1, belongs: true, baseLayers: 1, diagnostics: [] });
    expect(found.layers.every(({ confidence }) => confidence >= 0.6)).toBe(true);
  });
});

describe('histories that buildah wrote', () => {
  const fixtures = JSON.parse(readFileSync(new URL('../../fixtures/advice/buildah-histories.json', import.meta.url), 'utf8')) as Record<string, readonly { by: string; comment?: string; empty: boolean }[]>;
  const dockerfile = readFileSync(new URL('../../fixtures/advice/layers.Dockerfile', import.meta.url), 'utf8');
  const steps = (name: string): Step[] => fixtures[name]!.map(({ by, comment, empty }) => ({ by, ...(comment === undefined ? {} : { comment }), ...(empty ? {} : { entries: [] }) }));
  test.each([
    { name: 'layers', lines: ['base', 'base', 'base', '4', '5', '7'] },
    { name: 'no-layers', lines: ['base', 'base', 'base', '4+5+7'] },
    { name: 'squash', lines: ['4+5+7'] },
  ])('$name', ({ name, lines }) => {
    const found = match(dockerfile, steps(name));
    expect(linesOf(found)).toEqual(lines);
    expect(found).toMatchObject({ builder: 'buildah', belongs: true, found: found.expected });
  });
});

describe('what is hard to tell', () => {
  test('heredocs: the script is the command, a file is a source', () => {
    const found = match('FROM debian\nRUN <<EOF\nset -e\nmake   all\nEOF\nCOPY <<conf /etc/app.conf\na=1\nconf\nRUN cat <<X > /x\none\nX\n', [
      made('# debian.sh --arch amd64 out/'), set('CMD ["bash"]'), made('RUN /bin/sh -c set -e\nmake   all\n # buildkit'), made('COPY <<conf /etc/app.conf # buildkit'),
      made('RUN /bin/sh -c cat <<X > /x\none\nX # buildkit'),
    ]);
    expect(linesOf(found)).toEqual(['base', '2', '6', '9']);
  });

  test('a stage that builds on another brings its lines along', () => {
    const found = match('FROM alpine AS common\nRUN adduser app\nFROM common AS worker\nCOPY worker /w\nFROM common\nCOPY app /a\n', [
      made('ADD alpine.tar / # buildkit'), set('CMD ["/bin/sh"]'), made('RUN /bin/sh -c adduser app # buildkit'), made('COPY app /a # buildkit'),
    ]);
    expect(linesOf(found)).toEqual(['base', '2', '6']);
  });

  test('an image of an earlier stage (docker build --target) is recognised as such', () => {
    const found = match('FROM alpine AS common\nRUN adduser app\nFROM common AS worker\nCOPY worker /w\nCMD ["/w"]\nFROM common\nCOPY app /a\nCMD ["/a"]\n', [
      made('ADD alpine.tar / # buildkit'), made('RUN /bin/sh -c adduser app # buildkit'), made('COPY worker /w # buildkit'), set('CMD ["/w"]'),
    ]);
    expect(found.target).toBe(1);
    expect(linesOf(found)).toEqual(['base', '2', '4']);
  });

  test('the platform decides about TARGETARCH', () => {
    const dockerfile = 'FROM scratch\nARG TARGETARCH\nCOPY app-${TARGETARCH} /app\nCOPY etc /etc\n';
    const found = match(dockerfile, [set('ARG TARGETARCH'), made('COPY app-arm64 /app # buildkit'), made('COPY etc /etc # buildkit')], 'linux/arm64/v8');
    expect(found.layers.map(({ confidence }) => confidence)).toEqual([1, 1]);
  });

  test('the same instruction twice: the later one belongs to the later entry', () => {
    const found = match('FROM debian\nRUN step\nRUN step\n', [made('RUN /bin/sh -c step # buildkit'), made('RUN /bin/sh -c step # buildkit'), made('RUN /bin/sh -c step # buildkit')]);
    expect(linesOf(found)).toEqual(['base', '2', '3']);
  });

  test('a line that changed since the build is told by its place, and said to be half certain', () => {
    const found = match('FROM debian\nCOPY a /a\nRUN curl https://example.com/new | tar x\nCOPY b /b\nCMD ["x"]\n', [
      made('ADD rootfs.tar / # buildkit'), made('COPY a /a # buildkit'), made('RUN /bin/sh -c wget ftp://old.example.org/file.zip # buildkit'), made('COPY b /b # buildkit'), set('CMD ["x"]'),
    ]);
    expect(linesOf(found)).toEqual(['base', '2', '3', '4']);
    expect(found.layers[2]).toMatchObject({ confidence: 0.5, reason: 'stands between two instructions that match' });
  });

  test('a line that is new, and an entry that has no line', () => {
    const found = match('FROM debian\nCOPY a /a\nCOPY b /b\nRUN new thing\nCMD ["x"]\n', [
      made('ADD rootfs.tar / # buildkit'), made('COPY a /a # buildkit'), made('COPY gone /gone # buildkit'), made('COPY b /b # buildkit'), set('CMD ["x"]'),
    ]);
    expect(linesOf(found)).toEqual(['base', '2', 'unmatched', '3']);
    expect(found.diagnostics.map(({ kind }) => kind)).toEqual(['layers-unmatched']);
  });
});

describe('what squashing leaves of a history', () => {
  const dockerfile = 'FROM debian:12\nENV X=1\nRUN apt-get update\nCOPY . /app\nRUN make -C /app\nCMD ["/app/run"]\n';
  const base = [made(`/bin/sh -c #(nop) ADD file:${HASH} in / `), set('/bin/sh -c #(nop)  CMD ["bash"]')];
  const squashed = (by: string, comment = ''): Step => ({ ...made(by), comment });
  test.each<{ name: string; steps: readonly Step[]; lines: readonly string[] }>([
    {
      name: 'docker build --squash keeps the entries, empty, and adds one', lines: ['base', '3+4+5'],
      steps: [set('ENV X=1'), set('/bin/sh -c apt-get update'), set(`/bin/sh -c #(nop) COPY dir:${HASH} in /app `), set('/bin/sh -c make -C /app'), set('CMD ["/app/run"]'), squashed('', 'merge sha256:a to sha256:b')],
    },
    { name: 'docker-squash cuts them off at the top', lines: ['base', '3', '4+5'], steps: [set('ENV X=1'), made('/bin/sh -c apt-get update'), squashed('')] },
    { name: 'a range in the middle', lines: ['base', '3+4', '5'], steps: [set('ENV X=1'), squashed(''), made('RUN /bin/sh -c make -C /app # buildkit'), set('CMD ["/app/run"]')] },
    {
      name: 'our own squash joins the commands', lines: ['base', '3+4+5'],
      steps: [set('ENV X=1'), squashed(`RUN /bin/sh -c apt-get update # buildkit\nCOPY . /app # buildkit\nRUN /bin/sh -c make -C /app # buildkit`, 'layers 1 to 3 squashed into one by Plimsoll'), set('CMD ["/app/run"]')],
    },
    { name: 'of the lowest own layers', lines: ['base', '3+4', '5'], steps: [squashed('RUN /bin/sh -c apt-get update\nCOPY . /app', 'layers 1 to 2 squashed into one by Plimsoll'), made('RUN /bin/sh -c make -C /app'), set('CMD ["/app/run"]')] },
  ])('$name', ({ steps, lines }) => expect(linesOf(match(dockerfile, [...base, ...steps]))).toEqual(lines));
});

describe('odd histories', () => {
  const base = [made(`/bin/sh -c #(nop) ADD file:${HASH} in / `), set('/bin/sh -c #(nop)  CMD ["bash"]')];
  const by = (...texts: readonly string[]): readonly Step[] => [...base, ...texts.map((text) => made(`${text} # buildkit`))];
  test.each<{ name: string; dockerfile: string; steps: readonly Step[]; lines: readonly string[] }>([
    {
      name: 'build arguments whose values hold blanks and signs of equality', lines: ['base', '4:1', '5:1', '6:0.97'],
      dockerfile: 'FROM debian:12\nARG GREETING\nARG DIR\nRUN echo "$GREETING"\nCOPY x /opt/$DIR/\nRUN ["/bin/true"]\n',
      steps: by('RUN |2 GREETING=hello a=b world DIR=here /bin/sh -c echo "$GREETING"', 'COPY x /opt/here/', 'RUN |2 GREETING=hello a=b world DIR=here /bin/true'),
    },
    { name: 'lines that have changed places', lines: ['base', '2:1', '4:1', '3:1'], dockerfile: 'FROM x\nCOPY a /a\nRUN make one\nRUN make two\n', steps: by('COPY a /a', 'RUN /bin/sh -c make two', 'RUN /bin/sh -c make one') },
    { name: 'the same commands in the base', lines: ['base', 'base', 'base', '2:0.83', '3:1'], dockerfile: 'FROM mine\nRUN apt-get update && apt-get install -y curl\nCOPY . /app\n', steps: by('RUN /bin/sh -c apt-get update && apt-get install -y curl', 'COPY . /app', 'RUN /bin/sh -c apt-get update && apt-get install -y curl wget', 'COPY . /app') },
    { name: 'what ONBUILD of the base did', lines: ['base', 'base', 'base', '3:1'], dockerfile: 'FROM node:onbuild\nEXPOSE 80\nRUN echo done\n', steps: [...by('COPY package.json /usr/src/app/', 'RUN /bin/sh -c npm install'), set('EXPOSE map[80/tcp:{}]'), made('RUN /bin/sh -c echo done # buildkit')] },
    { name: 'flags of COPY and RUN', lines: ['base', '2:1', '3:1', '4:1'], dockerfile: 'FROM x\nCOPY --link --chown=1:1 a /a\nCOPY --parents s/x s/y /s/\nRUN --mount=type=cache,target=/c --network=none pip install x\n', steps: by('COPY --chown=1:1 --link a /a', 'COPY --parents s/x s/y /s/', 'RUN /bin/sh -c pip install x') },
    { name: 'shells of other kinds', lines: ['base', '3:0.97', '5:0.97'], dockerfile: 'FROM x\nSHELL ["powershell", "-Command"]\nRUN Get-Thing -All\nSHELL ["/usr/bin/env", "bash", "-c"]\nRUN echo b\n', steps: by('RUN powershell -Command Get-Thing -All', 'RUN /usr/bin/env bash -c echo b') },
    { name: 'heredocs for a program, and several of them', lines: ['base', '2:0.8', '5:0.77', '10:1'], dockerfile: 'FROM x\nRUN python3 <<PY\nprint(1)\nPY\nRUN <<A cat && <<B cat\na\nA\nb\nB\nCOPY <<one.txt <<two.txt /etc/\n1\none.txt\n2\ntwo.txt\n', steps: by('RUN /bin/sh -c python3 <<PY\nprint(1)\nPY', 'RUN /bin/sh -c <<A cat && <<B cat\na\nA\nb\nB', 'COPY <<one.txt <<two.txt /etc/') },
  ])('$name', ({ dockerfile, steps, lines }) => {
    const { layers } = match(dockerfile, steps);
    expect(layers.map(({ origin, instructions, confidence }) => (origin === 'instruction' ? `${instructions.map(({ startLine }) => startLine).join('+')}:${confidence}` : origin))).toEqual(lines);
  });
});

describe('what does not fit', () => {
  test('a foreign Dockerfile is told, with how little matches', () => {
    const found = match('FROM node:22\nWORKDIR /usr/src/app\nCOPY package.json ./\nRUN npm ci\nCOPY . .\nCMD ["npm", "start"]\n', [
      made('ADD rootfs.tar / # buildkit'), made('RUN /bin/sh -c apt-get update # buildkit'), made('COPY server.py /srv # buildkit'), set('CMD ["python3"]'),
    ]);
    expect(found).toMatchObject({ belongs: false, found: { data: 0, other: 0 }, baseLayers: 0 });
    expect(found.diagnostics[0]).toMatchObject({ kind: 'dockerfile-foreign', message: expect.stringMatching(/1 of its 5 instructions is in the image’s history, \d+ % by weight/) as string });
    expect(new Set(found.layers.map(({ origin }) => origin))).toEqual(new Set(['unmatched']));
    expect(match('FROM node:22\nRUN npm ci\n', [made('ADD rootfs.tar / # buildkit'), made('COPY server.py /srv # buildkit')]).diagnostics[0]!.message).toContain('its one instruction is not in the image’s history');
  });

  test('an image without history', () => {
    const image = { ...imageOf([made('x')]), history: [] };
    const found = matchHistory({ ...image, layers: image.layers.map(({ historyIndex: _, ...rest }) => rest) }, parseDockerfile('FROM scratch\nCOPY a /\n'));
    expect(found.diagnostics.map(({ kind }) => kind)).toEqual(['history-missing']);
    expect(found.layers[0]).toMatchObject({ origin: 'unmatched', instructions: [] });
  });

  const TEMPLATE = '{% set v = "3.12" %}\nFROM python:{{ v }}\n{% for p in packages %}\nRUN pip install {{ p }} "${UNCLOSED\n{% endfor %}\nCOPY --from={{ stage }} <<EOF /x\n$(\nEOF\nENV A=${B:-${C\nCMD ["a", {{ b }}]\n';
  test('templates and half-typed files give an answer, whatever has been typed', () => {
    const steps = [made('RUN /bin/sh -c pip install x # buildkit'), made('|99 A /bin/sh -c'), made('|1 '), set('#(nop)'), set(''), made('COPY'), made('/bin/sh -c ["not', { path: 'x', type: 'file' })];
    for (let length = 0; length <= TEMPLATE.length; length += 1) {
      const found = match(TEMPLATE.slice(0, length), steps);
      expect(found.layers).toHaveLength(5);
      expect(found.entries).toHaveLength(7);
    }
  });
});

test('alignment is in order, and of equal ones the latest', () => {
  const text = (a: string, b: string): number[] => [...align(a.length, b.length, { score: (i, j) => (a[i] === b[j] ? 1 : 0), skipFirst: () => 0.1, skipSecond: () => 0.1 })];
  expect(text('aab', 'ab')).toEqual([-1, 0, 1]);
  expect(text('abc', 'cab')).toEqual([1, 2, -1]);
  expect(text('', 'ab')).toEqual([]);
  expect(text('ab', '')).toEqual([-1, -1]);
});

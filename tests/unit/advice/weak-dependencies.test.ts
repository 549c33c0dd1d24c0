/** What nobody asked for, by databases that rpm itself wrote and by apk's: the price of rules on dnf, zypper and apk, and of a second program that fetches. */
import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { advise, type Advice } from '../../../src/core/advice/advise';
import { parseDockerfile } from '../../../src/core/dockerfile/parse';
import { shellParser } from '../../../src/core/dockerfile/shell-parser';
import { applyEdits } from '../../../src/core/lint/fixes/apply';
import { lintDockerfile } from '../../../src/core/lint/lint-dockerfile';
import type { AdviceStep } from '../../../src/core/report/report';
import { file, type Entry } from '../image/layers';
import { analysedOf, made, set, type Step } from './images';

const shell = shellParser;

const bulk = (path: string, size: number): Entry => file(path, path, { size });

async function adviceOn(dockerfile: string, steps: readonly Step[], kept: ReadonlyMap<string, Uint8Array> = new Map()): Promise<Advice> {
  const { findings } = lintDockerfile(dockerfile, { shell });
  return advise({ analysed: analysedOf(steps, {}, kept), dockerfile: parseDockerfile(dockerfile), findings, shell });
}
const step = ({ plan }: Advice, id: string): AdviceStep => {
  const found = plan.steps.find((each) => each.id === id);
  if (found === undefined) throw new Error(`no step ${id} among ${plan.steps.map((each) => each.id).join(', ')}`);
  return found;
};
const costs = ({ findings }: Advice): Record<string, number> => Object.fromEntries(findings.flatMap(({ rule, line, bytes }) => (bytes === undefined ? [] : [[`${rule} ${line}`, bytes]])));

describe('rpm', () => {
  const database = (name: string): Uint8Array => new Uint8Array(gunzipSync(readFileSync(new URL(`../../fixtures/packages/${name}.sqlite.gz`, import.meta.url))));
  const [base, weak] = [database('rpmdb-base'), database('rpmdb-weak')];
  const kept = new Map([['base', base], ['weak', weak]]);
  const DATABASE = 'var/lib/rpm/rpmdb.sqlite';
  const library = (name: string, size: number): Entry => bulk(`usr/lib/${name}-plimsoll.so`, size);
  const imageOf = (command: string, ...more: readonly Entry[]): readonly Step[] => [
    made('ADD rootfs.tar / # buildkit', file(DATABASE, 'base'), library('base', 10_000)), set('CMD ["bash"]'),
    made(`RUN /bin/sh -c ${command} # buildkit`, file(DATABASE, 'weak'), library('app', 20_000), library('lib', 30_000), library('third', 40_000), library('extra', 50_000), library('extralib', 60_000), ...more),
  ];

  test.each([
    { rule: 'PL024', command: 'dnf install -y app-plimsoll', repaired: 'dnf install --setopt=install_weak_deps=False -y app-plimsoll' },
    { rule: 'PL024', command: 'dnf install -y app-plimsoll-1-1.noarch', repaired: 'dnf install --setopt=install_weak_deps=False -y app-plimsoll-1-1.noarch' },
    { rule: 'PL025', command: 'zypper install -y app-plimsoll', repaired: 'zypper install --no-recommends -y app-plimsoll' },
  ])('$command: what is recommended and what only that requires; needs by path and boolean ones stay', async ({ rule, command, repaired }) => {
    const dockerfile = `FROM fedora:41\nRUN ${command}\n`;
    const advice = await adviceOn(dockerfile, imageOf(command), kept);
    const lean = step(advice, 'recommended-line-2');
    expect(lean).toMatchObject({ bytes: 110_000, line: 2, basis: 'measured', enabled: true });
    expect(lean.title).toMatch(/^2 packages .*extra(?:lib)?-plimsoll, extra(?:lib)?-plimsoll$/);
    expect(applyEdits(dockerfile, lean.fix!.edits)).toBe(`FROM fedora:41\nRUN ${repaired}\n`);
    expect(costs(advice)).toMatchObject({ [`${rule} 2`]: 110_000 });
  });

  test.each([
    ['weak dependencies were left out', 'dnf install -y --setopt=install_weak_deps=False app-plimsoll'],
    ['a name is a group', 'dnf install -y app-plimsoll @development'],
    ['a name is not in the database', 'dnf install -y app-plimsoll something'],
    ['it was named', 'dnf install -y app-plimsoll extra-plimsoll'],
    ['a script installs', './install.sh'],
  ])('nothing is claimed where %s', async (_, command) => {
    const { plan } = await adviceOn(`FROM fedora:41\nRUN ${command}\n`, imageOf(command), kept);
    expect(plan.steps.filter(({ id }) => id.startsWith('recommended'))).toEqual([]);
  });

  test('what dnf 5 noted as somebody’s wish is one, whoever installed it', async () => {
    const reasons = file('usr/lib/sysimage/libdnf5/packages.toml', 'version = "1.0"\n[packages]\n"extra-plimsoll.noarch" = {reason = "User"}\n"lib-plimsoll.noarch" = {reason = "Dependency"}\n');
    const advice = await adviceOn('FROM fedora:41\nRUN dnf install -y app-plimsoll\n', imageOf('dnf install -y app-plimsoll', reasons), kept);
    expect(advice.plan.steps.filter(({ id }) => id.startsWith('recommended'))).toEqual([]);
    expect(costs(advice)).toMatchObject({ 'PL024 2': 0 });
  });
});

describe('apk', () => {
  const DATABASE = 'lib/apk/db/installed';
  const record = (name: string, more = ''): string => `P:${name}\nV:1\nA:x86_64\n${more}F:usr/lib\nR:${name}.so\n\n`;
  const has = (name: string, size: number): Entry => bulk(`usr/lib/${name}.so`, size);
  const base = [made('ADD rootfs.tar / # buildkit', file(DATABASE, record('musl')), file('etc/apk/world', 'musl\n'), has('musl', 5_000)), set('CMD ["/bin/sh"]')];

  test('a virtual package that stays costs what only it needs; the tools in it are the same bytes', async () => {
    const command = 'apk add --no-cache --virtual .build-deps gcc curl && make install';
    const database = [record('musl'), 'P:.build-deps\nV:20240101\nD:gcc curl\n\n', record('gcc', 'D:binutils\n'), record('binutils'), record('curl', 'D:so:libcurl\n'), record('libcurl', 'p:so:libcurl=4\n')].join('');
    const dockerfile = `FROM alpine:3.20\nRUN ${command}\n`;
    const advice = await adviceOn(dockerfile, [...base, made(
      `RUN /bin/sh -c ${command} # buildkit`, file(DATABASE, database), file('etc/apk/world', 'musl\n.build-deps=20240101\n'), has('gcc', 90_000), has('binutils', 30_000), has('curl', 20_000), has('libcurl', 40_000),
    )]);
    expect(step(advice, 'virtual-.build-deps-line-2')).toMatchObject({ bytes: 180_000, basis: 'measured', enabled: true, fix: { safety: 'review' } });
    expect(costs(advice)).toMatchObject({ 'PL039 2': 180_000 });
    expect(advice.plan.now!.bytes - advice.plan.after!.bytes).toBe(180_000);
  });

  test('what came along by install_if is in no needs and in nobody’s world', async () => {
    const database = [record('musl'), record('git'), record('git-bash-completion')].join('');
    const advice = await adviceOn('FROM alpine:3.20\nRUN apk add --no-cache git\n', [...base, made(
      'RUN /bin/sh -c apk add --no-cache git # buildkit', file(DATABASE, database), file('etc/apk/world', 'git\nmusl\n'), has('git', 90_000), has('git-bash-completion', 30_000),
    )]);
    expect(step(advice, 'recommended-line-2')).toMatchObject({ bytes: 30_000 });
    expect(step(advice, 'recommended-line-2').title).toContain('install_if');
  });

  test('wget beside curl: the heavier of the two with its libraries, as an estimate and a proposal', async () => {
    const dockerfile = 'FROM alpine:3.20\nRUN apk add --no-cache wget curl\nRUN curl -O https://example.com/a && wget https://example.com/b\n';
    const database = [record('musl'), record('wget'), record('curl', 'D:so:libcurl /bin/sh\n'), record('libcurl', 'p:so:libcurl=4\n')].join('');
    const advice = await adviceOn(dockerfile, [...base,
      made('RUN /bin/sh -c apk add --no-cache wget curl # buildkit', file(DATABASE, database), file('etc/apk/world', 'curl\nmusl\nwget\n'), has('wget', 30_000), has('curl', 20_000), has('libcurl', 40_000)),
      made('RUN /bin/sh -c curl -O https://example.com/a && wget https://example.com/b # buildkit', bulk('a', 5), bulk('b', 5)),
    ]);
    expect(step(advice, 'fetcher-curl-line-2')).toMatchObject({ bytes: 60_000, basis: 'estimated', enabled: false });
    expect(advice.findings.find(({ rule }) => rule === 'DL4001')).toMatchObject({ line: 3, bytes: 60_000, estimated: true });
  });
});

test('a rule that no image can price says why, in the plan', async () => {
  const dockerfile = 'FROM python:3.12\nRUN echo hello\n';
  const advice = await adviceOn(dockerfile, [made('ADD rootfs.tar / # buildkit', bulk('bin/x', 5)), set('CMD ["python3"]'), made('RUN /bin/sh -c echo hello # buildkit', bulk('y', 5))]);
  expect(advice.findings.some(({ rule }) => rule === 'PL034')).toBe(true);
  expect(advice.plan.limits.join(' ')).toContain('PL034');
});

describe('compilers that came as a recommendation', () => {
  const record = (name: string, more = ''): string => `Package: ${name}\nStatus: install ok installed\nVersion: 1\n${more}\n`;
  const owns = (name: string, size: number): readonly Entry[] => [file(`var/lib/dpkg/info/${name}.list`, `/usr/lib/${name}.so\n`), bulk(`usr/lib/${name}.so`, size)];
  const install = 'apt-get update && apt-get install -y golang less-tool';
  const planOf = (build: string, ...written: readonly Entry[]): Promise<Advice> => adviceOn(`FROM debian:12\nRUN ${install}\nRUN ${build}\nCMD ["/srv"]\n`, [
    made('ADD rootfs.tar / # buildkit', file('var/lib/dpkg/status', '')), set('CMD ["bash"]'),
    made(`RUN /bin/sh -c ${install} # buildkit`, file('var/lib/dpkg/status', [
      record('golang', 'Recommends: g++, libc6-dev, viewer\n'), record('less-tool'), record('g++', 'Depends: gcc\n'), record('gcc', 'Depends: libc6-dev\n'), record('libc6-dev'), record('viewer'),
    ].join('')), ...owns('golang', 50_000), ...owns('less-tool', 9), ...owns('g++', 40_000), ...owns('gcc', 30_000), ...owns('libc6-dev', 20_000), ...owns('viewer', 90_000)),
    made(`RUN /bin/sh -c ${build} # buildkit`, bulk('srv', 5), ...written),
  ]);

  test.each<[string, readonly Entry[]]>([
    ['go vet ./...', []],
    ['gem install fast', [bulk('var/lib/gems/3.1.0/gems/fast-1.0/lib/fast.so', 9_000)]],
    ['npm ci', [bulk('app/node_modules/fast/build/Release/fast.node', 9_000)]],
    ['pip install fast', [bulk('root/.cache/pip/wheels/aa/fast-1.0-cp311-cp311-linux_x86_64.whl', 9_000)]],
  ])('are named where %s calls them', async (build, written) => {
    const advice = await planOf(build, ...written);
    const lean = step(advice, 'recommended-line-2');
    expect(lean.title).toMatch(/^A package .*: viewer$/);
    expect(lean.detail).toContain('Later lines call g++, which came the same way: name it too, here or in the stage that builds.');
    expect(applyEdits(`FROM debian:12\nRUN ${install}\n`, lean.fix!.edits)).toContain('apt-get install --no-install-recommends -y golang less-tool g++\n');
  });

  test.each<[string, readonly Entry[]]>([['pip install pure', [bulk('usr/local/lib/python3.11/dist-packages/pure/_c.so', 9_000)]], ['echo done', []]])('are left out with the rest where %s needs none', async (build, written) => {
    expect(step(await planOf(build, ...written), 'recommended-line-2')).toMatchObject({ title: expect.stringMatching(/^4 packages .*libc6-dev and 1 more$/) as string, packages: ['g++', 'gcc', 'libc6-dev', 'viewer'] });
  });
});

/** The base image: what it is, smaller ones by the catalogue, and what musl or a missing shell would cost. */
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { advise, type Advice } from '../../../src/core/advice/advise';
import { BASE_IMAGES } from '../../../src/core/advice/base/base-catalogue';
import { linkedAgainstGlibc } from '../../../src/core/advice/base/glibc-files';
import { pinSteps } from '../../../src/core/advice/base/pin-step';
import { findInCatalogue, recogniseBase, tagParts } from '../../../src/core/advice/base/recognise';
import { smallerBases } from '../../../src/core/advice/base/smaller';
import type { LayerScanner } from '../../../src/core/archive/scanner';
import { encodeUtf8 } from '../../../src/core/bytes/text';
import type { Image } from '../../../src/core/image/image';
import { rowPaths } from '../../../src/core/image/row-paths';
import type { FromInstruction } from '../../../src/core/dockerfile/model';
import { parseDockerfile } from '../../../src/core/dockerfile/parse';
import { applyEdits } from '../../../src/core/lint/fixes/apply';
import { file, symlink } from '../image/layers';
import { analysedOf, imageOf, made, set } from './images';

const nameOf = (row: { readonly repository: string; readonly tag: string } | undefined): string | undefined => row && `${row.repository}:${row.tag}`;

test.each([
  ['3.13.2-slim-bookworm', '3.13.2', 'slim'], ['22-alpine3.21', '22', 'alpine'], ['trixie-slim', 'trixie', 'slim'], ['21-jre', '21', 'jre'], ['latest', 'latest', ''],
])('tag %s', (tag, version, variant) => expect(tagParts(tag)).toEqual({ version, variant }));

test.each([
  ['python:3.12', 'python:3.12'], ['docker.io/library/python:3.12.8-slim-bookworm', 'python:3.12-slim'], ['node:22.11.0-alpine3.20', 'node:22-alpine'],
  ['gcr.io/distroless/static-debian12', 'gcr.io/distroless/static-debian12:latest'], ['python:2.7', undefined], ['ghcr.io/python:3.12', undefined], ['localhost/thing:1', undefined],
  ['debian:bookworm@sha256:abc', 'debian:bookworm'],
])('%s in the catalogue', (reference, row) => expect(nameOf(findInCatalogue(reference))).toBe(row));

describe('smaller ones', () => {
  const smaller = (reference: string): string[] => smallerBases(findInCatalogue(reference)!, 'amd64').map(({ image }) => nameOf(image)!);
  test('of the same version and role, by registry size; those without a figure last', () => {
    expect(smaller('python:3.12')).toEqual(['python:3.12-alpine', 'python:3.12-slim', 'gcr.io/distroless/python3-debian12:latest']);
    expect(smaller('php:8.4-fpm')).toEqual(['php:8.4-fpm-alpine']);
    expect(smaller('eclipse-temurin:21-jdk')).toContain('eclipse-temurin:21-jre');
  });
  test('alpine is not smaller because of its name: rust on slim has nothing below it', () => {
    expect(smaller('rust:1-slim')).toEqual([]);
    expect(smaller('rust:1')).toEqual(['rust:1-slim', 'rust:1-alpine']);
  });
  test('sizes compared are of one kind and platform', () => {
    for (const row of BASE_IMAGES) for (const arch of ['amd64', 'arm64'] as const) for (const { image, to, from } of smallerBases(row, arch)) {
      expect(image.note).toBeUndefined();
      if (to !== undefined) expect(to).toBeLessThan(from!);
      expect(to).toBe(image[arch]);
    }
  });
  test('what each costs is said', () => {
    const [alpine, slim, distroless] = smallerBases(findInCatalogue('python:3.12')!, 'amd64');
    expect(alpine!.caveats.join()).toMatch(/musl/);
    expect(slim!.caveats.join()).not.toMatch(/musl/);
    expect(distroless!.caveats.join()).toMatch(/no shell/);
    expect(distroless!.to).toBeUndefined();
  });
});

describe('recognition', () => {
  const release = file('usr/lib/os-release', 'ID=alpine\nVERSION_ID=3.22.1\nPRETTY_NAME="Alpine Linux v3.22"\n');
  test('by os-release behind a link, and the loader', () => {
    const { image, fs } = analysedOf([made('ADD x /', release, symlink('etc/os-release', '../usr/lib/os-release'), file('lib/ld-musl-x86_64.so.1', 'x'))]);
    expect(recogniseBase(undefined, image, fs, 1)).toMatchObject({ os: 'Alpine Linux v3.22', libc: 'musl', exact: false, row: { repository: 'alpine', tag: '3.22' } });
  });
  test('names: FROM before label before history; a foreign name falls back to the system', () => {
    const image = { ...imageOf([{ ...made('x'), comment: 'FROM localhost/base:1' }]), config: { labels: { 'org.opencontainers.image.base.name': 'docker.io/library/node:22' } } };
    expect(recogniseBase(undefined, image)).toMatchObject({ reference: 'docker.io/library/node:22', exact: true, row: { tag: '22' } });
    expect(recogniseBase('python:3.13', image)).toMatchObject({ reference: 'python:3.13', row: { repository: 'python' } });
    expect(recogniseBase('scratch', imageOf([made('x')]))).toMatchObject({ exact: false, evidence: [] });
  });
  test('a mark of a template names no base', () => {
    expect(recogniseBase('{{')).toEqual({ libc: 'unknown', exact: false, evidence: [] });
  });
  test('nothing at all', () => {
    const { image, fs } = analysedOf([made('COPY app /', file('app', 'x'))]);
    expect(recogniseBase(undefined, image, fs)).toEqual({ libc: 'none', exact: false, evidence: [] });
  });
});

describe('what would break', () => {
  const read = (name: string): Uint8Array => readFileSync(new URL(`../../fixtures/advice/${name}`, import.meta.url));
  const glibc = read('hello-glibc.bin');
  test('an ELF file by its loader', () => {
    expect(linkedAgainstGlibc(glibc)).toBe(true);
    expect(linkedAgainstGlibc(read('hello-static.bin'))).toBe(false);
    expect(linkedAgainstGlibc(encodeUtf8('#!/bin/sh\n/lib64/ld-linux-x86-64.so.2\n'.padEnd(100)))).toBe(false);
    expect(linkedAgainstGlibc(new Uint8Array(0))).toBe(false);
  });

  test('is counted and named in this very image: own files and wheels, not the distribution’s', async () => {
    const contents: Record<string, Uint8Array> = {
      'opt/tool': glibc, 'srv/x/_c.so': glibc, 'srv/x-1.dist-info/WHEEL': encodeUtf8('Wheel-Version: 1.0\nTag: cp312-cp312-manylinux_2_17_x86_64\n'),
      'srv/y-2.dist-info/WHEEL': encodeUtf8('Tag: py3-none-any\n'), 'entry.sh': encodeUtf8('#!/bin/sh\nexec tool\n'),
    };
    const scanner = {
      parallelism: 1,
      readRows: ({ index }: { readonly index: number }, _: unknown, rows: Uint32Array) => Promise.resolve({
        ok: true as const, value: [...rows].map((row) => contents[new TextDecoder().decode(rowPaths(analysed.fs, index)(row))]),
      }),
    } as unknown as LayerScanner;
    const loader = file('lib64/ld-linux-x86-64.so.2', 'x', { size: 4_096, mode: 0o755 });
    const analysed = analysedOf([
      made('ADD rootfs.tar / # buildkit', loader, file('bin/sh', 'x', { mode: 0o755 }), file('usr/bin/apt-get', 'x')), set('CMD ["bash"]'),
      made('COPY . / # buildkit', ...Object.entries(contents).map(([path, bytes]) => file(path, path, { size: bytes.length, mode: 0o755 }))),
    ], { entrypoint: ['/entry.sh'], healthcheck: { test: ['CMD-SHELL', 'curl -f localhost'] } });
    const told: string[] = [];
    const drafts: Advice[] = [];
    const { plan } = await advise({
      analysed, dockerfile: parseDockerfile('FROM debian:bookworm\nCOPY . /\n'), scanner,
      onProgress: ({ phase, share }) => void told.push(`${phase} ${share < 1 ? '…' : 'done'}`), onDraft: (draft) => drafts.push(draft),
    });
    // The rest of the plan is there before any file is read.
    expect([...new Set(told)]).toEqual(['weighing …', 'weighing done', 'looking …', 'looking done']);
    expect(drafts.map((draft) => [draft.plan.base!.musl, draft.plan.now, draft.plan.limits.at(-1)])).toEqual([[undefined, plan.now, 'Files were not looked into: what is linked against glibc is not counted.']]);
    expect(plan.base!.musl).toEqual({ binaries: 2, wheels: 1, names: ['opt/tool', 'srv/x/_c.so', 'x-1'] });
    expect(plan.base!.distroless).toEqual({
      shell: '/bin/sh', packageManager: '/usr/bin/apt-get', neededBy: ['/entry.sh is a script of /bin/sh', 'HEALTHCHECK runs a command line: curl -f localhost'],
    });
    const alpine = plan.steps.find(({ id }) => id.startsWith('base-alpine'))!;
    expect(alpine).toMatchObject({ way: 'base-image', enabled: false, bytes: null, storedBytes: null, line: 1, pull: { platform: 'linux/amd64' } });
    expect(alpine.caveat).toMatch(/2 programs and libraries, 1 wheel \(opt\/tool, srv\/x\/_c\.so, x-1\)/);
    expect(plan.steps.find(({ title }) => title.includes('distroless'))!.caveat).toMatch(/entry\.sh is a script/);
    // Registry sizes are no part of the image's sums.
    expect(plan.after).toEqual(plan.now);
  });
});

test('whoever is told how far it is can give it up', async () => {
  const analysed = analysedOf([made('ADD rootfs.tar / # buildkit', file('bin/sh', 'x')), set('CMD ["bash"]')]);
  await expect(advise({ analysed, onProgress: () => Promise.reject(new Error('enough')) })).rejects.toThrow('enough');
});

describe('a pin by digest', () => {
  const digest = `sha256:${'a1'.repeat(32)}`;
  const told = (name: string, value = digest): Image => ({ ...imageOf([]), annotations: { 'org.opencontainers.image.base.name': name, 'org.opencontainers.image.base.digest': value } });
  const from = (text: string): FromInstruction => parseDockerfile(text).stages[0]!.from;

  test.each([['docker.io/library/debian:12', 'FROM debian:12 AS x\n'], ['debian:latest', 'FROM debian\n'], ['quay.io/a/b:1', 'FROM quay.io/a/b:1\n']])('%s is what %j names', (name, text) => {
    const [step] = pinSteps(told(name), from(text));
    expect(step).toMatchObject({ id: 'pin-base', enabled: false, bytes: 0, line: 1 });
    expect(applyEdits(text, step!.fix!.edits)).toBe(text.replace(/(FROM \S+)/, `$1@${digest}`));
  });

  test.each([
    ['another image', 'docker.io/library/debian:12', 'FROM debian:13\n'], ['a digest already', 'debian:12', `FROM debian:12@${digest}\n`],
    ['a variable', 'debian:12', 'ARG V=12\nFROM debian:$V\n'], ['no name', '', 'FROM debian:12\n'],
  ])('is not offered for %s', (_what, name, text) => {
    expect(pinSteps(told(name), from(text))).toEqual([]);
  });

  test('a digest that is none is not written into a Dockerfile', () => {
    expect(pinSteps(told('debian:12', 'sha256:x\nRUN evil'), from('FROM debian:12\n'))).toEqual([]);
  });
});

/** One image in every form that tools write it in opens as the same image; what is odd is said, what is none says what it is. */
import { gunzipSync, gzipSync } from 'node:zlib';
import { describe, expect, it, test } from 'vitest';
import { openArchive, type OpenedArchive } from '../../../src/core/archive/open';
import { openFolder } from '../../../src/core/archive/open-folder';
import { scanLayer } from '../../../src/core/archive/scan-layer';
import { createCodecs } from '../../../src/core/bytes/create-codecs';
import type { Outcome } from '../../../src/core/problem';
import { dockerArchive, fixChecksum, fixture, paths, problemIn, source, tarOf, valueOf } from './helpers';

const open = async (bytes: Uint8Array, name?: string, chunk?: number): Promise<Outcome<OpenedArchive>> => openArchive(source(bytes, name, chunk), await createCodecs());
const kinds = ({ archive }: OpenedArchive) => archive.diagnostics.map((found) => found.kind);

const layer = await tarOf({ x: 'x' });
const gzip = (bytes: Uint8Array) => new Uint8Array(gzipSync(bytes));

/** Paths of every layer of an image. */
async function contents(bytes: Uint8Array, opened: OpenedArchive, image = 0): Promise<string[][]> {
  const all: string[][] = [];
  for (const layer of opened.archive.images[image]!.layers) {
    const scan = opened.scans.get(layer.location!.member)
      ?? valueOf(await scanLayer(source(bytes), layer.location!, layer.index, await createCodecs(), {}, () => undefined));
    all.push(paths(scan.table));
  }
  return all;
}

test('a layer that GNU tar packed as sparse is left out, and named with what to do', async () => {
  const opened = valueOf(await open(new Uint8Array(gunzipSync(fixture('images/tide.sparse.tar.gz')))));
  expect(opened.archive.diagnostics).toMatchObject([{ kind: 'layer-missing' }, { kind: 'member-sparse' }]);
  expect(opened.archive.diagnostics[1]!.message).toContain('18f83124442b6b71c6b66900ed91a9e742a2c9f6373e8c1abe163cab599d784e/layer.tar');
  expect(opened.archive.images[0]!.layers.map(({ unreadable }) => unreadable)).toEqual([undefined, undefined, 'absent', undefined, undefined]);
});

describe('every form of one image', () => {
  it.each([
    ['legacy', 'docker-archive'], ['docker25', 'docker-oci'], ['skopeo', 'docker-archive'], ['oci-gzip', 'oci-archive'], ['oci-zstd', 'oci-archive'],
  ])('tide.%s.tar is %s', async (form, format) => {
    const bytes = fixture(`images/tide.${form}.tar`);
    const opened = valueOf(await open(bytes));
    expect(opened.archive.format).toBe(format);
    expect(opened.archive.diagnostics).toEqual([]);
    const [image] = opened.archive.images;
    const first = valueOf(await open(fixture('images/tide.oci-gzip.tar'))).archive.images[0]!;
    expect(image!.layers.map((layer) => layer.diffId)).toEqual(first.layers.map((layer) => layer.diffId));
    expect(image!.layers.map((layer) => image!.history[layer.historyIndex!])).toEqual(first.layers.map((layer) => first.history[layer.historyIndex!]));
    expect(await contents(bytes, opened)).toEqual(await contents(fixture('images/tide.legacy.tar'), valueOf(await open(fixture('images/tide.legacy.tar')))));
  });

  it('one pass over a compressed file finds the layers before the manifest', async () => {
    const plain = fixture('images/tide.oci-gzip.tar');
    const expected = await contents(plain, valueOf(await open(plain)));
    for (const packed of [gzip(plain), gzip(gzip(plain))]) {
      const opened = valueOf(await open(packed, 'x', 1000));
      expect(opened.archive.outerCompression).not.toBe('none');
      expect(opened.archive.images[0]!.layers.every((layer) => opened.scans.has(layer.location!.member))).toBe(true);
      expect(await contents(packed, opened)).toEqual(expected);
    }
  });

  it('reads what podman saves as docker-dir', async () => {
    const bytes = fixture('archive/docker-dir.tar.gz');
    const opened = valueOf(await open(bytes));
    expect(opened.archive.format).toBe('docker-dir');
    expect(await contents(bytes, opened)).toEqual(await contents(fixture('images/tide.legacy.tar'), valueOf(await open(fixture('images/tide.legacy.tar')))));
  });
});

describe('layouts', () => {
  it('legacy v1: the chain of parents gives the order', async () => {
    const bytes = fixture('archive/legacy-v1.tar');
    const opened = valueOf(await open(bytes));
    expect(opened.archive).toMatchObject({ format: 'docker-legacy', images: [{ tags: ['old/app:1.0'], platform: 'linux/amd64', config: { cmd: ['/app/run'] } }] });
    expect(await contents(bytes, opened)).toEqual([['etc/os'], ['app/run']]);
    expect(opened.archive.images[0]!.history[0]!.createdBy).toBe('/bin/sh -c ADD base');
  });

  it('follows a layer.tar that is a link', async () => {
    const bytes = fixture('archive/linked-layer.tar');
    const opened = valueOf(await open(bytes));
    expect(opened.archive.images[0]!.tags).toEqual([]);
    expect(await contents(bytes, opened)).toEqual([['etc/os'], ['etc/os']]);
  });

  it('several images', async () => {
    const { images } = valueOf(await open(fixture('archive/two-images.tar'))).archive;
    expect(images.map(({ tags, platform }) => [tags, platform])).toEqual([[['x/one:1', 'x/one:latest'], 'linux/amd64'], [['x/two:1'], 'linux/arm64']]);
    expect(images[0]!.layers.map((layer) => layer.historyIndex)).toEqual([0, 2]);
  });

  it('several platforms, one absent; attestations are no images', async () => {
    const bytes = fixture('archive/platforms.tar');
    const opened = valueOf(await open(bytes));
    expect(opened.archive.images.map(({ platform, present, tags }) => [platform, present, tags])).toEqual([
      ['linux/amd64', true, ['docker.io/x/multi:latest']], ['linux/arm64', true, ['docker.io/x/multi:latest']], ['linux/s390x', false, ['docker.io/x/multi:latest']],
    ]);
    expect(await contents(bytes, opened, 1)).toEqual([['etc/os'], ['app/run']]);
  });

  it('a folder with the files of a layout', async () => {
    const tar = fixture('archive/platforms.tar');
    const opened = valueOf(await open(tar));
    const files = ['oci-layout', 'index.json', ...new Set((await contentsOf(tar)).filter((path) => path.startsWith('blobs/')))];
    const folder = await Promise.all(files.map(async (path) => ({ path: `dropped/${path}`, source: source(await memberOf(tar, path), path) })));
    const { archive } = valueOf(await openFolder('dropped', folder));
    expect(archive.images.map((image) => image.digest)).toEqual(opened.archive.images.map((image) => image.digest));
    const { location } = archive.images[0]!.layers[1]!;
    const scan = valueOf(await scanLayer(folder[location!.file!]!.source, location!, 1, await createCodecs(), {}, () => undefined));
    expect(paths(scan.table)).toEqual(['app/run']);
  });

  it('below a folder, and with ./ before each name', async () => {
    const manifest = JSON.stringify([{ Config: 'c.json', RepoTags: [], Layers: ['l.tar'] }]);
    for (const prefix of ['./', 'some/where/']) {
      const opened = valueOf(await open(await tarOf({ [`${prefix}l.tar`]: layer, [`${prefix}c.json`]: '{}', [`${prefix}manifest.json`]: manifest, ...(prefix === './' ? {} : { [`${prefix}._l.tar`]: 'mac' }) })));
      expect(opened.archive.images[0]!.layers[0]!.location).toBeDefined();
    }
  });

  it('a flat file system is one layer, scanned on the way, compressed or not', async () => {
    const tar = await tarOf({ 'etc/': '', 'etc/manifest.json': '[]', 'bin/sh': 'x' });
    for (const bytes of [tar, gzip(tar)]) {
      const opened = valueOf(await open(bytes, 'root.tar'));
      expect(opened.archive).toMatchObject({ format: 'rootfs', outerCompression: 'none', images: [{ layers: [{ storedBytes: bytes.length }] }] });
      expect(paths(opened.scans.get('root.tar')!.table)).toEqual(['etc', 'etc/manifest.json', 'bin/sh']);
    }
  });

  it.each<[string, Readonly<Record<string, string>>]>([
    ['the manifest of a web app', { 'manifest.json': '{"name":"app","icons":[]}' }],
    ['a list of assets named as a manifest', { 'manifest.json': '[{"src":"a.js"}]' }],
    ['an index.json that is none of images', { 'index.json': '{"posts":[]}' }],
    ['a manifest.json that is no JSON', { 'manifest.json': '{ // comment' }],
    ['an empty manifest.json beside the folders of a system', { 'manifest.json': '[]', 'etc/passwd': 'x', 'usr/bin/env': 'x', 'x.tar': 'no tar' }],
    ['parts of an image deep in a system', { 'etc/passwd': 'x', 'var/conf.json': '{"rootfs":{"diff_ids":[]}}', [`var/blobs/sha256/${'a'.repeat(64)}`]: 'x' }],
  ])('a flat file system is told from a spoilt image by what else is there: %s', async (_, members) => {
    const files = { ...members, 'app/index.html': '<html>' };
    const opened = valueOf(await open(await tarOf(files), 'root.tar'));
    expect(opened.archive.format).toBe('rootfs');
    expect(kinds(opened)).toEqual(['no-image-metadata', ...Object.keys(members).filter((name) => /^(manifest|index)\.json$/.test(name)).map(() => 'file-ignored')]);
    expect(paths(opened.scans.get('root.tar')!.table)).toEqual(Object.keys(files));
  });

  it('encrypted and foreign layers have a size and no content', async () => {
    const config = JSON.stringify({ architecture: 'amd64', os: 'linux', rootfs: { diff_ids: ['sha256:1', 'sha256:2'] } });
    const hex = (digit: string) => digit.repeat(64);
    const manifest = JSON.stringify({
      schemaVersion: 2, config: { mediaType: 'application/vnd.oci.image.config.v1+json', digest: `sha256:${hex('c')}` },
      layers: [
        { mediaType: 'application/vnd.oci.image.layer.v1.tar+gzip+encrypted', digest: `sha256:${hex('e')}`, size: 9 },
        { mediaType: 'application/vnd.docker.image.rootfs.foreign.diff.tar.gzip', digest: `sha256:${hex('f')}`, size: 77 },
      ],
    });
    const opened = valueOf(await open(await tarOf({
      'oci-layout': '{}', 'index.json': JSON.stringify({ manifests: [{ digest: `sha256:${hex('a')}` }] }),
      [`blobs/sha256/${hex('a')}`]: manifest, [`blobs/sha256/${hex('c')}`]: config, [`blobs/sha256/${hex('e')}`]: 'encrypted',
    })));
    expect(opened.archive.images[0]!.layers).toMatchObject([{ unreadable: 'encrypted', storedBytes: 9 }, { unreadable: 'foreign', storedBytes: 77 }]);
  });
});

describe('odd but readable', () => {
  it.each<[string, unknown, string[]]>([
    ['no history', { rootfs: { diff_ids: ['a'] } }, ['history-missing']],
    ['a history that is too long', { rootfs: { diff_ids: ['a'] }, history: [{}, {}] }, ['history-mismatch']],
    ['fewer diff_ids than layers', { rootfs: { diff_ids: [] }, history: [{}] }, ['diff-ids-mismatch']],
    ['null everywhere', { rootfs: null, history: null, config: null, os: null }, ['history-missing', 'diff-ids-mismatch']],
    ['wrong types', { rootfs: 7, history: 'x', config: [], architecture: {} }, ['history-missing', 'diff-ids-mismatch']],
    ['a config that is no JSON', '{not json', ['config-invalid']],
    ['a config that is a number', 5, ['config-invalid']],
  ])('%s', async (_, config, expected) => {
    const opened = valueOf(await open(await dockerArchive([await tarOf({ x: 'x' })], config)));
    expect(kinds(opened)).toEqual(expected);
    expect(opened.archive.images[0]!.layers).toHaveLength(1);
  });

  it('a byte order mark, and names that could reach a prototype', async () => {
    const text = '\ufeff{"architecture":"amd64","os":"linux","config":{"Labels":{"__proto__":"x"}},"rootfs":{"diff_ids":["a"]},"history":[{"created_by":"c"}]}';
    const [image] = valueOf(await open(await dockerArchive([await tarOf({ x: 'x' })], text))).archive.images;
    expect(image!.platform).toBe('linux/amd64');
    expect(Object.keys(image!.config.labels!)).toEqual(['__proto__']);
    expect(({} as Record<string, unknown>)['x']).toBeUndefined();
  });

  it.each<[string, Readonly<Record<string, string | Uint8Array<ArrayBuffer>>>, string]>([
    ['a manifest.json that is null beside v1 JSON', { 'manifest.json': 'null', [`${'a'.repeat(64)}/json`]: '{"os":"linux","architecture":"amd64"}', [`${'a'.repeat(64)}/layer.tar`]: layer }, 'file-ignored'],
    ['an index.json that is no JSON', { 'index.json': '{', 'manifest.json': '[{"Config":"c.json","Layers":["l.tar"]}]', 'c.json': '{"history":[{}],"rootfs":{"diff_ids":["a"]}}', 'l.tar': layer }, 'file-ignored'],
    ['an item that is no image', { 'manifest.json': '[null,{"Config":"c.json","Layers":["l.tar"]}]', 'c.json': '{"history":[{}],"rootfs":{"diff_ids":["a"]}}', 'l.tar': layer }, 'manifest-item-ignored'],
    ['layers that are no paths', { 'manifest.json': '[{"Config":"c.json","Layers":["l.tar",1]}]', 'c.json': '{"history":[{}],"rootfs":{"diff_ids":["a"]}}', 'l.tar': layer }, 'manifest-layers-invalid'],
  ])('%s is told', async (_, members, kind) => {
    expect(kinds(valueOf(await open(await tarOf(members))))).toEqual([kind]);
  });

  const id = (digit: string) => digit.repeat(64);
  const legacy = (chain: Readonly<Record<string, string>>, repositories = '{}') => tarOf({
    repositories, ...Object.fromEntries(Object.entries(chain).flatMap(([name, json]) => [[`${name}/json`, json], [`${name}/layer.tar`, layer]])),
  });
  it.each<[string, Readonly<Record<string, string>>, string | undefined, readonly string[], number]>([
    ['a layer whose JSON cannot be read', { [id('a')]: '{', [id('b')]: '{}' }, undefined, ['legacy-json-invalid'], 1],
    ['a parent that is not there', { [id('a')]: `{"parent":"${id('f')}"}` }, undefined, ['parent-missing'], 1],
    ['a chain that leads back', { [id('a')]: `{"parent":"${id('b')}"}`, [id('b')]: `{"parent":"${id('a')}"}` }, `{"x":{"1":"${id('a')}"}}`, ['parent-loop'], 2],
    ['a tag of an image that is not there', { [id('a')]: '{}' }, `{"x":{"1":"${id('f')}"}}`, ['tag-without-image'], 1],
    ['one of two tags', { [id('a')]: '{}', [id('b')]: '{}' }, `{"x":{"1":"${id('f')}","2":"${id('b')}"}}`, ['tag-without-image'], 1],
  ])('legacy v1: %s is told', async (_, chain, repositories, expected, layers) => {
    const opened = valueOf(await open(await legacy(chain, repositories)));
    expect(kinds(opened)).toEqual(expected);
    expect(opened.archive.images.map((image) => image.layers.length)).toEqual([layers]);
  });

  it('legacy v1: layers above the bound are left out, and said to be', async () => {
    const many = Array.from({ length: 1001 }, (_, at) => [at.toString(16).padStart(64, '0'), at === 0 ? '{}' : `{"parent":"${(at - 1).toString(16).padStart(64, '0')}"}`] as const);
    const opened = valueOf(await open(await tarOf(Object.fromEntries(many.map(([name, json]) => [`${name}/json`, json])))));
    expect(kinds(opened)[0]).toBe('legacy-too-long');
    expect(opened.archive.images[0]!.layers).toHaveLength(1000);
    // A thousand layers are missing, which is one kind of diagnostic.
    expect(opened.archive.diagnostics.filter(({ kind }) => kind === 'layer-missing')).toHaveLength(21);
    expect(opened.archive.diagnostics.at(-1)!.message).toBe('There are 980 more of this kind in the archive.');
  });

  it.each([
    ['a docker manifest', { 'manifest.json': JSON.stringify([{ Config: 'c.json', Layers: ['l.tar', ...Array.from({ length: 500 }, (_, at) => `gone-${at}.tar`)] }]), 'c.json': '{}', 'l.tar': layer }],
    ['an index', { 'index.json': JSON.stringify({ manifests: [...Array.from({ length: 500 }, () => ({})), { digest: `sha256:${id('a')}`, platform: { os: 'linux', architecture: 'amd64' } }] }), [`blobs/sha256/${id('a')}`]: `{"config":{"digest":"sha256:${id('b')}"},"layers":[]}`, [`blobs/sha256/${id('b')}`]: '{}' }],
  ])('diagnostics are bounded, a kind each: those of %s', async (_, members) => {
    const { diagnostics } = valueOf(await open(await tarOf(members))).archive;
    expect(diagnostics.some(({ message }) => message.endsWith('more of this kind in the archive.'))).toBe(true);
    expect(diagnostics.length).toBeLessThan(30);
  });

  it('bytes behind a compressed archive are told', async () => {
    const opened = valueOf(await open(new Uint8Array([...gzip(await dockerArchive([layer])), 1, 2, 3])));
    expect(kinds(opened)).toEqual(['gzip-trailing-garbage']);
  });

  it('a second archive behind the first is told, plain or as another member of a gzip', async () => {
    const one = await dockerArchive([layer]);
    for (const joined of [new Uint8Array([...one, ...one]), new Uint8Array([...gzip(one), ...gzip(one)])]) {
      const opened = valueOf(await open(joined));
      expect(opened.archive.diagnostics).toMatchObject([{ kind: 'archive-data-after-end', where: { archiveOffset: one.length } }]);
      expect(opened.archive.images).toHaveLength(1);
    }
  });

  it('one of two layers is missing', async () => {
    const opened = valueOf(await open(await tarOf({ 'l.tar': layer, 'c.json': '{"history":[{},{}],"rootfs":{"diff_ids":["a","b"]}}', 'manifest.json': '[{"Config":"c.json","Layers":["l.tar","gone.tar"]}]' })));
    expect(kinds(opened)).toEqual(['layer-missing']);
    expect(opened.archive.images[0]!.layers.map((found) => found.unreadable)).toEqual([undefined, 'absent']);
  });

  it('cut after its manifest: what is there can be read', async () => {
    const large = await tarOf({ x: 'x'.repeat(5000) });
    const whole = await tarOf({ 'manifest.json': '[{"Config":"c.json","Layers":["l.tar"]}]', 'c.json': '{"history":[{}],"rootfs":{"diff_ids":["a"]}}', 'l.tar': large });
    const opened = valueOf(await open(whole.subarray(0, 4000)));
    expect(kinds(opened)).toEqual(['archive-truncated']);
    expect(await contents(whole.subarray(0, 4000), opened)).toEqual([['x']]);
  });
});

describe('what is no image says what it is', () => {
  const text = (value: string) => new Uint8Array(Buffer.from(value));
  it.each<[string, Uint8Array, string]>([
    ['an empty file', new Uint8Array(0), 'input-empty'],
    ['a zip', text('PK\x03\x04 and more'), 'input-zip'],
    ['a web page', text('<!DOCTYPE html><html></html>'), 'input-html'],
    ['a PDF', text('%PDF-1.7'), 'input-pdf'],
    ['a Dockerfile', text('FROM debian\nRUN true\n'), 'input-dockerfile'],
    ['a Dockerfile in UTF-16', new Uint8Array(Buffer.from('\ufeffFROM debian\n', 'utf16le')), 'input-dockerfile-utf16'],
    ['prose', text('Run along now.'), 'input-text'],
    ['JSON', text('{"a": 1}'), 'input-json'],
    ['a config alone', text('{"architecture":"amd64","rootfs":{"diff_ids":[]}}'), 'input-image-config'],
    ['random bytes', new Uint8Array([1, 200, 3, 0, 5]), 'input-binary'],
    ['a compressed text', gzip(text('hello')), 'input-text'],
    ['an empty tar', new Uint8Array(10_240), 'archive-empty'],
  ])('%s', async (_, bytes, kind) => {
    const problem = problemIn(await open(bytes));
    expect(problem.kind).toBe(kind);
    expect(problem.advice).toMatch(/docker|Dockerfile|browser/);
  });

  const config = '{"rootfs":{"diff_ids":["a"]}}';
  const loop = `{"manifests":[{"digest":"sha256:${'a'.repeat(64)}"}]}`;
  it.each<[string, Readonly<Record<string, string | Uint8Array<ArrayBuffer>>>, string]>([
    ['manifest.json is null', { 'manifest.json': 'null', 'l.tar': layer }, 'manifest-empty'],
    ['manifest.json is empty', { 'manifest.json': '[]', 'l.tar': layer }, 'manifest-empty'],
    ['manifest.json is no JSON', { 'manifest.json': '[{', 'l.tar': layer }, 'manifest-invalid'],
    ['manifest.json holds something else', { 'manifest.json': '{"name":"app"}', 'l.tar': layer }, 'manifest-invalid'],
    ['manifest.json names a missing layer', { 'manifest.json': '[{"Config":"c.json","Layers":["gone.tar"]}]', 'c.json': config }, 'layer-missing'],
    ['manifest.json climbs', { 'manifest.json': '[{"Config":"c.json","Layers":["../../l.tar"]}]', 'c.json': config, 'l.tar': layer }, 'manifest-path-escapes'],
    ['no manifest', { 'c.json': config, 'l.tar': layer }, 'manifest-missing'],
    ['a copy into a folder that was broken off before its manifest', { version: 'Directory Transport Version: 1.1\n', ['a'.repeat(64)]: layer }, 'manifest-missing'],
    ['an index without images', { 'oci-layout': '{}', 'index.json': '{"manifests":[]}' }, 'no-images'],
    ['an index whose manifests are null', { 'oci-layout': '{}', 'index.json': '{"manifests":null}' }, 'no-images'],
    ['an index that names itself', { 'index.json': loop, [`blobs/sha256/${'a'.repeat(64)}`]: loop }, 'index-loop'],
    ['an index whose manifest is not there', { 'oci-layout': '{}', 'index.json': loop }, 'image-absent'],
  ])('%s', async (_, members, kind) => {
    expect(problemIn(await open(await tarOf(members))).kind).toBe(kind);
  });

  it('a tar whose first header is damaged', async () => {
    const bytes = await dockerArchive([layer]);
    bytes[0]! ^= 1;
    expect(problemIn(await open(bytes)).kind).toBe('archive-corrupt');
  });

  it('archives and gzip files that are cut', async () => {
    let state = 1;
    const noise = new Uint8Array(8000).map(() => (state = (state * 1_103_515_245 + 12_345) % 2_147_483_648) >> 16);
    const bytes = await dockerArchive([await tarOf({ x: noise })]);
    expect(problemIn(await open(bytes.subarray(0, 1000))).kind).toBe('archive-truncated');
    for (const length of [4000, 100, 20, 5]) expect(problemIn(await open(gzip(bytes).subarray(0, length))).kind).toBe('archive-truncated');
  });

  it('links that lead in a circle', async () => {
    const bytes = await tarOf({ 'manifest.json': 'c.json', 'c.json': 'manifest.json' });
    // Both become symbolic links to each other: what tarjs stored as content becomes the link's target.
    for (const at of [0, 1024]) {
      bytes.set(bytes.subarray(at + 512, at + 540), at + 157);
      bytes[at + 156] = 0x32;
      bytes.set(new TextEncoder().encode('00000000000\0'), at + 124);
    }
    fixChecksum(bytes, 0);
    fixChecksum(bytes, 1024);
    expect(problemIn(await open(bytes)).kind).toMatch(/^archive-/);
  });
});

async function contentsOf(tar: Uint8Array): Promise<string[]> {
  const from = source(tar);
  return paths(valueOf(await scanLayer(from, { member: '', offset: 0, size: tar.length }, 0, await createCodecs(), {}, () => undefined)).table);
}

async function memberOf(tar: Uint8Array, path: string): Promise<Uint8Array> {
  const from = source(tar);
  const { table } = valueOf(await scanLayer(from, { member: '', offset: 0, size: tar.length }, 0, await createCodecs(), {}, () => undefined));
  const row = paths(table).indexOf(path);
  return tar.slice(table.dataOffset[row], table.dataOffset[row]! + table.size[row]!);
}

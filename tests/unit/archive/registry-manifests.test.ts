/** Manifests as registries have them, which `dir:` of skopeo and podman writes as `manifest.json`; and what in an index is no image. */
import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { openArchive, type OpenedArchive } from '../../../src/core/archive/open';
import { createCodecs } from '../../../src/core/bytes/create-codecs';
import type { Outcome } from '../../../src/core/problem';
import { problemIn, source, tarOf, valueOf } from './helpers';

const open = async (bytes: Uint8Array): Promise<Outcome<OpenedArchive>> => openArchive(source(bytes), await createCodecs());
const hexOf = (bytes: Uint8Array | string): string => createHash('sha256').update(bytes).digest('hex');
const layers = [await tarOf({ a: 'a' }), await tarOf({ b: 'b' })];
const hexes = layers.map(hexOf);

describe('schema 1', () => {
  const step = (config: object) => ({ v1Compatibility: JSON.stringify(config) });
  const manifest = {
    schemaVersion: 1, name: 'library/old', tag: '1', architecture: 'amd64',
    fsLayers: [`sha256:${'e'.repeat(64)}`, `sha256:${hexes[1]}`, `sha256:${hexes[0]}`].map((blobSum) => ({ blobSum })),
    history: [
      step({ id: 'c', parent: 'b', os: 'linux', architecture: 'amd64', created: '2016-01-03T00:00:00Z', throwaway: true, config: { Cmd: ['sh'] }, container_config: { Cmd: ['CMD sh'] } }),
      step({ id: 'b', parent: 'a', created: '2016-01-02T00:00:00Z', container_config: { Cmd: ['COPY b'] } }),
      step({ id: 'a', created: '2016-01-01T00:00:00Z', container_config: { Cmd: ['COPY a'] } }),
    ],
  };
  const files = { [hexes[0]!]: layers[0]!, [hexes[1]!]: layers[1]!, version: 'Directory Transport Version: 1.1\n' };

  it('layers come oldest first, steps without one among the history', async () => {
    const { archive } = valueOf(await open(await tarOf({ 'manifest.json': JSON.stringify(manifest), ...files })));
    expect(archive).toMatchObject({ format: 'docker-dir', diagnostics: [] });
    const [image] = archive.images;
    expect(image).toMatchObject({ tags: ['library/old:1'], platform: 'linux/amd64', created: '2016-01-03T00:00:00Z', config: { cmd: ['sh'] } });
    expect(image!.layers.map(({ digest, historyIndex, location }) => [digest, historyIndex, location?.member])).toEqual([
      [`sha256:${hexes[0]}`, 0, hexes[0]], [`sha256:${hexes[1]}`, 1, hexes[1]],
    ]);
    expect(image!.history.map(({ createdBy, emptyLayer }) => [createdBy, emptyLayer])).toEqual([['COPY a', false], ['COPY b', false], ['CMD sh', true]]);
  });

  it('a layer that is not there is told; without any there is no image', async () => {
    const { [hexes[1]!]: gone, ...rest } = files;
    expect(gone).toBeDefined();
    const { archive } = valueOf(await open(await tarOf({ 'manifest.json': JSON.stringify(manifest), ...rest })));
    expect(archive.diagnostics.map(({ kind }) => kind)).toEqual(['layer-missing']);
    expect(archive.images[0]!.layers.map(({ unreadable }) => unreadable)).toEqual([undefined, 'absent']);
    expect(problemIn(await open(await tarOf({ 'manifest.json': JSON.stringify(manifest), [hexOf('x')]: 'x' }))).kind).toBe('image-absent');
  });

  it.each([['no history', {}], ['history of another kind', { history: [1, { v1Compatibility: '{' }, { v1Compatibility: 7 }] }]])('%s', async (_, history) => {
    const bare = { schemaVersion: 1, fsLayers: [{ blobSum: `sha256:${hexes[0]}` }, 3], ...history };
    const { archive } = valueOf(await open(await tarOf({ 'manifest.json': JSON.stringify(bare), ...files })));
    expect(archive.images[0]!.layers.map(({ unreadable }) => unreadable)).toEqual(['absent', undefined]);
  });
});

describe('an index as manifest.json', () => {
  const config = JSON.stringify({ os: 'linux', architecture: 'arm64', rootfs: { type: 'layers', diff_ids: [`sha256:${hexes[0]}`] }, history: [{ created_by: 'COPY a' }] });
  const manifest = JSON.stringify({
    schemaVersion: 2, config: { mediaType: 'application/vnd.oci.image.config.v1+json', digest: `sha256:${hexOf(config)}` },
    layers: [{ mediaType: 'application/vnd.oci.image.layer.v1.tar', digest: `sha256:${hexes[0]}`, size: layers[0]!.length }],
  });
  const index = {
    schemaVersion: 2, mediaType: 'application/vnd.docker.distribution.manifest.list.v2+json',
    manifests: [
      { digest: `sha256:${'f'.repeat(64)}`, platform: { os: 'linux', architecture: 's390x' } },
      { digest: `sha256:${hexOf(manifest)}`, platform: { os: 'linux', architecture: 'arm64' } },
    ],
  };

  it('its platforms are images, with those that are absent', async () => {
    const { archive } = valueOf(await open(await tarOf({
      'manifest.json': JSON.stringify(index), [`${hexOf(manifest)}.manifest.json`]: manifest, [hexOf(config)]: config, [hexes[0]!]: layers[0]!, version: '1',
    })));
    expect(archive).toMatchObject({ format: 'docker-dir', diagnostics: [] });
    expect(archive.images.map(({ platform, present, layers: found }) => [platform, present, found.length])).toEqual([['linux/arm64', true, 1], ['linux/s390x', false, 0]]);
  });
});

describe('what an index lists that is no image', () => {
  it.each([
    ['a signature of cosign', 'application/vnd.dev.cosign.simplesigning.v1+json'], ['a list of parts', 'application/vnd.cyclonedx+xml'], ['the same as text', 'text/spdx'],
  ])('%s, though its config says image', async (_, mediaType) => {
    const document = '{"critical":{}}';
    const config = '{"architecture":"","os":"","config":{},"rootfs":{"type":"layers","diff_ids":[]}}';
    const blob = (text: string) => ({ digest: `sha256:${hexOf(text)}`, size: text.length });
    const manifest = JSON.stringify({ schemaVersion: 2, config: { mediaType: 'application/vnd.oci.image.config.v1+json', ...blob(config) }, layers: [{ mediaType, ...blob(document) }] });
    const image = JSON.stringify({ schemaVersion: 2, layers: [{ mediaType: 'application/vnd.oci.image.layer.v1.tar', digest: `sha256:${hexes[0]}`, size: layers[0]!.length }] });
    const blobs = [document, config, manifest, image].map((text) => [`blobs/sha256/${hexOf(text)}`, text]);
    const { archive } = valueOf(await open(await tarOf({
      'oci-layout': '{}', 'index.json': JSON.stringify({ schemaVersion: 2, manifests: [blob(manifest), blob(image)] }), ...Object.fromEntries(blobs), [`blobs/sha256/${hexes[0]}`]: layers[0]!,
    })));
    expect(archive.images.map(({ digest }) => digest)).toEqual([blob(image).digest]);
    expect(archive.diagnostics.map(({ kind }) => kind)).toContain('artifact-left-out');
  });
});

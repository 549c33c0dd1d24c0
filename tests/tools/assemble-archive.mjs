/**
 * Rewrites an OCI layout folder with one image into the layouts of `docker save`, with GNU tar: for fixtures.
 *
 * usage: assemble-archive.mjs legacy|docker25 OCI_FOLDER OUT.tar NAME:TAG
 * `legacy` is what Docker up to 24 writes (`<id>/layer.tar`), `docker25` what Docker 25 and later write from its own store
 * (OCI layout, plain layers, manifest.json beside it).
 */
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { gunzipSync } from 'node:zlib';

const [style, folder, out, reference] = process.argv.slice(2);
const work = mkdtempSync(join(tmpdir(), 'assemble-'));
const names = [];
const sha256 = (bytes) => createHash('sha256').update(bytes).digest('hex');
const blob = (digest) => readFileSync(join(folder, 'blobs/sha256', digest.slice(7)));
const put = (name, content) => {
  const path = join(work, name);
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, content);
  names.push(name);
};

const index = JSON.parse(readFileSync(join(folder, 'index.json'), 'utf8'));
const manifest = JSON.parse(blob(index.manifests[0].digest));
const config = blob(manifest.config.digest);
const layers = manifest.layers.map(({ digest, mediaType }) => (mediaType.endsWith('gzip') ? gunzipSync(blob(digest)) : blob(digest)));

if (style === 'legacy') {
  const ids = layers.map((layer, position) => sha256(`${position}:${sha256(layer)}`));
  for (const [position, layer] of layers.entries()) {
    const parent = position > 0 ? { parent: ids[position - 1] } : {};
    put(`${ids[position]}/VERSION`, '1.0');
    put(`${ids[position]}/json`, JSON.stringify({ id: ids[position], ...parent, created: '1970-01-01T00:00:00Z' }));
    put(`${ids[position]}/layer.tar`, layer);
  }
  put(`${sha256(config)}.json`, config);
  put('manifest.json', JSON.stringify([{ Config: `${sha256(config)}.json`, RepoTags: [reference], Layers: ids.map((id) => `${id}/layer.tar`) }]));
} else {
  const path = (bytes) => `blobs/sha256/${sha256(bytes)}`;
  const describe = (bytes, mediaType) => ({ mediaType, digest: `sha256:${sha256(bytes)}`, size: bytes.length });
  const plain = layers.map((layer) => describe(layer, 'application/vnd.oci.image.layer.v1.tar'));
  const image = Buffer.from(JSON.stringify({
    schemaVersion: 2, mediaType: 'application/vnd.oci.image.manifest.v1+json',
    config: describe(config, 'application/vnd.oci.image.config.v1+json'), layers: plain,
  }));
  for (const content of [...layers, config, image].sort((a, b) => (path(a) < path(b) ? -1 : 1))) put(path(content), content);
  const annotations = { 'io.containerd.image.name': `docker.io/library/${reference}`, 'org.opencontainers.image.ref.name': reference.split(':')[1] };
  put('index.json', JSON.stringify({
    schemaVersion: 2, mediaType: 'application/vnd.oci.image.index.v1+json',
    manifests: [{ ...describe(image, 'application/vnd.oci.image.manifest.v1+json'), annotations }],
  }));
  put('manifest.json', JSON.stringify([{
    Config: path(config), RepoTags: [reference], Layers: layers.map(path),
    LayerSources: Object.fromEntries(plain.map((descriptor) => [descriptor.digest, descriptor])),
  }]));
  put('oci-layout', JSON.stringify({ imageLayoutVersion: '1.0.0' }));
}
execFileSync('tar', ['--format=ustar', '--owner=0', '--group=0', '--mode=u=rw,go=r', '--mtime=@0', '-cf', resolve(out), '-C', work, ...names]);
rmSync(work, { recursive: true });

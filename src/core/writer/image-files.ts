/** The JSON files of an image archive: OCI manifest and index (image-spec manifest.md, image-layout.md) and Docker's manifest.json. */
import { encodeUtf8 } from '../bytes/text';
import type { Compression } from '../image/image';

export interface BlobDescriptor {
  readonly mediaType: string;
  readonly digest: string;
  readonly size: number;
  readonly annotations?: Readonly<Record<string, string>>;
}

const MANIFEST_TYPE = 'application/vnd.oci.image.manifest.v1+json';
const CONFIG_TYPE = 'application/vnd.oci.image.config.v1+json';
const LAYER_TYPE = 'application/vnd.oci.image.layer.v1.tar';

export const OCI_LAYOUT = encodeUtf8('{"imageLayoutVersion":"1.0.0"}');

/** A value as the bytes that are stored and digested. */
export function jsonBytes(value: unknown): Uint8Array {
  return encodeUtf8(JSON.stringify(value));
}

export function ociManifest(config: Omit<BlobDescriptor, 'mediaType'>, layers: readonly BlobDescriptor[], annotations: Readonly<Record<string, string>> | undefined): unknown {
  return {
    schemaVersion: 2, mediaType: MANIFEST_TYPE, config: { mediaType: CONFIG_TYPE, digest: config.digest, size: config.size }, layers,
    ...(annotations === undefined || Object.keys(annotations).length === 0 ? {} : { annotations }),
  };
}

/** One descriptor a tag, as docker writes it; one without a name where there is no tag. */
export function ociIndex(manifest: Omit<BlobDescriptor, 'mediaType'>, tags: readonly string[], platform: string): unknown {
  const [os = 'unknown', architecture = 'unknown', variant] = platform.split('/');
  const descriptor = {
    mediaType: MANIFEST_TYPE, digest: manifest.digest, size: manifest.size,
    ...(os === 'unknown' ? {} : { platform: { architecture, os, ...(variant === undefined ? {} : { variant }) } }),
  };
  return {
    schemaVersion: 2, mediaType: 'application/vnd.oci.image.index.v1+json',
    manifests: tags.length === 0 ? [descriptor] : tags.map((tag) => ({ ...descriptor, annotations: nameAnnotations(tag) })),
  };
}

export function dockerManifest(config: string, tags: readonly string[], layers: readonly string[]): unknown {
  const named = tags.filter((tag) => tagOf(tag) !== undefined);
  return [{ Config: config, RepoTags: named.length === 0 ? null : named, Layers: layers }];
}

/** What the OCI manifest calls a layer: encrypted and foreign ones keep their name, all others are named by their compression. */
export function layerMediaType(stated: string, compression: Compression): string {
  if (/\+encrypted|nondistributable|foreign|in-toto/.test(stated)) return stated;
  return compression === 'gzip' || compression === 'zstd' ? `${LAYER_TYPE}+${compression}` : LAYER_TYPE;
}

/** containerd wants the whole name, skopeo and podman the tag alone. */
function nameAnnotations(tag: string): Record<string, string> {
  const short = tagOf(tag);
  return short === undefined ? { 'org.opencontainers.image.ref.name': tag } : { 'io.containerd.image.name': wholeName(tag), 'org.opencontainers.image.ref.name': short };
}

/** `1.0` of `registry:5000/app:1.0`; undefined for a bare tag or a name without one. */
function tagOf(name: string): string | undefined {
  const colon = name.indexOf(':', name.lastIndexOf('/') + 1);
  return colon <= 0 || colon === name.length - 1 ? undefined : name.slice(colon + 1);
}

/** With registry and namespace, as the reference grammar of distribution fills them in. */
function wholeName(name: string): string {
  const slash = name.indexOf('/');
  if (slash < 0) return `docker.io/library/${name}`;
  const first = name.slice(0, slash);
  return first === 'localhost' || /[.:]/.test(first) ? name : `docker.io/${name}`;
}

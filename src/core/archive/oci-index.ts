/** OCI layouts (image-spec image-layout.md): indexes, nested ones too, manifests, and what is left out because it is no image. */
import type { ImageDescriptor } from '../image/image';
import type { Diagnostic } from '../problem';
import { platformOf } from './config';
import { absentImage, describeImage, type ListedLayer } from './describe';
import { field, isObject, list, number, text, textMap } from './json';
import type { Member, Members } from './members';
import { quoted } from './problems';

const MAX_DEPTH = 8;
/** Manifests that one file may name: a bomb's bound, no registry comes near. */
const MAX_MANIFESTS = 10_000;

export interface OciImages {
  readonly images: readonly ImageDescriptor[];
  /** An index led back to itself. */
  readonly looped: boolean;
}

interface Walk {
  readonly members: Members;
  readonly diagnostics: Diagnostic[];
  /** By digest of the manifest: two tags of one image are two descriptors. */
  readonly found: Map<string, ImageDescriptor>;
  visited: number;
  looped: boolean;
}

/** All images that `index.json` leads to, in its order. */
export async function readOciIndex(index: unknown, members: Members, diagnostics: Diagnostic[]): Promise<OciImages> {
  const walk: Walk = { members, diagnostics, found: new Map(), visited: 0, looped: false };
  await readIndex(index, {}, [], walk);
  return { images: [...walk.found.values()], looped: walk.looped };
}

async function readIndex(index: unknown, inherited: Readonly<Record<string, string>>, above: readonly string[], walk: Walk): Promise<void> {
  for (const descriptor of list(index, 'manifests') ?? []) {
    const digest = text(descriptor, 'digest');
    if (digest === undefined || walk.visited >= MAX_MANIFESTS) continue;
    walk.visited += 1;
    const annotations = { ...inherited, ...textMap(descriptor, 'annotations') };
    if (above.includes(digest) || above.length >= MAX_DEPTH) {
      walk.looped = true;
      continue;
    }
    if (annotations['vnd.docker.reference.type'] !== undefined) continue;
    const platform = platformOf(field(descriptor, 'platform'));
    const manifest = await blobJson(digest, walk.members);
    if (manifest === undefined) {
      // BuildKit gives attestations the platform unknown/unknown; without their blob that is all there is to tell them by.
      if (platform !== 'unknown/unknown') addImage(walk, digest, absentImage(tagsOf(annotations), platform, digest, annotations));
    } else if (list(manifest, 'manifests') !== undefined) await readIndex(manifest, annotations, [...above, digest], walk);
    else await readManifest(manifest, digest, platform, annotations, walk);
  }
}

async function readManifest(manifest: unknown, digest: string, platform: string | undefined, annotations: Readonly<Record<string, string>>, walk: Walk): Promise<void> {
  const image = await imageOfManifest(manifest, { digest, platform, tags: tagsOf(annotations), annotations }, walk.members, walk.diagnostics);
  if (image !== undefined) addImage(walk, digest, image);
}

export interface ManifestContext {
  readonly digest?: string | undefined;
  readonly platform?: string | undefined;
  readonly tags: readonly string[];
  readonly annotations?: Readonly<Record<string, string>> | undefined;
}

/** The image that an OCI or Docker v2 manifest describes; undefined for attestations and other artifacts, which are no images. */
export async function imageOfManifest(manifest: unknown, context: ManifestContext, members: Members, diagnostics: Diagnostic[]): Promise<ImageDescriptor | undefined> {
  const listed = (list(manifest, 'layers') ?? []).filter(isObject);
  if (isAttestation(manifest, listed)) return undefined;
  const configDescriptor = field(manifest, 'config');
  const configType = text(configDescriptor, 'mediaType') ?? '';
  if (text(manifest, 'artifactType') !== undefined || (configType !== '' && !/image|container|rootfs/.test(configType))) {
    diagnostics.push({
      kind: 'artifact-left-out', message: `The file holds an artifact of type ${quoted(text(manifest, 'artifactType') ?? configType)}, which is no container image; it is left out.`,
      advice: 'Nothing needs to be done.',
    });
    return undefined;
  }
  const layers = listed.map((descriptor): ListedLayer => {
    const digest = text(descriptor, 'digest') ?? '';
    return {
      name: digest, digest, member: findBlob(digest, members), mediaType: text(descriptor, 'mediaType') ?? '', size: number(descriptor, 'size'),
      annotations: textMap(descriptor, 'annotations'),
    };
  });
  const configDigest = text(configDescriptor, 'digest');
  const config = configDigest === undefined ? undefined : await blobJson(configDigest, members);
  if (config === undefined && layers.every((layer) => layer.member === undefined)) {
    return absentImage(context.tags, context.platform, context.digest, context.annotations);
  }
  if (config === undefined) {
    diagnostics.push({
      kind: 'config-missing', message: `The config ${quoted(configDigest ?? '')} is not in the file or is no JSON; platform, history and diff_ids are unknown.`,
      advice: 'Save the image again.',
    });
  }
  return describeImage({ ...context, configDigest, config, manifest, layers }, diagnostics);
}

/** in-toto statements that BuildKit adds (buildkit docs/attestations/attestation-storage.md). */
function isAttestation(manifest: unknown, layers: readonly unknown[]): boolean {
  if (/attestation/.test(text(manifest, 'artifactType') ?? '')) return true;
  return layers.length > 0 && layers.every((layer) => /in-toto/.test(text(layer, 'mediaType') ?? ''));
}

/** Names that index entries give their image: containerd's full one first. */
function tagsOf(annotations: Readonly<Record<string, string>>): string[] {
  const name = annotations['io.containerd.image.name'] ?? annotations['org.opencontainers.image.ref.name'];
  return name === undefined || name === '' ? [] : [name];
}

function addImage(walk: Walk, digest: string, image: ImageDescriptor): void {
  const known = walk.found.get(digest);
  if (known === undefined) walk.found.set(digest, image);
  else walk.found.set(digest, { ...known, tags: [...new Set([...known.tags, ...image.tags])] });
}

/** A blob by digest: in an OCI layout, or bare as podman's `dir:` writes it. */
export function findBlob(digest: string, members: Members): Member | undefined {
  const match = /^([a-z0-9+._-]+):([0-9a-f]+)$/.exec(digest);
  if (match === null) return undefined;
  return members.find(`blobs/${match[1]}/${match[2]}`) ?? members.find(match[2]!);
}

async function blobJson(digest: string, members: Members): Promise<unknown> {
  const member = findBlob(digest, members);
  if (member === undefined) return undefined;
  const parsed = await members.jsonOf(member);
  return typeof parsed === 'string' || !isObject(parsed.value) ? undefined : parsed.value;
}

/** OCI layouts (image-spec image-layout.md): indexes, nested ones too, manifests, and what is left out because it is no image. */
import type { ImageDescriptor } from '../image/image';
import type { Diagnostic } from '../problem';
import { platformOf } from './config';
import { absentImage, describeImage, isDocument, type ListedLayer } from './describe';
import { BoundedDiagnostics, type DiagnosticSink } from './diagnostic-list';
import { field, isObject, list, number, text, textMap, type JsonObject } from './json';
import type { Member, Members } from './members';
import { quoted } from './problems';

const MAX_DEPTH = 8;
/** Manifests that one file may name: a bomb's bound, no registry comes near. */
const MAX_MANIFESTS = 10_000;
const SAVE_AGAIN = 'Save the image again with a current tool, for example `skopeo copy docker://IMAGE oci-archive:image.tar`.';

export interface OciImages {
  readonly images: readonly ImageDescriptor[];
  /** An index led back to itself. */
  readonly looped: boolean;
  /** Digest of a manifest that is there and cannot be read. */
  readonly invalid: string | undefined;
  /** What is odd about each image, where it was asked for apart. */
  readonly said: ReadonlyMap<ImageDescriptor, readonly Diagnostic[]>;
}

interface Walk {
  readonly members: Members;
  readonly diagnostics: DiagnosticSink;
  /** By digest of the manifest: two tags of one image are two descriptors. */
  readonly found: Map<string, { readonly image: ImageDescriptor; readonly said: readonly Diagnostic[] }>;
  visited: number;
  looped: boolean;
  invalid: string | undefined;
}

/** All images that `index.json` leads to, in its order. What is odd about the images goes to `diagnostics` as well, unless it is asked for apart. */
export async function readOciIndex(index: unknown, members: Members, diagnostics: DiagnosticSink, apart?: 'apart'): Promise<OciImages> {
  const walk: Walk = { members, diagnostics, found: new Map(), visited: 0, looped: false, invalid: undefined };
  await readIndex(index, {}, [], walk);
  const found = [...walk.found.values()];
  if (apart === undefined) for (const { said } of found) diagnostics.push(...said);
  return { images: found.map(({ image }) => image), looped: walk.looped, invalid: walk.invalid, said: new Map(found.map(({ image, said }) => [image, said])) };
}

async function readIndex(index: unknown, inherited: Readonly<Record<string, string>>, above: readonly string[], walk: Walk): Promise<void> {
  for (const descriptor of list(index, 'manifests') ?? []) {
    const digest = text(descriptor, 'digest');
    if (digest === undefined) {
      walk.diagnostics.push({ kind: 'index-entry-ignored', message: 'An entry of the index has no digest and was ignored: nothing says which image it means.', advice: SAVE_AGAIN });
      continue;
    }
    if (walk.visited >= MAX_MANIFESTS) {
      walk.diagnostics.push({ kind: 'index-too-long', message: `The index names more than ${MAX_MANIFESTS} manifests; the others were ignored.`, advice: 'Copy the images that matter to a file of their own: `skopeo copy oci:FOLDER:TAG oci-archive:image.tar`.' });
      return;
    }
    walk.visited += 1;
    const annotations = { ...inherited, ...textMap(descriptor, 'annotations') };
    if (above.includes(digest) || above.length >= MAX_DEPTH) {
      walk.looped = true;
      continue;
    }
    if (annotations['vnd.docker.reference.type'] !== undefined) continue;
    const platform = platformOf(field(descriptor, 'platform'));
    const manifest = await blobJson(digest, walk.members);
    if (manifest === 'invalid') {
      walk.invalid ??= digest;
      walk.diagnostics.push({ kind: 'manifest-invalid', message: `The manifest ${quoted(digest)} is no JSON object; its image cannot be read.`, advice: SAVE_AGAIN });
    }
    if (typeof manifest === 'string') {
      // BuildKit gives attestations the platform unknown/unknown; without their blob that is all there is to tell them by.
      if (platform !== 'unknown/unknown') addImage(walk, digest, absentImage(tagsOf(annotations), platform, digest, annotations));
    } else if (list(manifest, 'manifests') !== undefined) await readIndex(manifest, annotations, [...above, digest], walk);
    else await readManifest(manifest, digest, platform, annotations, walk);
  }
}

async function readManifest(manifest: unknown, digest: string, platform: string | undefined, annotations: Readonly<Record<string, string>>, walk: Walk): Promise<void> {
  const said = new BoundedDiagnostics('the image');
  const image = await imageOfManifest(manifest, { digest, platform, tags: tagsOf(annotations), annotations }, walk.members, said);
  if (image === undefined) walk.diagnostics.push(...said.all());
  else addImage(walk, digest, image, said.all());
}

export interface ManifestContext {
  readonly digest?: string | undefined;
  readonly platform?: string | undefined;
  readonly tags: readonly string[];
  readonly annotations?: Readonly<Record<string, string>> | undefined;
}

/** The image that an OCI or Docker v2 manifest describes; undefined for attestations and other artifacts, which are no images. */
export async function imageOfManifest(manifest: unknown, context: ManifestContext, members: Members, diagnostics: DiagnosticSink): Promise<ImageDescriptor | undefined> {
  const all = list(manifest, 'layers') ?? [];
  const listed = all.filter(isObject);
  if (isAttestation(manifest, listed)) return undefined;
  const configDescriptor = field(manifest, 'config');
  const configType = text(configDescriptor, 'mediaType') ?? '';
  // Signatures of cosign call their config that of an image; what they list as layers are documents.
  const documents = listed.length > 0 && listed.every((layer) => isDocument(text(layer, 'mediaType') ?? ''));
  if (documents || text(manifest, 'artifactType') !== undefined || (configType !== '' && !/image|container|rootfs/.test(configType))) {
    const type = text(manifest, 'artifactType') ?? (documents ? text(listed[0], 'mediaType') : undefined) ?? configType;
    diagnostics.push({
      kind: 'artifact-left-out', message: `The file holds an artifact of type ${quoted(type)}, which is no container image; it is left out.`,
      advice: 'Nothing needs to be done.',
    });
    return undefined;
  }
  if (listed.length < all.length || (all.length === 0 && field(manifest, 'layers') !== undefined && list(manifest, 'layers') === undefined)) {
    diagnostics.push({ kind: 'manifest-layers-invalid', message: 'The manifest lists layers that are no descriptors; they were ignored, and figures leave them out.', advice: SAVE_AGAIN });
  }
  const layers = listed.map((descriptor): ListedLayer => {
    const digest = text(descriptor, 'digest') ?? '';
    return {
      name: digest, digest, member: findBlob(digest, members), mediaType: text(descriptor, 'mediaType') ?? '', size: number(descriptor, 'size'),
      annotations: textMap(descriptor, 'annotations'),
    };
  });
  const configDigest = text(configDescriptor, 'digest');
  const found = configDigest === undefined ? 'absent' : await blobJson(configDigest, members);
  const config = typeof found === 'string' ? undefined : found;
  if (found === 'absent' && layers.every((layer) => layer.member === undefined)) {
    return absentImage(context.tags, context.platform, context.digest, context.annotations);
  }
  if (config === undefined) {
    diagnostics.push({
      kind: found === 'absent' ? 'config-missing' : 'config-invalid',
      message: `${configDigest === undefined ? 'The manifest names no config' : `The config ${quoted(configDigest)} ${found === 'absent' ? 'is not in the file' : 'is no JSON object'}`}; platform, history and diff_ids are unknown.`,
      advice: SAVE_AGAIN,
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

function addImage(walk: Walk, digest: string, image: ImageDescriptor, said: readonly Diagnostic[] = []): void {
  const known = walk.found.get(digest);
  if (known === undefined) walk.found.set(digest, { image, said });
  else walk.found.set(digest, { image: { ...known.image, tags: [...new Set([...known.image.tags, ...image.tags])] }, said: known.said });
}

/** A blob by digest: in an OCI layout, or bare as `dir:` writes it, which gives the manifests of an index an ending. */
export function findBlob(digest: string, members: Members): Member | undefined {
  const match = /^([a-z0-9+._-]+):([0-9a-f]+)$/.exec(digest);
  if (match === null) return undefined;
  return members.find(`blobs/${match[1]}/${match[2]}`) ?? members.find(match[2]!) ?? members.find(`${match[2]}.manifest.json`);
}

async function blobJson(digest: string, members: Members): Promise<JsonObject | 'absent' | 'invalid'> {
  const member = findBlob(digest, members);
  if (member === undefined) return 'absent';
  const parsed = await members.jsonOf(member);
  return typeof parsed === 'string' || !isObject(parsed.value) ? 'invalid' : parsed.value;
}

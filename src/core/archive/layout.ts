/** Decides which kind of image layout the members make, and reads its images. The same for a tar and for a folder. */
import type { ArchiveFormat, ImageDescriptor } from '../image/image';
import { failure, success, type Diagnostic, type Outcome } from '../problem';
import type { DiagnosticSink } from './diagnostic-list';
import { dockerFormat, readDockerManifest } from './docker-manifest';
import { field, isObject, list, text, type JsonObject } from './json';
import { readLegacy } from './legacy';
import type { JsonMember, Members } from './members';
import { imageOfManifest, readOciIndex } from './oci-index';
import { archiveProblem, quoted } from './problems';
import { isSchema1, readSchema1 } from './schema1';

export interface Layout {
  readonly format: ArchiveFormat;
  readonly images: readonly ImageDescriptor[];
}

/**
 * `manifest.json` wins when it is an array that names an image; else `index.json`; else a manifest as `dir:` writes it; else
 * legacy v1. Undefined when there is no trace of any of them. A file that is there and cannot be used is told. `file` is for messages.
 */
export async function readLayout(file: string, members: Members, diagnostics: DiagnosticSink): Promise<Outcome<Layout> | undefined> {
  const manifest = await members.json('manifest.json');
  const index = await members.json('index.json');
  const ignored = (name: string, json: JsonMember, instead: string): void => {
    if (json !== 'absent') diagnostics.push(unusable(name, json, instead));
  };
  if (typeof manifest !== 'string' && Array.isArray(manifest.value) && manifest.value.some(isDockerItem)) {
    const images = await readDockerManifest(file, manifest.value, members, diagnostics);
    if (!images.ok) return images;
    const indexed = isIndex(index);
    if (!indexed) ignored('index.json', index, 'images are those of the manifest.json; digests and further platforms are not known');
    const all = indexed ? await joinIndex(images.value, index.value, members, diagnostics) : images.value;
    return success({ format: dockerFormat(manifest.value, members), images: all });
  }
  if (typeof index !== 'string' && isOciIndex(index.value, members)) {
    ignored('manifest.json', manifest, 'images are those of the index.json');
    return ociLayout(file, index.value, 'oci-archive', members, diagnostics);
  }
  // `dir:` writes the manifest as the registry had it: of one image, of several platforms, or of schema 1.
  if (typeof manifest !== 'string' && isObject(manifest.value) && list(manifest.value, 'manifests') !== undefined) {
    ignored('index.json', index, 'images are those of the manifest.json');
    return ociLayout(file, manifest.value, 'docker-dir', members, diagnostics);
  }
  if (typeof manifest !== 'string' && isImageManifest(manifest.value)) {
    const image = isSchema1(manifest.value) ? readSchema1(manifest.value, members, diagnostics) : await imageOfManifest(manifest.value, { tags: [] }, members, diagnostics);
    if (image?.present !== true) return failure(archiveProblem.imagesAbsent(file, [image?.platform ?? 'manifest.json']));
    ignored('index.json', index, 'the image is that of the manifest.json');
    return success({ format: 'docker-dir', images: [image] });
  }
  const repositories = await members.json('repositories');
  const legacy = await readLegacy(typeof repositories === 'string' ? undefined : repositories.value, members, diagnostics);
  if (legacy.length > 0) {
    ignored('manifest.json', manifest, 'images are put together from the JSON files of the layers');
    ignored('index.json', index, 'images are put together from the JSON files of the layers');
    if (repositories !== 'absent' && (repositories === 'invalid' || !isObject(repositories.value))) ignored('repositories', repositories, 'tags are not known');
    return success({ format: 'docker-legacy', images: legacy });
  }
  if (manifest === 'invalid') return failure(archiveProblem.manifestInvalid(file, 'The manifest.json'));
  if (index !== 'absent') return failure(archiveProblem.manifestInvalid(file, 'The index.json'));
  if (manifest === 'absent') return undefined;
  if (manifest.value === null) return failure(archiveProblem.manifestEmpty(file, 'null'));
  if (Array.isArray(manifest.value) && manifest.value.length === 0) return failure(archiveProblem.manifestEmpty(file, 'an empty list'));
  return failure(archiveProblem.manifestInvalid(file, 'The manifest.json'));
}

/** Any folder of a web server may hold a `manifest.json` or an `index.json` of its own: only what speaks of an image is one. */
function isDockerItem(item: unknown): boolean {
  return text(item, 'Config') !== undefined || field(item, 'Layers') !== undefined;
}

function isOciIndex(index: unknown, members: Members): index is JsonObject {
  return isObject(index) && (Object.hasOwn(index, 'manifests') || field(index, 'schemaVersion') === 2 || members.has('oci-layout'));
}

/** A manifest as registries have it. */
function isImageManifest(manifest: unknown): boolean {
  return isSchema1(manifest) || (isObject(manifest) && list(manifest, 'layers') !== undefined && field(manifest, 'config') !== undefined);
}

/** Docker writes `null` for the manifests of images that have no tag. */
function isIndex(json: JsonMember): json is { readonly value: unknown } {
  return typeof json !== 'string' && isObject(json.value) && (field(json.value, 'manifests') === undefined || list(json.value, 'manifests') !== undefined);
}

function unusable(name: string, json: Exclude<JsonMember, 'absent'>, instead: string): Diagnostic {
  const what = json === 'invalid' ? 'is no JSON' : json.value === null ? 'is null' : Array.isArray(json.value) && json.value.length === 0 ? 'is an empty list' : 'names no image';
  return {
    kind: 'file-ignored', message: `The ${name} ${what} and was ignored: ${instead}.`,
    advice: 'What wrote the file went wrong, or the file was changed since. Save the image again with `docker save IMAGE -o image.tar`.', where: { entry: name },
  };
}

async function ociLayout(file: string, index: unknown, format: ArchiveFormat, members: Members, diagnostics: DiagnosticSink): Promise<Outcome<Layout>> {
  const { images, looped, invalid } = await readOciIndex(index, members, diagnostics);
  if (images.length === 0) return failure(looped ? archiveProblem.indexLoop(file) : archiveProblem.noImages(file));
  if (images.every((image) => !image.present)) {
    if (invalid !== undefined) return failure(archiveProblem.manifestInvalid(file, `The manifest ${quoted(invalid)}`));
    return failure(archiveProblem.imagesAbsent(file, images.map((image) => (image.platform === 'unknown/unknown' ? image.tags[0] ?? image.digest ?? '' : image.platform))));
  }
  if (looped) {
    diagnostics.push({ kind: 'index-loop', message: 'An index leads back to itself; that branch was left out.', advice: 'Save the image again with a current tool.' });
  }
  // What is there comes first, so that the image that is chosen unasked is one that can be read.
  return success({ format, images: [...images.filter((image) => image.present), ...images.filter((image) => !image.present)] });
}

/**
 * Files of Docker 25 and later have both manifests. `manifest.json` is right about layers and tags; the index adds digests,
 * annotations, and the platforms that `manifest.json` does not list.
 */
async function joinIndex(images: readonly ImageDescriptor[], index: unknown, members: Members, diagnostics: DiagnosticSink): Promise<readonly ImageDescriptor[]> {
  const { images: indexed, said } = await readOciIndex(index, members, diagnostics, 'apart');
  const byConfig = new Map(indexed.map((image) => [image.configDigest, image]));
  const joined = images.map((image): ImageDescriptor => {
    const other = image.configDigest === undefined ? undefined : byConfig.get(image.configDigest);
    if (other?.present !== true) return image;
    const sameLayers = other.layers.length === image.layers.length;
    return {
      ...image,
      ...(other.digest === undefined ? {} : { digest: other.digest }),
      ...(other.annotations === undefined ? {} : { annotations: other.annotations }),
      layers: image.layers.map((layer, at) => {
        const match = sameLayers ? other.layers[at] : undefined;
        return match === undefined || match.digest !== layer.digest || match.mediaType === '' ? layer
          : { ...layer, mediaType: match.mediaType, ...(match.annotations === undefined ? {} : { annotations: match.annotations }) };
      }),
    };
  });
  const listed = new Set(images.map((image) => image.configDigest));
  const tags = new Set(images.flatMap((image) => image.tags));
  const more = indexed.filter((image) => !listed.has(image.configDigest) && (image.present || !image.tags.some((tag) => tags.has(tag) && image.platform === 'unknown/unknown')));
  // What is odd about an image that both describe has been said already.
  for (const image of more) diagnostics.push(...(said.get(image) ?? []));
  return [...joined, ...more];
}

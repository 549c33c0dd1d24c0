/** `manifest.json` of `docker save`, podman, skopeo, kaniko and crane: an array with one item an image (moby image/tarexport). */
import type { ArchiveFormat, ImageDescriptor } from '../image/image';
import { failure, success, type Outcome } from '../problem';
import { describeImage, digestOfPath, type ListedLayer } from './describe';
import type { DiagnosticSink } from './diagnostic-list';
import { field, isObject, list, text, texts } from './json';
import { climbs, type Members } from './members';
import { archiveProblem, quoted } from './problems';

const LAYER_TYPE = 'application/vnd.docker.image.rootfs.diff.tar';

/** Images in the order of the file; items that describe none are told. A failure is a manifest that leads out of the archive, or one without any usable layer. */
export async function readDockerManifest(file: string, items: readonly unknown[], members: Members, diagnostics: DiagnosticSink): Promise<Outcome<ImageDescriptor[]>> {
  const images: ImageDescriptor[] = [];
  let missing: string | undefined;
  for (const [at, item] of items.entries()) {
    if (!isObject(item)) {
      diagnostics.push({ kind: 'manifest-item-ignored', message: `Item ${at} of the manifest.json describes no image and was ignored.`, advice: 'docker load refuses such a file. Save the image again with `docker save IMAGE -o image.tar`.' });
      continue;
    }
    const configPath = text(item, 'Config') ?? '';
    const layerPaths = texts(item, 'Layers') ?? [];
    if (layerPaths.length !== (list(item, 'Layers')?.length ?? (field(item, 'Layers') === undefined ? 0 : 1))) {
      diagnostics.push({ kind: 'manifest-layers-invalid', message: `Item ${at} of the manifest.json lists layers that are no paths; they were ignored, and figures leave them out.`, advice: 'docker load refuses such a file. Save the image again with `docker save IMAGE -o image.tar`.' });
    }
    const outside = [configPath, ...layerPaths].find(climbs);
    if (outside !== undefined) return failure(archiveProblem.manifestEscapes(file, outside));
    const config = await members.json(configPath);
    if (config === 'absent') {
      diagnostics.push({
        kind: 'config-missing', message: `The manifest names ${configPath === '' ? 'no config' : `the config ${quoted(configPath)}, which is not in the file`}; platform, history and diff_ids are unknown.`,
        advice: 'Save the image again with `docker save IMAGE -o image.tar`.',
      });
    } else if (config === 'invalid' || !isObject(config.value)) {
      diagnostics.push({
        kind: 'config-invalid', message: `The config ${quoted(configPath)} is no JSON object; platform, history and diff_ids are unknown.`,
        advice: 'docker load refuses such an image. Save it again with `docker save IMAGE -o image.tar`.',
      });
    }
    const value = typeof config === 'string' || !isObject(config.value) ? undefined : config.value;
    const diffIds = texts(field(value, 'rootfs'), 'diff_ids') ?? [];
    const sources = field(item, 'LayerSources');
    const layers = layerPaths.map((path, index): ListedLayer => {
      const member = members.find(path);
      const diffId = diffIds[index];
      const source = diffId === undefined ? undefined : field(sources, diffId);
      return { name: path, member, digest: digestOfPath(path), mediaType: text(source, 'mediaType') ?? LAYER_TYPE };
    });
    const image = describeImage({
      tags: texts(item, 'RepoTags') ?? [], configDigest: configDigest(configPath), config: value, manifest: item, layers,
    }, diagnostics);
    if (layers.length > 0 && layers.every((layer) => layer.member === undefined)) missing ??= layerPaths[0];
    images.push(image);
  }
  if (images.length > 0 && missing !== undefined && images.every((image) => image.layers.every((layer) => layer.location === undefined))) {
    return failure(archiveProblem.layersMissing(file, missing));
  }
  return success(images);
}

/** Which of the forms that share this manifest it is. */
export function dockerFormat(items: readonly unknown[], members: Members): ArchiveFormat {
  if (members.has('index.json') || members.has('oci-layout')) return 'docker-oci';
  return items.some((item) => (text(item, 'Config') ?? '').startsWith('sha256:')) ? 'kaniko' : 'docker-archive';
}

/** `HEX.json`, `blobs/sha256/HEX` and `sha256:HEX` all name the config by its digest. */
function configDigest(path: string): string | undefined {
  const plain = /^([0-9a-f]{64})(?:\.json)?$/.exec(path);
  return plain === null ? digestOfPath(path) : `sha256:${plain[1]}`;
}

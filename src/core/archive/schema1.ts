/** Manifests of schema 1 (distribution's manifest-v2-1.md), as `skopeo copy --format v2s1 … dir:` still writes them: layers newest first, history as JSON in JSON. */
import { encodeUtf8 } from '../bytes/text';
import type { ImageDescriptor } from '../image/image';
import { platformOf, present, readConfig } from './config';
import type { DiagnosticSink } from './diagnostic-list';
import { field, isObject, list, parseJson, text, type JsonObject } from './json';
import { historyOf } from './legacy';
import type { Members } from './members';
import { findBlob } from './oci-index';
import { quoted } from './problems';

/** Steps that are read: engines stop at 127 layers. */
const MAX_STEPS = 1000;

export function isSchema1(manifest: unknown): manifest is JsonObject {
  return isObject(manifest) && list(manifest, 'fsLayers') !== undefined;
}

/** Its one image; undefined when none of its layers is there. */
export function readSchema1(manifest: JsonObject, members: Members, diagnostics: DiagnosticSink): ImageDescriptor | undefined {
  const compatibility = list(manifest, 'history') ?? [];
  // Oldest first, as everywhere else.
  const steps = (list(manifest, 'fsLayers') ?? []).slice(0, MAX_STEPS).map((layer, at) => {
    const config = v1Config(compatibility[at]);
    // A layer that the builder threw away stands in the list for a step that changed no file.
    return { digest: text(layer, 'blobSum') ?? '', config, empty: field(config, 'throwaway') === true };
  }).reverse();
  const top = steps.at(-1)?.config;
  const { run, created } = readConfig(top);
  const layers = steps.flatMap(({ digest, empty }, historyIndex) => (empty ? [] : [{ digest, historyIndex, location: findBlob(digest, members)?.location }]));
  if (layers.every(({ location }) => location === undefined)) return undefined;
  return {
    tags: tagsOf(manifest), platform: platformOf(top) ?? 'unknown/unknown', present: true,
    layers: layers.map(({ digest, historyIndex, location }, index) => {
      if (location === undefined) {
        diagnostics.push({ kind: 'layer-missing', message: `Layer ${index} (${quoted(digest)}) is not in the file; figures leave it out.`, advice: 'Copy the image again: `skopeo copy SOURCE docker-archive:image.tar`.' });
      }
      return {
        index, mediaType: 'application/vnd.docker.image.rootfs.diff.tar.gzip', storedBytes: location?.size ?? 0, digest, historyIndex,
        ...present({ location, unreadable: location === undefined ? 'absent' as const : undefined }),
      };
    }),
    history: steps.map(({ config, empty }) => ({ ...historyOf(config), emptyLayer: empty })),
    config: run, rawConfig: top, rawManifest: manifest, ...present({ created }),
  };
}

function v1Config(entry: unknown): unknown {
  const json = text(entry, 'v1Compatibility');
  return json === undefined ? undefined : parseJson(encodeUtf8(json))?.value;
}

function tagsOf(manifest: JsonObject): string[] {
  const name = text(manifest, 'name') ?? '';
  const tag = text(manifest, 'tag') ?? '';
  return name === '' ? [] : [tag === '' ? name : `${name}:${tag}`];
}

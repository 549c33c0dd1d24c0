/** Joins a config and a list of blobs to an `ImageDescriptor`, and says where they do not agree. */
import type { ImageDescriptor, LayerDescriptor, UnreadableReason } from '../image/image';
import { matchHistory, platformOf, present, readConfig } from './config';
import type { DiagnosticSink } from './diagnostic-list';
import type { Member } from './members';
import { quoted } from './problems';

/** A layer as a manifest lists it. */
export interface ListedLayer {
  /** How the manifest names it: a path or a digest. */
  readonly name: string;
  readonly member: Member | undefined;
  readonly mediaType: string;
  readonly digest?: string | undefined;
  /** Size that the manifest states. */
  readonly size?: number | undefined;
  readonly annotations?: Readonly<Record<string, string>> | undefined;
}

export interface ImageParts {
  readonly tags: readonly string[];
  readonly digest?: string | undefined;
  readonly configDigest?: string | undefined;
  /** `undefined` when the config is missing or no JSON. */
  readonly config: unknown;
  readonly manifest: unknown;
  /** From the index's descriptor. */
  readonly platform?: string | undefined;
  readonly layers: readonly ListedLayer[];
  readonly annotations?: Readonly<Record<string, string>> | undefined;
}

/** Builds the descriptor; oddities go to `diagnostics`. */
export function describeImage(parts: ImageParts, diagnostics: DiagnosticSink): ImageDescriptor {
  const config = readConfig(parts.config);
  const stated = platformOf(parts.config);
  const name = parts.tags[0] ?? parts.digest ?? parts.configDigest ?? 'the image';
  const say = (kind: string, message: string, advice: string): void => void diagnostics.push({ kind, message, advice });
  const { history, diffIds } = config;
  const matched = matchHistory(history, parts.layers.length);
  const mismatch = parts.platform !== undefined && stated !== undefined && !samePlatform(parts.platform, stated);
  if (parts.config !== undefined) {
    if (history.length === 0 && parts.layers.length > 0) {
      say('history-missing', `The config of ${quoted(name)} has no history: nothing says which command made which layer.`, 'Builders leave it out on request; figures are not affected.');
    } else if (matched === undefined) {
      say('history-mismatch', `The history of ${quoted(name)} names ${history.filter((entry) => !entry.emptyLayer).length} layers, but the image has ${parts.layers.length}; layers are shown without their commands.`,
        'Some tools squash or append layers without keeping the history. Figures are not affected.');
    }
    if (diffIds.length !== parts.layers.length) {
      say('diff-ids-mismatch', `The config of ${quoted(name)} lists ${diffIds.length} diff_ids for ${parts.layers.length} layers.`, 'docker load refuses such an image. Save or build it again.');
    }
    if (mismatch) {
      say('platform-mismatch', `The index says that ${quoted(name)} is for ${quoted(parts.platform ?? '')}, its config says ${quoted(stated ?? '')}.`, 'Engines choose by the index. Build the image again with the right --platform.');
    }
  }
  const diffIdsFit = diffIds.length === parts.layers.length;
  const layers = parts.layers.map((layer, index) => describeLayer(layer, index, {
    diffId: diffIdsFit ? diffIds[index] : undefined, historyIndex: matched?.[index],
  }, say));
  return {
    tags: parts.tags,
    // Engines choose by the index: where the two differ, its word is what an image is found by.
    platform: (mismatch ? parts.platform : stated) ?? parts.platform ?? config.platform,
    present: true,
    layers,
    history,
    config: config.run,
    rawConfig: parts.config,
    rawManifest: parts.manifest,
    ...present({ digest: parts.digest, configDigest: parts.configDigest, created: config.created, annotations: parts.annotations }),
  };
}

function describeLayer(
  layer: ListedLayer, index: number, known: { readonly diffId: string | undefined; readonly historyIndex: number | undefined },
  say: (kind: string, message: string, advice: string) => void,
): LayerDescriptor {
  const { member, mediaType } = layer;
  const unreadable = unreadableReason(layer);
  if (unreadable === 'absent') {
    say('layer-missing', `Layer ${index} (${quoted(layer.name)}) is not in the file; figures leave it out.`, 'Save the image again with `docker save IMAGE -o image.tar`.');
  }
  if (member !== undefined && layer.size !== undefined && layer.size !== member.location.size) {
    say('size-mismatch', `The manifest says that layer ${index} has ${layer.size} bytes; the file holds ${member.location.size}.`, 'The blob is cut or was exchanged. Save the image again.');
  }
  return {
    index, mediaType,
    storedBytes: member?.location.size ?? layer.size ?? 0,
    ...present({ digest: layer.digest, diffId: known.diffId, historyIndex: known.historyIndex, location: member?.location, unreadable, annotations: layer.annotations }),
  };
}

/** Why a layer's content cannot be listed. Media types are believed only for what content cannot tell. */
function unreadableReason(layer: ListedLayer): UnreadableReason | undefined {
  if (/\+encrypted\b/.test(layer.mediaType)) return 'encrypted';
  if (isDocument(layer.mediaType)) return 'not-a-layer';
  if (layer.member !== undefined) return undefined;
  return /foreign|nondistributable/.test(layer.mediaType) ? 'foreign' : 'absent';
}

/** Whether a blob of this type is a statement, a signature or a list of parts, which hold no files. */
export function isDocument(mediaType: string): boolean {
  return /in-toto|\+(?:json|xml)$|^text\//.test(mediaType);
}

/** An image that the index names but whose parts are not in the file. */
export function absentImage(tags: readonly string[], platform: string | undefined, digest: string | undefined, annotations?: Readonly<Record<string, string>>): ImageDescriptor {
  return {
    tags, platform: platform ?? 'unknown/unknown', present: false, layers: [], history: [], config: {}, rawConfig: undefined, rawManifest: undefined,
    ...present({ digest, annotations }),
  };
}

/** `linux/arm64` and `linux/arm64/v8` are the same: v8 is the only variant there is. */
function samePlatform(a: string, b: string): boolean {
  const plain = (platform: string): string => platform.replace(/^(.*\/arm64)\/v8$/, '$1');
  return plain(a) === plain(b) || plain(a).startsWith(`${plain(b)}/`) || plain(b).startsWith(`${plain(a)}/`);
}

/** `sha256:HEX` of a path that ends in a digest, as `blobs/sha256/HEX` and kaniko's `sha256:HEX` do. */
export function digestOfPath(path: string): string | undefined {
  const match = /(?:^|\/)(?:blobs\/)?(sha256|sha512)[:/]([0-9a-f]{64,128})$/.exec(path);
  return match === null ? undefined : `${match[1]}:${match[2]}`;
}

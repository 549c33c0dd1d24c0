/** An image as its archive describes it, and as it is once its layers have been scanned. */
import type { Diagnostic } from '../problem';
import type { LayerTable } from './layer-table';

/** How an archive is laid out; `rootfs` is a flat file system without any image metadata. */
export type ArchiveFormat = 'docker-archive' | 'docker-oci' | 'oci-archive' | 'docker-legacy' | 'docker-dir' | 'kaniko' | 'rootfs';

export type Compression = 'none' | 'gzip' | 'zstd' | 'xz' | 'bzip2';

/** Why a layer's content cannot be listed; its stored size is known all the same. */
export type UnreadableReason = 'encrypted' | 'foreign' | 'absent' | 'not-a-layer';

/** Where a blob lies: a range of the archive (after outer decompression), or nowhere. */
export interface BlobLocation {
  /** Name of the member in the archive, for messages. */
  readonly member: string;
  readonly offset: number;
  readonly size: number;
  /** Index into the files of a folder, when a folder was opened: the range is then one of that file. */
  readonly file?: number;
}

/** One layer as the manifest and config list it, bottom first. `index` counts data layers only. */
export interface LayerDescriptor {
  readonly index: number;
  /** `sha256:…` of the blob as stored, where the archive says it. */
  readonly digest?: string;
  /** `sha256:…` of the uncompressed tar, from the config. */
  readonly diffId?: string;
  readonly mediaType: string;
  /** Bytes of the blob as stored. */
  readonly storedBytes: number;
  readonly location?: BlobLocation;
  readonly unreadable?: UnreadableReason;
  readonly annotations?: Readonly<Record<string, string>>;
  /** Index into `ImageDescriptor.history` of the entry that made it, if history and layers can be matched. */
  readonly historyIndex?: number;
}

/** One entry of the config's history, in order, `empty_layer` ones included. */
export interface HistoryEntry {
  readonly created?: string;
  readonly createdBy: string;
  readonly comment?: string;
  readonly author?: string;
  readonly emptyLayer: boolean;
}

/** The part of the config that tells how a container starts. Field names as in the OCI image-spec, lower camel case. */
export interface RunConfig {
  readonly user?: string;
  readonly exposedPorts?: readonly string[];
  readonly env?: readonly string[];
  readonly entrypoint?: readonly string[];
  readonly cmd?: readonly string[];
  readonly volumes?: readonly string[];
  readonly workingDir?: string;
  readonly labels?: Readonly<Record<string, string>>;
  readonly stopSignal?: string;
  readonly shell?: readonly string[];
  readonly healthcheck?: { readonly test?: readonly string[]; readonly interval?: number; readonly timeout?: number; readonly startPeriod?: number; readonly retries?: number };
  readonly onBuild?: readonly string[];
}

/** One image that an archive holds. */
export interface ImageDescriptor {
  readonly tags: readonly string[];
  /** `os/arch[/variant]`. */
  readonly platform: string;
  /** Digest of the manifest, where the archive has one; else of the config. */
  readonly digest?: string;
  readonly configDigest?: string;
  /** False when its blobs are not in the archive (a partial save of a multi-platform image). */
  readonly present: boolean;
  readonly layers: readonly LayerDescriptor[];
  readonly history: readonly HistoryEntry[];
  readonly config: RunConfig;
  /** The config and manifest as parsed JSON, for those who rewrite or compare them (squash, compare). */
  readonly rawConfig: unknown;
  readonly rawManifest: unknown;
  readonly created?: string;
  readonly annotations?: Readonly<Record<string, string>>;
}

/** What a file turned out to hold, before any layer is scanned. */
export interface Archive {
  readonly name: string;
  readonly size: number;
  readonly format: ArchiveFormat;
  readonly outerCompression: Compression;
  readonly images: readonly ImageDescriptor[];
  readonly diagnostics: readonly Diagnostic[];
}

/** A layer with its scanned content. `table` is absent when the layer cannot be read. */
export interface Layer extends LayerDescriptor {
  readonly compression: Compression;
  readonly table?: LayerTable;
  /** Content of small files that tell about packages and the distribution, by row of the table; see `LayerScan.kept`. */
  readonly kept?: ReadonlyMap<number, Uint8Array>;
  /** Bytes of the uncompressed tar, trailing bytes included. */
  readonly tarBytes: number;
  /** What was odd inside this layer. */
  readonly diagnostics: readonly Diagnostic[];
}

/** An image with all its layers scanned: what every analysis starts from. */
export interface Image extends Omit<ImageDescriptor, 'layers'> {
  readonly layers: readonly Layer[];
}

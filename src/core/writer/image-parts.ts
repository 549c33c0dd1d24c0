/** What an image archive is written from, with what means, and what is known of it afterwards. */
import type { ByteSource } from '../bytes/byte-source';
import type { Codecs } from '../bytes/codec';
import type { BlobLocation, Compression } from '../image/image';
import type { BlockOutput } from './block-output';
import type { ByteSink, Digester, SourceCopy } from './byte-sink';

/** `docker`: manifest.json alone, as docker wrote it before version 25. `oci`: an OCI layout beside it, as docker writes since. */
export type ArchiveLayout = 'docker' | 'oci';

/** A layer that is copied bit by bit. Without a location it is only named, which the `oci` layout allows. */
export interface StoredLayer {
  readonly kind: 'stored';
  readonly location?: BlobLocation | undefined;
  readonly storedBytes: number;
  readonly compression: Compression;
  readonly mediaType: string;
  /** `sha256:…`, where known. */
  readonly digest?: string | undefined;
  readonly diffId?: string | undefined;
  readonly annotations?: Readonly<Record<string, string>> | undefined;
}

/** A layer that is made now. */
export interface NewLayer {
  readonly kind: 'new';
  /** Exact size of its tar. */
  readonly tarBytes: number;
  /** Writes the tar; called a second time when it is compressed, since a tar wants to know a member's size before its bytes. */
  readonly write: (output: BlockOutput) => Promise<void>;
}

export interface ImageParts {
  readonly layers: readonly (StoredLayer | NewLayer)[];
  /** The config for these diffIDs, bottom first. */
  readonly config: (diffIds: readonly string[]) => unknown;
  readonly tags: readonly string[];
  /** `os/arch[/variant]`. */
  readonly platform: string;
  readonly annotations?: Readonly<Record<string, string>> | undefined;
}

export interface WriteOptions {
  readonly layout: ArchiveLayout;
  /** Compress new layers with gzip; they are then made twice. */
  readonly gzip: boolean;
}

export interface WriteProgress {
  readonly phase: 'compressing' | 'writing';
  readonly bytesDone: number;
  readonly bytesTotal: number;
}

/** Makes what hashes about so many bytes. */
export type DigesterFactory = (bytes: number) => Digester;

/** What writing needs of the host. `createDigester` replaces the codecs' SHA-256 for layers where the host has a faster one. */
export interface WriteHost {
  readonly source: ByteSource;
  readonly codecs: Codecs;
  readonly sink: ByteSink;
  readonly createDigester?: DigesterFactory | undefined;
  readonly copy?: SourceCopy | undefined;
  readonly onProgress: (progress: WriteProgress) => void;
  readonly cancelled: () => boolean;
}

export interface WrittenLayer {
  readonly digest: string;
  readonly diffId: string;
  readonly storedBytes: number;
}

export interface WrittenImage {
  readonly layers: readonly WrittenLayer[];
  readonly configDigest: string;
  readonly archiveBytes: number;
}

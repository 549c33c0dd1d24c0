/** The port to which archives are written: a file of the disk, a browser's writable stream, or memory in tests. */

/** Whoever is given a sink ends it with exactly one of `close` and `abort`. Errors of the host are thrown as they are. */
export interface ByteSink {
  /** Takes the next bytes. They may be overwritten once the promise is settled; nobody writes again before that. */
  write(chunk: Uint8Array): Promise<void>;
  /** Resolves once everything that was taken is written; absent where `write` waits for that. Until then the work can be cancelled. */
  settle?(): Promise<void>;
  /** Everything was written: makes the result visible. */
  close(): Promise<void>;
  /** Something went wrong: nothing that looks like a whole file may remain. */
  abort(): Promise<void>;
}

/**
 * Lets the host put bytes [offset, offset + length) of the source into the sink itself, behind what was written: cheaper, in a browser, than
 * to hand them over. Throws `ProblemError` when the source cannot be read, and as the sink does when it cannot be written.
 */
export type SourceCopy = (offset: number, length: number) => Promise<void>;

/** A SHA-256 that may run elsewhere (another thread, the host's own code): `Sha256` of the codecs is one. */
export interface Digester {
  update(chunk: Uint8Array): void | Promise<void>;
  /** 64 lower-case hex digits. */
  digest(): string | Promise<string>;
}

/** Compresses what is written on its way to an output. The same bytes for the same input: no name, no time in the header. */
import { Gzip } from 'fflate';
import { BlockOutput } from './block-output';

export interface GzipOutput {
  /** Takes the uncompressed bytes. */
  readonly input: BlockOutput;
  /** Ends the stream; nothing may be written afterwards. */
  finish(): Promise<void>;
}

/** gzip's usual level: as `docker push` and skopeo use it. */
const LEVEL = 6;

export function gzipOutput(write: (chunk: Uint8Array) => Promise<void>): GzipOutput {
  let made: Uint8Array[] = [];
  const gzip = new Gzip({ level: LEVEL, mtime: 0 }, (chunk) => {
    if (chunk.length > 0) made.push(chunk);
  });
  const push = async (chunk: Uint8Array, last: boolean): Promise<void> => {
    gzip.push(chunk, last);
    const chunks = made;
    made = [];
    for (const piece of chunks) await write(piece);
  };
  const input = new BlockOutput((chunk) => push(chunk, false));
  return {
    input,
    async finish() {
      await input.drain();
      await push(new Uint8Array(0), true);
    },
  };
}

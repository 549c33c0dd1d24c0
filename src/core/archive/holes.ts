/** Zeros of sparse files, fed to a hasher without ever being stored. */
import type { Hasher } from '../bytes/codec';

/** Bytes of zeros that may still be hashed: a tar of a few kilobytes can describe files of many terabytes. */
export interface HoleBudget {
  left: number;
}

const ZEROS = new Uint8Array(64 * 1024);

/** Feeds `count` zero bytes. */
export function feedHole(hasher: Hasher, count: number): void {
  for (let left = count; left > 0; left -= ZEROS.length) hasher.update(left < ZEROS.length ? ZEROS.subarray(0, left) : ZEROS);
}

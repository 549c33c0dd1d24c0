/** Damages bytes the way disks, networks and ill will do. */
import type { Random } from './random';

const INTERESTING = [0x00, 0xff, 0x7f, 0x80, 0x20, 0x2f, 0x2e, 0x30, 0x37, 0x22, 0x7b];

/** One to four changes to a copy; `others` lends parts for splicing. */
export function mutate(random: Random, original: Uint8Array, others: readonly Uint8Array[]): Buffer<ArrayBuffer> {
  let bytes: Buffer<ArrayBuffer> = Buffer.from(original);
  for (let changes = 1 + random.below(4); changes > 0 && bytes.length > 0; changes -= 1) bytes = change(random, bytes, others);
  return bytes;
}

function change(random: Random, bytes: Buffer<ArrayBuffer>, others: readonly Uint8Array[]): Buffer<ArrayBuffer> {
  const at = random.below(bytes.length);
  const block = Math.floor(at / 512) * 512;
  switch (random.below(10)) {
    case 0: case 1: bytes[at]! ^= 1 << random.below(8); return bytes;
    case 2: bytes[at] = random.pick(INTERESTING); return bytes;
    case 3: return bytes.subarray(0, random.chance(0.5) ? at : block);
    case 4: {
      // A header's field with its checksum put right: what only parsers of fields will notice.
      if (block + 512 > bytes.length) return bytes;
      const field = random.pick([[0, 100], [100, 8], [124, 12], [156, 1], [157, 100], [257, 8], [345, 155]] as const);
      bytes[block + field[0] + random.below(field[1])] = random.chance(0.5) ? random.pick(INTERESTING) : random.below(256);
      fixChecksum(bytes, block);
      return bytes;
    }
    case 5: return Buffer.concat([bytes.subarray(0, block), bytes.subarray(block + 512 * (1 + random.below(4)))]);
    case 6: return Buffer.concat([bytes.subarray(0, block), bytes.subarray(random.below(block + 1), block), bytes.subarray(block)]);
    case 7: {
      const other = random.pick(others);
      const from = Math.floor(random.below(other.length + 1) / 512) * 512;
      return Buffer.concat([bytes.subarray(0, block), other.subarray(from, from + 512 * (1 + random.below(20))), bytes.subarray(block)]);
    }
    case 8: random.bytes(Math.min(1 + random.below(16), bytes.length - at)).copy(bytes, at); return bytes;
    default: return Buffer.concat([bytes.subarray(0, at), random.bytes(1 + random.below(3)), bytes.subarray(at + random.below(3))]);
  }
}

function fixChecksum(bytes: Buffer<ArrayBuffer>, at: number): void {
  bytes.fill(0x20, at + 148, at + 156);
  let sum = 0;
  for (let i = at; i < at + 512; i += 1) sum += bytes[i]!;
  bytes.write(`${sum.toString(8).padStart(6, '0')}\0 `, at + 148, 'latin1');
}

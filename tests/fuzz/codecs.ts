/**
 * `npm run fuzz:codecs -- [--cases N] [--seed S]`: our gunzip against zlib, on sound, damaged and hostile streams.
 *
 * Both must accept the same streams and give the same bytes. A failing case prints its number: `--seed S --only N` repeats it.
 */
import { constants, crc32, deflateRawSync, inflateRawSync } from './zlib';
import type { ByteStream } from '../../src/core/bytes/byte-source';
import { createCodecs } from '../../src/core/bytes/create-codecs';
import { ProblemError } from '../../src/core/problem';
import { hostileBlock } from './deflate-writer';
import type { Random } from './random';
import { randomContent, randomOf } from './random';

/** A stream that inflates to more than this is not compared: zlib would need it in memory at once. */
const outputLimit = 8 << 20;
const strategies = [constants.Z_DEFAULT_STRATEGY, constants.Z_FILTERED, constants.Z_HUFFMAN_ONLY, constants.Z_RLE, constants.Z_FIXED];

const option = (name: string, otherwise: number): number => {
  const at = process.argv.indexOf(`--${name}`);
  return at < 0 ? otherwise : Number(process.argv[at + 1]);
};

function deflate(random: Random, content: Buffer): Buffer<ArrayBuffer> {
  return deflateRawSync(content, {
    level: random.below(11) - 1,
    strategy: random.pick(strategies),
    memLevel: 1 + random.below(9),
    windowBits: 9 + random.below(7),
  });
}

function damage(random: Random, stream: Buffer<ArrayBuffer>): Buffer<ArrayBuffer> {
  const damaged: Buffer<ArrayBuffer> = Buffer.from(stream);
  if (damaged.length === 0) return damaged;
  switch (random.below(4)) {
    case 0: {
      for (let flips = 1 + random.below(3); flips > 0; flips -= 1) damaged[random.below(damaged.length)]! ^= 1 << random.below(8);
      return damaged;
    }
    case 1: return damaged.subarray(0, random.below(damaged.length));
    case 2: {
      const other = deflate(random, randomContent(random));
      return Buffer.concat([damaged.subarray(0, random.below(damaged.length)), other.subarray(random.below(other.length + 1))]);
    }
    default: {
      const at = random.below(damaged.length);
      random.bytes(Math.min(8, damaged.length - at)).copy(damaged, at);
      return damaged;
    }
  }
}

/** What zlib makes of a DEFLATE stream, and how much of it it used. */
function expected(stream: Buffer): { readonly bytes: Buffer; readonly used: number } | 'refused' | 'too long' {
  try {
    return inflateRawSync(stream, outputLimit);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'ERR_BUFFER_TOO_LARGE' ? 'too long' : 'refused';
  }
}

function gzipOf(random: Random, stream: Buffer, content: Buffer): Buffer {
  const flags = random.chance(0.8) ? 0 : random.below(32) & 0x1c;
  const parts = [Buffer.from([0x1f, 0x8b, 8, flags, 1, 2, 3, 4, 0, 3])];
  const text = (): Buffer<ArrayBuffer> => Buffer.concat([random.bytes(random.below(40)).map((byte) => byte || 1), Buffer.alloc(1)]);
  if ((flags & 4) !== 0) {
    const extra = random.bytes(random.below(300));
    parts.push(Buffer.from([extra.length & 255, extra.length >> 8]), extra);
  }
  if ((flags & 8) !== 0) parts.push(text());
  if ((flags & 16) !== 0) parts.push(text());
  const trailer = Buffer.alloc(8);
  trailer.writeUInt32LE(crc32(content), 0);
  trailer.writeUInt32LE(content.length, 4);
  return Buffer.concat([...parts, stream, trailer]);
}

function pieces(random: Random, bytes: Buffer): ByteStream {
  const largest = random.pick([1, 3, 17, 300, 70_000, 300_000]);
  const buffer = Buffer.alloc(Math.min(largest, bytes.length));
  let at = 0;
  return {
    next() {
      if (at >= bytes.length) return Promise.resolve(undefined);
      const size = Math.min(1 + random.below(largest), bytes.length - at);
      bytes.copy(buffer, 0, at, at + size);
      at += size;
      return Promise.resolve(buffer.subarray(0, size));
    },
    cancel: () => Promise.resolve(),
  };
}

const codecs = await createCodecs();

/** Our own result: everything before an error, or all of it. */
async function gunzip(random: Random, zipped: Buffer): Promise<{ readonly bytes: Buffer; readonly kind: string | undefined }> {
  const stream = codecs.decompress(pieces(random, zipped), 'gzip');
  const parts: Buffer[] = [];
  let length = 0;
  try {
    for (let chunk = await stream.next(); chunk !== undefined; chunk = await stream.next()) {
      length += chunk.length;
      if (length <= outputLimit) parts.push(Buffer.from(chunk));
    }
  } catch (error) {
    if (!(error instanceof ProblemError)) throw error;
    return { bytes: Buffer.concat(parts), kind: error.problem.kind };
  }
  return { bytes: Buffer.concat(parts), kind: undefined };
}

const tallies = { sound: 0, accepted: 0, refused: 0, 'too long': 0 };

async function check(seed: number): Promise<void> {
  const random = randomOf(seed);
  const kind = random.below(10);
  const content = randomContent(random);
  let stream: Buffer<ArrayBuffer> = kind < 8 ? deflate(random, content) : kind === 8 ? hostileBlock(random) : random.bytes(1 + random.below(200));
  if (kind >= 4 && kind < 8) stream = damage(random, stream);
  const theirs = expected(stream);
  if (kind < 4) {
    if (typeof theirs === 'string' || !theirs.bytes.equals(content)) throw new Error('zlib does not give back its own content.');
    tallies.sound += 1;
  } else if (typeof theirs === 'string') {
    tallies[theirs] += 1;
  } else {
    tallies.accepted += 1;
  }
  const fits = typeof theirs === 'string' ? undefined : theirs;
  // The trailer fits what zlib made of the stream, so that the DEFLATE data alone decide. Behind refused data it is noise.
  const zipped = gzipOf(random, fits === undefined ? stream : stream.subarray(0, fits.used), fits?.bytes ?? Buffer.alloc(0));
  const ours = await gunzip(random, zipped);
  if (fits !== undefined && (ours.kind !== undefined || !ours.bytes.equals(fits.bytes))) {
    throw new Error(`zlib accepts it (${fits.bytes.length} bytes), we say ${ours.kind ?? `${ours.bytes.length} bytes`}.`);
  }
  if (fits === undefined && ours.kind === undefined) throw new Error('zlib refuses it, we accept it.');
}

const cases = option('cases', 100_000);
const seed = option('seed', Date.now() % 1_000_000);
const only = option('only', -1);
const started = Date.now();
for (let number = only < 0 ? 0 : only; number < (only < 0 ? cases : only + 1); number += 1) {
  try {
    await check(seed * 1_000_003 + number);
  } catch (error) {
    process.stderr.write(`Case failed; repeat it with --seed ${seed} --only ${number}\n`);
    throw error;
  }
  // Without a turn of the event loop Node never frees the native half of zlib's streams: a million cases took 7 GB.
  if (number % 200 === 0) await new Promise((resolve) => setImmediate(resolve));
  if (number > 0 && number % 100_000 === 0) process.stdout.write(`${number} …\n`);
}
process.stdout.write(
  `${cases} streams, seed ${seed}, ${Math.round((Date.now() - started) / 1000)} s: ${tallies.sound} sound, ${tallies.accepted} damaged or hostile that zlib ` +
  `accepts, ${tallies.refused} that it refuses, ${tallies['too long']} too long to compare. We agree on all.\n`,
);

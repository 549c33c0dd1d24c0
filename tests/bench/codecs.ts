/**
 * `npm run bench:codecs -- [FILE] [--mb N]`: our decompressors and hashes against the native tools, in one run, on Node.
 *
 * FILE is plain content, best a layer's tar; without it a tar of node_modules is used. Figures are medians of three
 * rounds that interleave all contestants; MB are 1,000,000 bytes of plain content. Ratios are told of wall time and of
 * processor time: on a machine that does other work, only the second means something.
 */
import { spawnSync } from 'node:child_process';
import { closeSync, mkdtempSync, openSync, readSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import type { Compression } from '../../src/core/image/image';
import { createCodecs } from '../../src/core/bytes/create-codecs';
import { memorySource } from '../../src/core/bytes/memory-source';
import { openFileSource } from '../headless/file-source';

const rounds = 3;
const words = process.argv.slice(2);
const megabytesAt = words.indexOf('--mb');
const megabytes = megabytesAt < 0 ? 300 : Number(words.splice(megabytesAt, 2)[1]);
const folder = mkdtempSync(join(tmpdir(), 'plimsoll-bench-'));
process.on('exit', () => rmSync(folder, { recursive: true, force: true }));

/** Runs a command and answers the milliseconds of processor time that it took. */
function run(command: string): number {
  const { status, stderr } = spawnSync('bash', ['-c', `TIMEFORMAT='%U %S'; time { ${command}; }`], { encoding: 'utf8' });
  if (status !== 0) throw new Error(`${command}: ${stderr}`);
  const [user = NaN, system = NaN] = stderr.trim().split('\n').at(-1)!.split(' ').map(Number);
  return (user + system) * 1000;
}

/** The first bytes of a file, as a file of their own. */
function head(from: string, to: string, length: number): number {
  const buffer = Buffer.alloc(Math.min(length, statSync(from).size));
  const file = openSync(from, 'r');
  readSync(file, buffer, 0, buffer.length, 0);
  closeSync(file);
  writeFileSync(to, buffer);
  return buffer.length;
}

let source = words[0];
if (source === undefined) {
  source = join(folder, 'modules.tar');
  run(`tar -cf ${source} -C ${resolve('node_modules')} --exclude=.cache .`);
}
const plain = join(folder, 'plain');
const plainSize = head(source, plain, megabytes * 1_000_000);
const small = join(folder, 'small');
const smallSize = head(plain, small, 20_000_000);
run(`gzip -6 -c ${plain} > ${plain}.gz; zstd -3 -q -c ${plain} > ${plain}.zst; xz -1 -c ${small} > ${small}.xz; bzip2 -c ${small} > ${small}.bz2`);

const codecs = await createCodecs();
const sink = { hashed: 0 };

async function decompress(path: string, compression: Compression, hash: boolean): Promise<void> {
  const file = await openFileSource(path);
  const stream = codecs.decompress(file.stream(0, file.size), compression);
  const hasher = codecs.createHasher();
  for (let chunk = await stream.next(); chunk !== undefined; chunk = await stream.next()) {
    if (hash) hasher.update(chunk);
  }
  sink.hashed ^= hasher.digest().low;
  await file.close();
}

const hashed = new Uint8Array(1 << 19).map((_, index) => (index * index) >> 3);
async function overMemory(update: (chunk: Uint8Array) => void): Promise<void> {
  for (let left = plainSize; left > 0; left -= hashed.length) {
    const stream = memorySource(hashed).stream(0, Math.min(left, hashed.length));
    for (let chunk = await stream.next(); chunk !== undefined; chunk = await stream.next()) update(chunk);
  }
}

interface Contestant {
  readonly name: string;
  readonly bytes: number;
  /** Whom the ratio is told against. */
  readonly against: string;
  /** A native tool tells its processor time itself. */
  readonly run: () => number | Promise<void>;
}

const native = (name: string, bytes: number, command: string): Contestant => ({ name, bytes, against: name, run: () => run(command) });
const contestants: Contestant[] = [
  native('gzip -dc', plainSize, `gzip -dc ${plain}.gz > /dev/null`),
  { name: 'gunzip with CRC', bytes: plainSize, against: 'gzip -dc', run: () => decompress(`${plain}.gz`, 'gzip', false) },
  { name: 'gunzip with CRC and xxh64', bytes: plainSize, against: 'gzip -dc', run: () => decompress(`${plain}.gz`, 'gzip', true) },
  native('zstd -dc', plainSize, `zstd -q -dc ${plain}.zst > /dev/null`),
  { name: 'unzstd', bytes: plainSize, against: 'zstd -dc', run: () => decompress(`${plain}.zst`, 'zstd', false) },
  { name: 'unzstd with xxh64', bytes: plainSize, against: 'zstd -dc', run: () => decompress(`${plain}.zst`, 'zstd', true) },
  native('xz -dc', smallSize, `xz -dc ${small}.xz > /dev/null`),
  { name: 'unxz', bytes: smallSize, against: 'xz -dc', run: () => decompress(`${small}.xz`, 'xz', false) },
  native('bzip2 -dc', smallSize, `bzip2 -dc ${small}.bz2 > /dev/null`),
  { name: 'bunzip2', bytes: smallSize, against: 'bzip2 -dc', run: () => decompress(`${small}.bz2`, 'bzip2', false) },
  native('sha256sum', plainSize, `sha256sum ${plain} > /dev/null`),
  {
    name: 'SHA-256, copied in', bytes: plainSize, against: 'sha256sum', run: async () => {
      const sha = codecs.createSha256();
      await overMemory((chunk) => sha.update(chunk));
      sink.hashed ^= sha.digest().length;
    },
  },
  {
    name: 'xxh64, copied in', bytes: plainSize, against: 'sha256sum', run: async () => {
      const hasher = codecs.createHasher();
      await overMemory((chunk) => hasher.update(chunk));
      sink.hashed ^= hasher.digest().low;
    },
  },
];

interface Times {
  readonly wall: number[];
  readonly processor: number[];
}

const times = new Map<string, Times>(contestants.map(({ name }) => [name, { wall: [], processor: [] }]));
for (let round = 0; round < rounds; round += 1) {
  for (const contestant of contestants) {
    const { wall, processor } = times.get(contestant.name)!;
    const started = performance.now();
    const before = process.cpuUsage();
    const told = await contestant.run();
    wall.push(performance.now() - started);
    const { user, system } = process.cpuUsage(before);
    processor.push(told ?? (user + system) / 1000);
  }
}

const median = (values: readonly number[]): number => values.toSorted((a, b) => a - b)[rounds >> 1]!;
const speed = ({ name, bytes }: Contestant, kind: keyof Times): number => bytes / 1000 / median(times.get(name)![kind]);
process.stdout.write(`${plainSize} bytes, Node ${process.version}\n\n| | MB/s | against native, wall | processor |\n| --- | ---: | ---: | ---: |\n`);
for (const contestant of contestants) {
  const rival = contestants.find(({ name }) => name === contestant.against)!;
  const ratio = (kind: keyof Times): string => (speed(contestant, kind) / speed(rival, kind)).toFixed(2);
  const ratios = rival === contestant ? ' | ' : `${ratio('wall')} × ${rival.name} | ${ratio('processor')} ×`;
  process.stdout.write(`| ${contestant.name} | ${speed(contestant, 'wall').toFixed(0)} | ${ratios} |\n`);
}

/**
 * xz with any number of streams and blocks, after "The .xz File Format" 1.2.1 (Tukaani project): the container is read
 * here, the LZMA2 chunks inside by wasm/assembly/lzma2.ts. Filters other than LZMA2 are refused.
 */
import type { Diagnostic } from '../problem';
import type { ByteStream } from './byte-source';
import { chunkDecoder } from './chunk-decoder';
import { corrupt, unsupported } from './codec-problem';
import type { Decoder } from './decoded-stream';
import { uint32, xzInput } from './xz-input';
import type { XzInput } from './xz-input';
import { createCheck } from './xz-check';
import type { CheckExports, XzCheck } from './xz-check';
import type { InputExports, WasmInput } from './wasm-input';

/** The part of the module that reads LZMA2; see wasm/assembly/lzma2.ts. */
export interface XzExports extends InputExports, CheckExports {
  /** Non-zero when the memory for this dictionary was there. */
  lzma2Reset(dictionary: number): number;
  resetDictionary(): void;
  resetState(): void;
  setProperties(byte: number): number;
  copyChunk(size: number): void;
  decodeChunk(packed: number, size: number): number;
  chunkStart(): number;
}

/** Twice what `xz -9` asks for. */
const dictionaryLimit = 128 << 20;
const streamMagic = [0xfd, 0x37, 0x7a, 0x58, 0x5a, 0];
const recompress = 'Compress the data again with xz at its default settings.';

/** What the index at the end of a stream repeats of its blocks: the numbers, their sums, and a hash that minds their order. */
interface BlockTally {
  count: number;
  unpadded: number;
  plain: number;
  hash: number;
}

export function xzDecoder(load: () => Promise<XzExports>, unload: () => void, source: ByteStream): Decoder {
  return chunkDecoder(load, unload, source, xzChunks);
}

async function* xzChunks(wasm: XzExports, input: WasmInput, diagnostics: Diagnostic[]): AsyncGenerator<Uint8Array, void> {
  const reader = xzInput(wasm, input);
  for (let streams = 0; await streamBegins(reader, streams); streams += 1) {
    const flags = await streamHeader(reader);
    const check = createCheck(wasm, flags[1]! & 15);
    if (!check.verifies) {
      diagnostics.push({
        kind: 'xz-unverified',
        message: `The xz data carry a check of type ${flags[1]! & 15}, which is not known here: their content could not be verified.`,
        advice: recompress,
        where: { compressedOffset: input.consumed() },
      });
    }
    const blocks: BlockTally = { count: 0, unpadded: 0, plain: 0, hash: 0 };
    while ((await reader.view(1))[0] !== 0) yield* blockChunks(wasm, reader, check, blocks);
    await indexAndFooter(reader, flags, blocks);
  }
}

/** Between streams there may be padding: zeros, four at a time. */
async function streamBegins(reader: XzInput, streams: number): Promise<boolean> {
  let padding = 0;
  while (streams > 0 && await reader.has(1) && (await reader.view(1))[0] === 0) {
    reader.skip(1);
    padding += 1;
  }
  if (padding % 4 !== 0) throw corrupt('xz', 'the padding behind a stream is no multiple of four bytes', reader.position());
  return streams === 0 || reader.has(1);
}

async function streamHeader(reader: XzInput): Promise<Uint8Array> {
  const start = reader.position();
  for (const [at, byte] of streamMagic.entries()) {
    if ((await reader.view(at + 1))[at] !== byte) throw corrupt('xz', 'no stream begins where one should', start);
  }
  const header = await reader.take(12);
  if (reader.crc32(header.subarray(6, 8)) !== uint32(header, 8)) throw corrupt('xz', 'the checksum of a stream\'s header does not match', start);
  if (header[6] !== 0 || header[7]! > 15) throw unsupported('xz', 'a stream uses flags that are not defined', recompress, start);
  return header.subarray(6, 8);
}

async function* blockChunks(wasm: XzExports, reader: XzInput, check: XzCheck, blocks: BlockTally): AsyncGenerator<Uint8Array, void> {
  const start = reader.position();
  const header = await blockHeader(reader);
  if (wasm.lzma2Reset(header.dictionary) === 0) {
    throw unsupported('xz', `there is not enough memory for a dictionary of ${header.dictionary} bytes`, recompress, start);
  }
  check.reset();
  let plain = 0;
  let needDictionaryReset = true;
  let needProperties = true;
  for (let control = (await reader.take(1))[0]!; control !== 0; control = (await reader.take(1))[0]!) {
    const at = reader.position() - 1;
    const isPlain = control < 0x80;
    if (isPlain && control > 2) throw corrupt('xz', 'an LZMA2 chunk has an unknown type', at);
    if (control === 1 || control >= 0xe0) {
      wasm.resetDictionary();
      needDictionaryReset = false;
      needProperties = true;
    } else if (needDictionaryReset) {
      throw corrupt('xz', 'the first LZMA2 chunk does not reset the dictionary', at);
    }
    const sizes = await reader.take(isPlain ? 2 : 4);
    const low = (sizes[0]! << 8) + sizes[1]! + 1;
    const size = isPlain ? low : ((control & 0x1f) << 16) + low;
    if (isPlain) {
      await reader.view(size);
      wasm.copyChunk(size);
    } else {
      if (control >= 0xc0) {
        if (wasm.setProperties((await reader.take(1))[0]!) === 0) throw corrupt('xz', 'an LZMA2 chunk has properties that cannot be', at);
        needProperties = false;
      } else if (needProperties) {
        throw corrupt('xz', 'an LZMA2 chunk lacks its properties', at);
      }
      if (control >= 0xa0) wasm.resetState();
      const packed = (sizes[2]! << 8) + sizes[3]! + 1;
      await reader.view(packed);
      if (wasm.decodeChunk(packed, size) !== 0) throw corrupt('xz', 'an LZMA2 chunk cannot be decoded', at);
    }
    check.update(wasm.chunkStart(), size);
    plain += size;
    yield new Uint8Array(wasm.memory.buffer, wasm.chunkStart(), size);
  }
  const packedSize = reader.position() - start - header.length;
  if ((header.packed ?? packedSize) !== packedSize || (header.plain ?? plain) !== plain) {
    throw corrupt('xz', 'a block is not as long as its header says', reader.position());
  }
  const padding = await reader.take(-packedSize & 3);
  if (padding.some((byte) => byte !== 0)) throw corrupt('xz', 'the padding of a block is not zero', reader.position());
  const expected = await reader.take(check.size);
  if (!check.matches(expected)) throw corrupt('xz', 'the checksum of the content does not match', reader.position() - check.size);
  tally(blocks, header.length + packedSize + check.size, plain);
}

/** What stands before LZMA2 in a chain, as xz names it (The .xz File Format 1.2.1, 5.3.2 and 5.3.3). */
const FILTERS: ReadonlyMap<number, string> = new Map([
  [3, 'delta'], [4, 'x86'], [5, 'powerpc'], [6, 'ia64'], [7, 'arm'], [8, 'armthumb'], [9, 'sparc'], [10, 'arm64'], [11, 'riscv'],
]);

interface BlockHeader {
  readonly length: number;
  readonly dictionary: number;
  readonly packed: number | undefined;
  readonly plain: number | undefined;
}

async function blockHeader(reader: XzInput): Promise<BlockHeader> {
  const start = reader.position();
  const length = ((await reader.view(1))[0]! + 1) * 4;
  const header = await reader.take(length);
  if (reader.crc32(header.subarray(0, length - 4)) !== uint32(header, length - 4)) {
    throw corrupt('xz', 'the checksum of a block\'s header does not match', start);
  }
  const flags = header[1]!;
  if ((flags & 0x3c) !== 0) throw unsupported('xz', 'a block uses flags that are not defined', recompress, start);
  let at = 2;
  const number = (): number => {
    const { value, length: used } = multibyte(header.subarray(at, length - 4), start + at);
    at += used;
    return value;
  };
  const packed = (flags & 0x40) !== 0 ? number() : undefined;
  const plain = (flags & 0x80) !== 0 ? number() : undefined;
  const filter = number();
  const propertySize = number();
  const property = header[at] ?? 0;
  if ((flags & 3) !== 0 || filter !== 0x21) {
    throw unsupported('xz', `a block was prepared with the filter ${FILTERS.get(filter) ?? `number ${filter}`} before it was compressed`,
      'Decompress the file first (`xz -d FILE`), or compress the data again without that filter.', start);
  }
  if (propertySize !== 1 || property > 40) throw corrupt('xz', 'a block asks for a dictionary that cannot be', start);
  const dictionary = property === 40 ? 2 ** 32 - 1 : (2 | (property & 1)) * 2 ** ((property >> 1) + 11);
  if (dictionary > dictionaryLimit) {
    throw unsupported('xz', `a block needs a dictionary of ${dictionary} bytes, more than 128 MiB`, recompress, start);
  }
  return { length, dictionary, packed, plain };
}

async function indexAndFooter(reader: XzInput, flags: Uint8Array, blocks: BlockTally): Promise<void> {
  const start = reader.position();
  reader.startCrc32();
  reader.skip(1);
  const records = await nextNumber(reader);
  const listed: BlockTally = { count: 0, unpadded: 0, plain: 0, hash: 0 };
  // A wrong number of records cannot match, so a huge one is not worth reading.
  for (let record = 0; record < records && record <= blocks.count; record += 1) {
    const unpadded = await nextNumber(reader);
    tally(listed, unpadded, await nextNumber(reader));
  }
  if (records !== blocks.count || listed.unpadded !== blocks.unpadded || listed.plain !== blocks.plain || listed.hash !== blocks.hash) {
    throw corrupt('xz', 'the index does not fit the blocks', start);
  }
  const padding = await reader.take(-(reader.position() - start) & 3);
  if (padding.some((byte) => byte !== 0)) throw corrupt('xz', 'the padding of the index is not zero', reader.position());
  const crc = reader.endCrc32();
  if (uint32(await reader.take(4), 0) !== crc) throw corrupt('xz', 'the checksum of the index does not match', start);
  const indexSize = reader.position() - start;
  const footer = await reader.take(12);
  if (reader.crc32(footer.subarray(4, 10)) !== uint32(footer, 0)) throw corrupt('xz', 'the checksum of a stream\'s end does not match', reader.position());
  const sound = (uint32(footer, 4) + 1) * 4 === indexSize && footer[8] === flags[0] && footer[9] === flags[1] && footer[10] === 0x59 && footer[11] === 0x5a;
  if (!sound) throw corrupt('xz', 'the end of a stream does not fit its beginning', reader.position() - 12);
}

async function nextNumber(reader: XzInput): Promise<number> {
  const start = reader.position();
  let length = 1;
  while (((await reader.view(length))[length - 1]! & 0x80) !== 0 && length < 9) length += 1;
  return multibyte(await reader.take(length), start).value;
}

/** Seven bits a byte, lowest first. Beyond 2^53 no size is real. */
function multibyte(bytes: Uint8Array, offset: number): { readonly value: number; readonly length: number } {
  let value = 0;
  for (const [at, byte] of bytes.subarray(0, 9).entries()) {
    value += (byte & 0x7f) * 2 ** (7 * at);
    if ((byte & 0x80) === 0) {
      if (!Number.isSafeInteger(value) || (byte === 0 && at > 0)) break;
      return { value, length: at + 1 };
    }
  }
  throw corrupt('xz', 'a number is written in a way that cannot be', offset);
}

function tally(blocks: BlockTally, unpadded: number, plain: number): void {
  blocks.count += 1;
  blocks.unpadded += unpadded;
  blocks.plain += plain;
  blocks.hash = Math.imul(blocks.hash ^ (unpadded % 0xfffffffb), 0x9e3779b1) ^ Math.imul(plain % 0xfffffffb, 0x85ebca77);
}

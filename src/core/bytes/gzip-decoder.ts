/** gzip (RFC 1952) with any number of members, over the inflate of wasm/assembly. */
import type { Diagnostic } from '../problem';
import type { ByteStream } from './byte-source';
import { corrupt, trailingGarbage, truncated, unsupported } from './codec-problem';
import type { Decoder } from './decoded-stream';
import type { InputExports } from './wasm-input';
import { wasmInput } from './wasm-input';

/** The part of the module that inflates; see wasm/assembly/inflate.ts for what each function does. */
export interface InflateExports extends InputExports {
  inflateReset(): void;
  inflateNext(): void;
  inflate(): number;
  takeOutput(): void;
  outputFrom(): number;
  outputEnd(): number;
  checksum(): number;
  streamLength(): number;
  crc32(start: number, from: number, length: number): number;
}

/** Answers of `inflate`, as in wasm/assembly/inflate.ts. */
const needInput = 0;
const outputReady = 1;
const streamEnd = 2;
const inputTruncated = 3;

const flagHeaderCrc = 2;
const flagExtra = 4;
const flagName = 8;
const flagComment = 16;
const flagsReserved = 0xe0;

/** Decodes members until the input ends or something follows that is no member: zeros are padding, the rest a diagnostic. */
export function gzipDecoder(wasm: InflateExports, source: ByteStream): Decoder {
  const input = wasmInput(wasm, source);
  const diagnostics: Diagnostic[] = [];
  let inMember = false;
  let members = 0;
  let ended = false;
  let handedOut = false;
  let failure: { readonly error: unknown } | undefined;
  let headerCrc = 0;
  wasm.inflateReset();

  /** Takes bytes of a header into its checksum, and steps over them. */
  function takeHeader(count: number): void {
    headerCrc = wasm.crc32(headerCrc, wasm.inputPosition(), count);
    input.skip(count);
  }

  async function headerBytes(count: number): Promise<Uint8Array> {
    if (await input.need(count) < count) throw truncated('gzip', input.consumed() + input.available());
    return input.peek(count);
  }

  async function skipHeaderText(): Promise<void> {
    while (true) {
      const available = (await headerBytes(1), input.available());
      const zero = input.peek(available).indexOf(0);
      takeHeader(zero < 0 ? available : zero + 1);
      if (zero >= 0) return;
    }
  }

  async function readHeader(): Promise<void> {
    headerCrc = 0;
    const start = input.consumed();
    const [, , method = 0, flags = 0] = await headerBytes(10);
    if (method !== 8) throw corrupt('gzip', `a member says that it is compressed with method ${method}, not 8`, start + 2);
    if ((flags & flagsReserved) !== 0) {
      throw unsupported('gzip', 'a member uses header flags that no standard defines', 'Compress the data again with gzip.', start + 3);
    }
    takeHeader(10);
    if ((flags & flagExtra) !== 0) {
      const [low = 0, high = 0] = await headerBytes(2);
      takeHeader(2);
      for (let left = low | (high << 8); left > 0;) {
        await headerBytes(1);
        const part = Math.min(left, input.available());
        takeHeader(part);
        left -= part;
      }
    }
    if ((flags & flagName) !== 0) await skipHeaderText();
    if ((flags & flagComment) !== 0) await skipHeaderText();
    if ((flags & flagHeaderCrc) !== 0) {
      const expected = headerCrc & 0xffff;
      const [low = 0, high = 0] = await headerBytes(2);
      if ((low | (high << 8)) !== expected) throw corrupt('gzip', 'the checksum of a member\'s header does not match', input.consumed());
      input.skip(2);
    }
  }

  async function readTrailer(): Promise<void> {
    if (await trailerWord() !== wasm.checksum() >>> 0) throw corrupt('gzip', 'the checksum of the content does not match', input.consumed() - 4);
    if (await trailerWord() !== wasm.streamLength() >>> 0) throw corrupt('gzip', 'the length of the content does not match', input.consumed() - 4);
  }

  async function trailerWord(): Promise<number> {
    const [a = 0, b = 0, c = 0, d = 0] = await headerBytes(4);
    input.skip(4);
    return (a | (b << 8) | (c << 16) | (d << 24)) >>> 0;
  }

  /** Whether another member begins here. What else may stand here is handled as gzip(1) does: zeros are skipped, other bytes end the reading. */
  async function anotherMember(): Promise<boolean> {
    const start = input.consumed();
    if (await input.need(2) >= 2) {
      const [first, second] = input.peek(2);
      if (first === 0x1f && second === 0x8b) return true;
    }
    if (members === 0) {
      const available = input.available();
      if (available === 0 || (available === 1 && input.peek(1)[0] === 0x1f)) throw truncated('gzip', start + available);
      throw corrupt('gzip', 'they do not begin as gzip does', start);
    }
    while (await input.need(1) > 0) {
      const rest = input.peek(input.available());
      const garbage = rest.findIndex((byte) => byte !== 0);
      if (garbage >= 0) {
        diagnostics.push(trailingGarbage('gzip', input.consumed() + garbage));
        break;
      }
      input.skip(rest.length);
    }
    return false;
  }

  /** Decodes until the output is full or the end is reached. */
  async function decode(): Promise<void> {
    while (!ended) {
      if (!inMember) {
        if (!await anotherMember()) {
          ended = true;
          return;
        }
        await readHeader();
        wasm.inflateNext();
        members += 1;
        inMember = true;
      }
      const answer = wasm.inflate();
      if (answer === outputReady) return;
      if (answer === streamEnd) {
        await readTrailer();
        inMember = false;
      } else if (answer === needInput) {
        await input.fill();
      } else if (answer === inputTruncated) {
        throw truncated('gzip', input.consumed());
      } else {
        throw corrupt('gzip', 'they hold a code or a distance that cannot be', input.consumed());
      }
    }
  }

  return {
    diagnostics,
    consumed: () => input.consumed(),
    release: () => input.close(),
    async produce() {
      if (handedOut) wasm.takeOutput();
      handedOut = false;
      if (failure === undefined) {
        try {
          await decode();
        } catch (error) {
          failure = { error };
        }
      }
      const from = wasm.outputFrom();
      const length = wasm.outputEnd() - from;
      if (length > 0) {
        handedOut = true;
        return new Uint8Array(wasm.memory.buffer, from, length);
      }
      if (failure !== undefined) throw failure.error;
      return undefined;
    },
  };
}

/** Bytes through the block output: order, count, digests of stretches, and what a sink's errors become. */
import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { ProblemError } from '../../../src/core/problem';
import { BlockOutput, sinkOutput } from '../../../src/core/writer/block-output';
import type { ByteSink } from '../../../src/core/writer/byte-sink';

function collecting(): { readonly output: BlockOutput; readonly bytes: () => Buffer } {
  const chunks: Uint8Array[] = [];
  return {
    output: new BlockOutput((chunk) => {
      chunks.push(chunk.slice());
      return Promise.resolve();
    }),
    bytes: () => Buffer.concat(chunks),
  };
}

function failing(error: unknown): ByteSink {
  return { write: () => Promise.reject(error as Error), close: () => Promise.resolve(), abort: () => Promise.resolve() };
}

describe('block output', () => {
  it('keeps order and count of small and large pieces, and digests exactly the stretch that is asked for', async () => {
    const { output, bytes } = collecting();
    const pieces = [3, 600_000, 10, 1 << 20, 500_000, 700_000, 0, 5_000_000, 1].map((size, index) => Buffer.alloc(size, index + 1));
    const hash = createHash('sha256');
    let position = 0;
    for (const [index, piece] of pieces.entries()) {
      if (index === 2) output.beginDigest({ update: (chunk) => void hash.update(chunk), digest: () => '' });
      if (index === 7) await output.endDigest();
      await output.write(piece);
      position += piece.length;
      expect(output.position).toBe(position);
    }
    await output.zeros(3000);
    await output.drain();
    expect(bytes().equals(Buffer.concat([...pieces, Buffer.alloc(3000)]))).toBe(true);
    expect(hash.digest('hex')).toBe(createHash('sha256').update(Buffer.concat(pieces.slice(2, 7))).digest('hex'));
  });

  it.each([
    [Object.assign(new Error('no space left'), { code: 'ENOSPC' }), 'output-full'],
    [new DOMException('', 'QuotaExceededError'), 'output-full'],
    [new DOMException('', 'NotAllowedError'), 'output-refused'],
    [Object.assign(new Error('x'), { code: 'EACCES' }), 'output-refused'],
    [new DOMException('', 'InvalidStateError'), 'output-gone'],
    [new Error('odd'), 'output-failed'],
    ['a text', 'output-failed'],
  ])('makes a problem of %s', async (error, kind) => {
    const output = sinkOutput(failing(error), () => undefined);
    await output.write(new Uint8Array(10));
    const thrown: unknown = await output.drain().catch((reason: unknown) => reason);
    expect(thrown).toBeInstanceOf(ProblemError);
    expect((thrown as ProblemError).problem.kind).toBe(kind);
  });
});

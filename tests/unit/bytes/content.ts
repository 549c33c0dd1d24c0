/** Random content that looks like files: runs, repeats at all distances, text, noise. */
import fc from 'fast-check';

/** Up to `limit` bytes, built by an interpreter of random steps so that it shrinks well. */
export function content(limit: number): fc.Arbitrary<Buffer> {
  const step = fc.oneof(
    fc.record({ kind: fc.constant('noise' as const), seed: fc.nat(), length: fc.integer({ min: 1, max: 3000 }) }),
    fc.record({ kind: fc.constant('run' as const), seed: fc.nat(255), length: fc.integer({ min: 1, max: 3000 }) }),
    fc.record({ kind: fc.constant('copy' as const), seed: fc.integer({ min: 1, max: 33000 }), length: fc.integer({ min: 1, max: 3000 }) }),
    fc.record({ kind: fc.constant('few' as const), seed: fc.nat(), length: fc.integer({ min: 1, max: 20000 }) }),
  );
  return fc.array(step, { maxLength: 30 }).map((steps) => build(steps, limit));
}

function build(steps: readonly { readonly kind: 'noise' | 'run' | 'copy' | 'few'; readonly seed: number; readonly length: number }[], limit: number): Buffer {
  const out = Buffer.alloc(limit);
  let at = 0;
  for (const { kind, seed, length } of steps) {
    let random = seed | 1;
    for (let left = length; left > 0 && at < limit; left -= 1) {
      random = (Math.imul(random, 1664525) + 1013904223) >>> 0;
      if (kind === 'run') out[at] = seed;
      else if (kind === 'noise') out[at] = random >>> 24;
      else if (kind === 'few') out[at] = 97 + Math.clz32(random);
      else out[at] = at > 0 ? out[at - Math.min(seed, at)]! : 0;
      at += 1;
    }
  }
  return out.subarray(0, at);
}

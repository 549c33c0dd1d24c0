/** Numbers, bytes and content that a seed decides, fast enough for a million cases. */

export interface Random {
  /** An integer from 0 to `bound` - 1. */
  below(bound: number): number;
  chance(probability: number): boolean;
  pick<T>(items: readonly T[]): T;
  bytes(length: number): Buffer<ArrayBuffer>;
}

/** Mulberry32 (Tommy Ettinger, public domain). */
export function randomOf(seed: number): Random {
  let state = seed | 0;
  const next = (): number => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  const below = (bound: number): number => Math.floor(next() * bound);
  return {
    below,
    chance: (probability) => next() < probability,
    pick: (items) => items[below(items.length)]!,
    bytes(length) {
      const bytes = Buffer.alloc(length);
      for (let at = 0; at < length; at += 1) bytes[at] = below(256);
      return bytes;
    },
  };
}

/** Content like that of files: noise, runs, few letters, repeats from up to 33,000 bytes back. Mostly short, now and then long. */
export function randomContent(random: Random): Buffer {
  const limit = random.chance(0.01) ? random.below(400_000) : random.chance(0.2) ? random.below(9000) : random.below(400);
  const content = Buffer.alloc(limit);
  let at = 0;
  while (at < limit) {
    const stop = Math.min(limit, at + 1 + random.below(random.chance(0.1) ? 40_000 : 300));
    switch (random.below(4)) {
      case 0:
        for (; at < stop; at += 1) content[at] = random.below(256);
        break;
      case 1:
        content.fill(random.below(256), at, stop);
        at = stop;
        break;
      case 2: {
        const letters = 1 + random.below(20);
        for (; at < stop; at += 1) content[at] = 97 + random.below(letters);
        break;
      }
      default: {
        const back = 1 + random.below(33_000);
        for (; at < stop; at += 1) content[at] = at >= back ? content[at - back]! : 0;
      }
    }
  }
  return content;
}

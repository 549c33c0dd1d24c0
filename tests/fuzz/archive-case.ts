/** One case of the archive fuzzer: makes an input out of a number, and examines it twice. */
import type { Codecs } from '../../src/core/bytes/codec';
import { Broken, examine, type Examined } from './examine';
import { randomImage } from './image-maker';
import { mutate } from './mutate';
import { randomOf } from './random';

/** Milliseconds of processor time that no case of ordinary size (below a megabyte) may take. */
const CASE_LIMIT = 3000;

export interface CaseResult {
  readonly kind: 'sound' | 'hostile' | 'damaged' | 'damaged fixture';
  readonly outcome: Examined['outcome'];
  readonly milliseconds: number;
}

const CHUNKS = [1, 511, 512, 513, 4096, 65_536, 1 << 20];

/** The bytes of case `number`, and those that they were damaged from where every loss has to be told. */
export function inputOf(number: number, fixtures: readonly Uint8Array[]): { readonly kind: CaseResult['kind']; readonly bytes: Buffer<ArrayBuffer>; readonly intact?: Buffer<ArrayBuffer>; readonly chunk: number } {
  const random = randomOf(number);
  // Chunks of a byte are slow: only now and then.
  const chunk = random.chance(0.01) ? CHUNKS[0]! : random.pick(CHUNKS.slice(1));
  const die = random.below(10);
  if (die < 1) return { kind: 'sound', bytes: randomImage(random, true).bytes, chunk };
  if (die < 5) return { kind: 'hostile', bytes: randomImage(random, false).bytes, chunk };
  if (die < 8) {
    const made = randomImage(random, true);
    return { kind: 'damaged', bytes: mutate(random, made.bytes, [made.bytes, ...fixtures]), ...(made.sound && { intact: made.bytes }), chunk };
  }
  return { kind: 'damaged fixture', bytes: mutate(random, random.pick(fixtures), fixtures), chunk };
}

/** Runs a case; throws `Broken`, or whatever the engine throws, which it must not. */
export async function runCase(number: number, codecs: Codecs, fixtures: readonly Uint8Array[], limit = CASE_LIMIT): Promise<CaseResult> {
  const { kind, bytes, intact, chunk } = inputOf(number, fixtures);
  const before = process.cpuUsage();
  const first = await examine(bytes, codecs, 1 << 18);
  const { user, system } = process.cpuUsage(before);
  const milliseconds = (user + system) / 1000;
  if (milliseconds > limit) throw new Broken(`it took ${Math.round(milliseconds)} ms`);
  const again = await examine(bytes, codecs, chunk);
  if (again.text !== first.text) throw new Broken(`chunks of ${chunk} bytes give another report:\n${difference(first.text, again.text)}`);
  if (intact !== undefined && first.outcome === 'report' && first.said === 0) {
    const sound = await examine(intact, codecs, 1 << 18);
    if (first.figures !== sound.figures) throw new Broken(`damage changed figures and nothing says so:\n${sound.figures}\n${first.figures}`);
  }
  return { kind, outcome: first.outcome, milliseconds };
}

function difference(a: string, b: string): string {
  let at = 0;
  while (at < a.length && a[at] === b[at]) at += 1;
  return [a, b].map((text) => text.slice(Math.max(0, at - 200), at + 200)).join('\n');
}

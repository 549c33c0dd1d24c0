/** Small archives that other tools wrote: what the mutator starts from. */
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';

const LARGEST = 40_000;

/** All archives below tests/fixtures of at most 40 kB. `root` is the project's folder. */
export function readFixtures(root: string): Buffer<ArrayBuffer>[] {
  const folder = join(root, 'tests/fixtures');
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((path) => /\.(tar|tgz|tar\.\w+)$/.test(path))
    .sort()
    .map((path) => join(folder, path))
    .filter((path) => statSync(path).size <= LARGEST)
    .map((path) => Buffer.from(readFileSync(path)));
}

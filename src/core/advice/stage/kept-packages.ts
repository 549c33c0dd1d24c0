/** Packages that the program needs as it runs though they came with build tools: the final stage installs them by itself. */
import { latin1Bytes } from '../../bytes/latin1';
import type { ImageFacts } from '../price/facts';
import { groupByInstall, installsOf, type SystemManager } from '../price/system-installs';

export interface KeptPackages {
  /** What RUN installs them; undefined where nothing is to be installed. */
  readonly command?: string;
  readonly names: readonly string[];
  /** Payloads of theirs and of all that they need: these stay in the image. */
  readonly payloads: ReadonlySet<number>;
}

/** More names than these are not the few libraries that a program needs. */
const MOST_NAMES = 12;
const COMMANDS: Partial<Record<SystemManager, (names: string) => string>> = {
  dpkg: (names) => `apt-get update && apt-get install -y --no-install-recommends ${names} && apt-get clean && rm -rf /var/lib/apt/lists/*`,
  apk: (names) => `apk add --no-cache ${names}`,
};
/** Which program of a manager has to be there; images that only look like the distribution lack it. */
const PROGRAMS: Partial<Record<SystemManager, string>> = { dpkg: 'usr/bin/apt-get', apk: 'sbin/apk' };

/** Of the layers that a build stage drops; undefined where they cannot be installed anew. */
export function keptPackages(facts: ImageFacts, isDropped: (layer: number) => boolean): KeptPackages | undefined {
  let kept: KeptPackages = { names: [], payloads: new Set() };
  for (const installs of installsOf(facts)) {
    const isGone = (record: Parameters<typeof installs.layerOf>[0]): boolean => !installs.base.has(record.name) && isDropped(installs.layerOf(record) ?? -1);
    const running = [...installs.running].filter(isGone);
    if (running.length === 0) continue;
    const { manager } = installs;
    const program = PROGRAMS[manager];
    const command = COMMANDS[manager];
    if (kept.names.length > 0 || running.length > MOST_NAMES || command === undefined || program === undefined || facts.fs.paths.findPath(latin1Bytes(program)) < 0) return undefined;
    // What another of them needs anyway comes along with it.
    const names = running.filter((record) => !running.some((other) => other !== record && installs.closure([other]).has(record) && !installs.closure([record]).has(other)))
      .map(({ name }) => name).toSorted();
    const payloads = [...groupByInstall(facts, installs, [...installs.closure(running)].filter(isGone)).values()].flat();
    kept = { command: command(names.join(' ')), names, payloads: new Set(payloads) };
  }
  return kept;
}

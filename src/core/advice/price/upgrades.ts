/** What an upgrade of all packages stores again of what the base image had. */
import { versionAt } from '../../image/root-fs';
import { calls } from '../../lint/commands';
import { upgradesAll } from '../../lint/plimsoll/pl022';
import type { ImageFacts } from './facts';
import { byMaker, bytesOfAll, LEAST_BYTES, nameOf, placeOf, type Saving } from './saving';

/** Databases, caches and logs: any other install writes them as well. */
const BOOKKEEPING = /^(?:var|etc\/apk|lib\/apk)\//;

/** An estimate where the RUN does more than upgrade: what else it overwrites counts too. Not in the plan: whether updates can wait for the base is for a person to say. */
export function priceUpgrades(facts: ImageFacts): readonly Saving[] {
  const { fs, makers, ownFrom, own } = facts;
  const layers = new Set(makers.slice(ownFrom).filter(({ commands }) => commands.some((command) => upgradesAll(command) || calls(command, 'zypper', 'dup', 'dist-upgrade'))).map(({ layer }) => layer));
  if (layers.size === 0 || ownFrom === 0) return [];
  const again = own.filter((payload) => layers.has(fs.born[payload]!) && versionAt(fs, fs.node[payload]!, ownFrom - 1) >= 0 && !BOOKKEEPING.test(facts.pathOf(payload)));
  return [...byMaker(facts, again)].filter(([, payloads]) => bytesOfAll(facts, payloads) >= LEAST_BYTES).map(([maker, payloads]): Saving => {
    const { key, ...place } = placeOf(maker);
    return {
      id: `upgrade-${key}`, ...place, rules: ['PL022', 'DL3035'], way: 'base-image', payloads, basis: 'estimated', enabled: false, rank: 65,
      title: `Files of the base image that ${nameOf(maker)} stores again by upgrading`,
      detail: 'Build on a newer base image, which has the updates in place of the old files: docker build --pull fetches it.',
      caveat: 'Updates that the newest base image does not have yet are then missing.',
    };
  });
}

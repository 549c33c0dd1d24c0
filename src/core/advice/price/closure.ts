/** What a set of packages needs, by the Depends of dpkg's and apk's databases. */
import type { PackageRecord } from '../../packages/package';

/** Packages by every name that they answer to. */
export function byName(records: readonly PackageRecord[]): ReadonlyMap<string, readonly PackageRecord[]> {
  const names = new Map<string, PackageRecord[]>();
  const add = (name: string, record: PackageRecord): void => {
    const list = names.get(name);
    if (list === undefined) names.set(name, [record]);
    else list.push(record);
  };
  // A package of the name itself comes before those that stand for it.
  for (const record of records) add(record.name, record);
  for (const record of records) for (const name of record.provides) add(name, record);
  return names;
}

/**
 * The roots and all that they need, directly or not. Of alternatives (`a | b`, or several providers of a name) one that is needed
 * anyway satisfies; else the first that is installed is taken, as apt does.
 */
export function closureOf(records: readonly PackageRecord[], roots: Iterable<PackageRecord>): ReadonlySet<PackageRecord> {
  const names = byName(records);
  const reached = new Set<PackageRecord>();
  const open = [...roots];
  const undecided: string[] = [];
  const providersOf = (need: string): readonly PackageRecord[] => need.split('|').flatMap((name) => names.get(name) ?? []);
  for (;;) {
    for (let record = open.pop(); record !== undefined; record = open.pop()) {
      if (reached.has(record)) continue;
      reached.add(record);
      for (const need of record.depends) {
        const providers = providersOf(need);
        if (providers.length === 1) open.push(providers[0]!);
        else if (providers.length > 1) undecided.push(need);
      }
    }
    const need = undecided.pop();
    if (need === undefined) return reached;
    const providers = providersOf(need);
    if (!providers.some((record) => reached.has(record))) open.push(providers[0]!);
  }
}

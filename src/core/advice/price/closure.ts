/** What a set of packages needs, by the Depends of dpkg's and apk's databases and the Requires of rpm's. */
import type { PackageRecord } from '../../packages/package';

/** Packages by every name that they answer to. */
export function byName(records: readonly PackageRecord[]): ReadonlyMap<string, readonly PackageRecord[]> {
  const names = new Map<string, PackageRecord[]>();
  const add = (name: string, record: PackageRecord): void => {
    const list = names.get(name);
    if (list === undefined) names.set(name, [record]);
    else if (list.at(-1) !== record) list.push(record);
  };
  // A package of the name itself comes before those that stand for it.
  for (const record of records) add(record.name, record);
  for (const record of records) for (const name of record.provides) if (name !== record.name) add(name, record);
  return names;
}

/** The package that a file belongs to, by its absolute path. */
export type OwnerOfPath = (path: string) => PackageRecord | undefined;

/**
 * The roots and all that they need, directly or not. Of alternatives (`a | b`, or several providers of a name) one that is needed
 * anyway satisfies; else the first that is installed is taken, as apt does. Of rpm's boolean dependencies everything named counts.
 */
export function closureOf(records: readonly PackageRecord[], roots: Iterable<PackageRecord>, ownerOfPath?: OwnerOfPath): ReadonlySet<PackageRecord> {
  const names = byName(records);
  const reached = new Set<PackageRecord>();
  const open = [...roots];
  const undecided: (readonly PackageRecord[])[] = [];
  const providersOf = (need: string): readonly PackageRecord[] => {
    const found = need.split('|').flatMap((name) => names.get(name) ?? []);
    const owner = found.length > 0 || !need.startsWith('/') ? undefined : ownerOfPath?.(need);
    return owner === undefined ? found : [owner];
  };
  for (;;) {
    for (let record = open.pop(); record !== undefined; record = open.pop()) {
      if (reached.has(record)) continue;
      reached.add(record);
      for (const need of record.depends) {
        if (need.startsWith('(')) {
          for (const word of need.split(/\s+/)) open.push(...partsOf(word).map(providersOf).find(({ length }) => length > 0) ?? []);
          continue;
        }
        const providers = providersOf(need);
        if (providers.length === 1) open.push(providers[0]!);
        else if (providers.length > 1) undecided.push(providers);
      }
    }
    const providers = undecided.pop();
    if (providers === undefined) return reached;
    if (!providers.some((record) => reached.has(record))) open.push(providers[0]!);
  }
}

/** `(foo` and `foo))` may be `foo`, and `libx()(64bit))` is `libx()(64bit)`: the word with fewer and fewer parentheses around it. */
function partsOf(word: string): readonly string[] {
  const parts = [word.replace(/^\(+/, '')];
  while (parts.at(-1)!.endsWith(')')) parts.push(parts.at(-1)!.slice(0, -1));
  return parts;
}

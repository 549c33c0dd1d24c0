/** Ways that look at the whole image rather than at a line: squashing its layers, and keeping only what the program needs. */
import { ALIVE, payloads } from '../../image/root-fs';
import type { PackageRecord } from '../../packages/package';
import { byName, closureOf } from './closure';
import { ownerOfPath, type ImageFacts } from './facts';
import { bytesOfAll, LEAST_BYTES, type Saving } from './saving';

/** Squashing of own layers, and of all of them. */
export function priceSquash(facts: ImageFacts): readonly Saving[] {
  const own = facts.hidden.filter(({ layer }) => layer >= facts.ownFrom).map(({ version }) => version);
  const all = facts.hidden.map(({ version }) => version);
  const savings: Saving[] = [];
  const shared = 'One layer cannot be shared or cached in parts; steps that write less do the same without that.';
  if (bytesOfAll(facts, own) >= LEAST_BYTES) {
    savings.push({
      id: 'squash-own', way: 'squash', rules: [], findingLines: [], payloads: own, basis: 'measured', enabled: false, rank: 90,
      title: facts.ownFrom === 0 ? 'Squash all layers' : `Squash the layers above the base image (${facts.ownFrom} to ${facts.makers.length - 1})`,
      detail: 'Takes away all that one layer wrote and another hid, without a change of the Dockerfile (buildah build --squash).', caveat: shared,
    });
  }
  if (facts.ownFrom > 0 && bytesOfAll(facts, all) - bytesOfAll(facts, own) >= LEAST_BYTES) {
    savings.push({
      id: 'squash-all', way: 'squash', rules: [], findingLines: [], payloads: all, basis: 'measured', enabled: false, rank: 91,
      title: 'Squash all layers, the base image’s too',
      detail: 'Also takes away what the image replaced or deleted of its base (buildah build --squash-all).',
      caveat: `${shared} The base is then no longer shared with other images either.`,
    });
  }
  return savings;
}

/**
 * What a minified image (slim, formerly docker-slim) would leave out at least, told without running it: packages that nothing in Depends
 * leads to from the program that the image starts.
 */
export function priceSlim(facts: ImageFacts): readonly Saving[] {
  const { analysed, fs, packages } = facts;
  const system = packages.packages.filter(({ manager }) => manager === 'dpkg' || manager === 'apk' || manager === 'rpm');
  const owner = programOwner(facts);
  if (owner === undefined || !system.includes(owner)) return [];
  const libc = ['libc6', 'musl', 'glibc', 'filesystem', 'setup', 'base-files', 'libc-bin', 'ca-certificates', 'tzdata'].flatMap((name) => byName(system).get(name) ?? []);
  const kept = closureOf(system, [owner, ...libc], ownerOfPath(facts));
  const gone: number[] = [];
  for (const payload of payloads(fs)) {
    if (fs.died[payload] !== ALIVE) continue;
    const record: PackageRecord | undefined = packages.packages[packages.owner[fs.node[payload]!]!];
    if (record !== undefined && system.includes(record) && !kept.has(record)) gone.push(payload);
  }
  if (bytesOfAll(facts, gone) < LEAST_BYTES) return [];
  const program = [...(analysed.image.config.entrypoint ?? []), ...(analysed.image.config.cmd ?? [])][0] ?? '';
  return [{
    id: 'slim', way: 'slim', rules: [], findingLines: [], payloads: gone, basis: 'estimated', enabled: false, rank: 95,
    title: `Keep only what ${program} needs (slim build)`,
    detail: `${owner.name} and its Depends stay, with all files that belong to no package. slim watches the program run and leaves out more than `
      + 'that; compare the two images here afterwards.',
    caveat: 'What the program starts by name, such as a shell or git, is in no Depends: check with a run of every feature.',
  }];
}

/** The package of the program that ENTRYPOINT or CMD starts, by PATH. */
function programOwner({ analysed, fs, packages }: ImageFacts): PackageRecord | undefined {
  const { entrypoint = [], cmd = [], env = [] } = analysed.image.config;
  const words = [...entrypoint, ...cmd];
  const shell = words[1] === '-c' ? words[2]?.trim().split(/\s+/).find((word) => word !== 'exec') : undefined;
  const program = shell ?? words[0];
  if (program === undefined) return undefined;
  const folders = env.find((each) => each.startsWith('PATH='))?.slice(5) ?? '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin';
  const candidates = program.includes('/') ? [program] : folders.split(':').map((folder) => `${folder}/${program}`);
  for (const candidate of candidates) {
    const node = fs.paths.findPath(Uint8Array.from(candidate.replace(/^\/+/, ''), (char) => char.charCodeAt(0)));
    const record = node < 0 ? undefined : packages.packages[packages.owner[node]!];
    if (record !== undefined) return record;
  }
  return undefined;
}

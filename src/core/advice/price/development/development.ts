/** What own layers hold for development alone: of npm and its kin, Composer, Bundler and pip. */
import { latin1 } from '../../../bytes/latin1';
import { ALIVE } from '../../../image/root-fs';
import { keptText } from '../../kept-text';
import { ownInside, type ImageFacts } from '../facts';
import { byFirstMaker, bytesOfAll, LEAST_BYTES, nameOf, placeOf, type Saving } from '../saving';
import { developmentGems } from './bundler';
import { composerFolders, npmFolders, unlistedFolders } from './listed';
import { pythonDevelopment } from './python';

/** The content of a kept file. */
export type ReadKept = () => string;

const NODE_MANIFEST = /(?:^|\/)node_modules\/(?:@[^/]+\/)?[^/@][^/]*\/package\.json$/;
/** Base names of such files. */
const TELLING = /^(?:package\.json|\.package-lock\.json|installed\.json|pyproject\.toml|Gemfile|[\w.-]+\.txt)$/;
/** Their last letters, asked first: a text of every name would leave tens of megabytes of garbage. */
const LAST = new Set(Array.from('nlet', (letter) => letter.charCodeAt(0)));

interface Found {
  readonly what: string;
  readonly rule: string;
  readonly detail: string;
  readonly basis: Saving['basis'];
  readonly payloads: readonly number[];
}

/** One saving for each kind and RUN. In the plan where the installer itself noted what is of development; else a proposal. */
export function priceDevelopment(facts: ImageFacts): readonly Saving[] {
  const kept = keptFiles(facts);
  return [...node(facts, kept), ...composer(facts, kept), ...gems(facts, kept), ...python(facts, kept)].flatMap(({ what, rule, detail, basis, payloads }) => (
    [...byFirstMaker(facts, payloads)].filter(([{ keyword }, part]) => keyword === 'RUN' && bytesOfAll(facts, part) >= LEAST_BYTES).map(([maker, part]): Saving => {
      const { key, ...place } = placeOf(maker);
      return {
        id: `${rule}-${key}`, ...place, rules: [rule], way: 'lean-install', payloads: part, basis, enabled: basis === 'measured', rank: 42,
        title: `${what} that only development needs, from ${nameOf(maker)}`, detail,
        caveat: 'A build in the image may need them: then build in an earlier stage and copy the result.',
      };
    })));
}

/** Files of the final image that tell something and were kept, by path. */
function keptFiles(facts: ImageFacts): ReadonlyMap<string, ReadKept> {
  const { analysed, fs } = facts;
  const files = new Map<string, ReadKept>();
  for (const payload of facts.own) {
    if (fs.died[payload] !== ALIVE) continue;
    const node = fs.node[payload]!;
    if (!LAST.has(fs.paths.nameByte(node, fs.paths.nameLength(node) - 1)) || !TELLING.test(latin1(fs.paths.nameOf(node)))) continue;
    const path = facts.pathOf(payload);
    files.set(path, () => keptText(analysed.image, fs, path) ?? '');
  }
  return files;
}

function node(facts: ImageFacts, kept: ReadonlyMap<string, ReadKept>): readonly Found[] {
  const detail = 'Leave out what is in devDependencies: npm ci --omit=dev, yarn install --production, pnpm install --prod.';
  const found: Found[] = [];
  const manifests = manifestsByRoot(kept);
  for (const [path, read] of kept) {
    const [, root] = /^((?:.*\/)?)package\.json$/.exec(path) ?? [];
    if (root === undefined || /(?:^|\/)node_modules\//.test(path)) continue;
    const listing = kept.get(`${root}node_modules/.package-lock.json`);
    const folders = listing === undefined
      ? unlistedFolders(read(), manifests.get(root) ?? new Map())
      : npmFolders(listing()).map((folder) => `${root}${folder}`);
    if (folders.length > 0) found.push({ what: 'Packages of npm', rule: 'PL035', detail, basis: listing === undefined ? 'estimated' : 'measured', payloads: within(facts, folders) });
  }
  return found;
}

/** What installed packages of Node say of themselves, by the folder outside all packages whose node_modules they lie below. */
function manifestsByRoot(kept: ReadonlyMap<string, ReadKept>): ReadonlyMap<string, ReadonlyMap<string, ReadKept>> {
  const byRoot = new Map<string, Map<string, ReadKept>>();
  for (const [path, read] of kept) {
    const root = NODE_MANIFEST.test(path) ? /^((?:.*?\/)??)node_modules\//.exec(path)?.[1] : undefined;
    if (root === undefined) continue;
    let manifests = byRoot.get(root);
    if (manifests === undefined) byRoot.set(root, (manifests = new Map()));
    manifests.set(path, read);
  }
  return byRoot;
}

function composer(facts: ImageFacts, kept: ReadonlyMap<string, ReadKept>): readonly Found[] {
  return [...kept].flatMap(([path, read]): readonly Found[] => {
    const [, root] = /^((?:.*\/)?)vendor\/composer\/installed\.json$/.exec(path) ?? [];
    const folders = root === undefined ? [] : composerFolders(read()).map((folder) => `${root}${folder}`);
    const detail = 'Install without what is in require-dev: composer install --no-dev.';
    return folders.length === 0 ? [] : [{ what: 'Packages of Composer', rule: 'PL036', detail, basis: 'measured', payloads: within(facts, folders) }];
  });
}

function gems(facts: ImageFacts, kept: ReadonlyMap<string, ReadKept>): readonly Found[] {
  const { analysed, fs, packages } = facts;
  return [...kept].flatMap(([path, read]): readonly Found[] => {
    const lock = /(?:^|\/)Gemfile$/.test(path) ? keptText(analysed.image, fs, `${path}.lock`) : undefined;
    const names = lock === undefined ? new Set<string>() : developmentGems(read(), lock);
    if (names.size === 0) return [];
    const payloads = facts.own.filter((payload) => {
      const owner = packages.packages[packages.owner[fs.node[payload]!]!];
      return owner?.manager === 'gem' && names.has(owner.name);
    });
    return [{ what: 'Gems', rule: 'PL037', basis: 'estimated', payloads, detail: 'Leave the groups development and test out: ENV BUNDLE_WITHOUT=development:test before bundle install.' }];
  });
}

function python(facts: ImageFacts, kept: ReadonlyMap<string, ReadKept>): readonly Found[] {
  const { fs, packages } = facts;
  const records = pythonDevelopment(facts, kept);
  if (records.size === 0) return [];
  const payloads = facts.own.filter((payload) => {
    const owner = packages.packages[packages.owner[fs.node[payload]!]!];
    return owner !== undefined && records.has(owner);
  });
  return [{ what: 'Python packages', rule: 'PL038', basis: 'estimated', payloads, detail: 'Leave them out of this install: keep them in a list, or a stage, of their own.' }];
}

/** Payloads in any of the folders; what a nested package of its own keeps is in the list as a folder or not at all. */
function within(facts: ImageFacts, folders: readonly string[]): readonly number[] {
  const wanted = new Set(folders);
  return ownInside(facts, (folder) => isWithin(folder, wanted));
}

function isWithin(path: string, wanted: ReadonlySet<string>): boolean {
  const folder = /^(?:.*\/)?node_modules\/(?:@[^/]+\/)?[^/]+(?=\/)/.exec(path)?.[0];
  if (folder !== undefined) return wanted.has(folder);
  for (let end = path.indexOf('/'); end >= 0; end = path.indexOf('/', end + 1)) if (wanted.has(path.slice(0, end))) return true;
  return false;
}

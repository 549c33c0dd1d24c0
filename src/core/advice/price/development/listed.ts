/** What only development needs by the notes that npm and Composer leave beside what they installed, or by a project’s package.json. */
import { readNodePackage } from '../../../packages/node';
import type { PackageRecord } from '../../../packages/package';
import { closureOf } from '../closure';

/** A property of a value that came out of JSON; never one of its prototype. */
function field(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null ? Object.getOwnPropertyDescriptor(value, name)?.value as unknown : undefined;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}

/** Folders of such packages by npm's `node_modules/.package-lock.json` (npm 7 and later), relative to the folder that holds node_modules. */
export function npmFolders(text: string): readonly string[] {
  const packages = field(parsed(text), 'packages');
  return typeof packages !== 'object' || packages === null ? [] : Object.keys(packages).filter((folder) => folder !== '' && field(field(packages, folder), 'dev') === true);
}

/** Folders of such packages by Composer's `vendor/composer/installed.json` (Composer 2), relative to the folder that holds vendor. */
export function composerFolders(text: string): readonly string[] {
  const listing = parsed(text);
  const [names, packages] = [field(listing, 'dev-package-names'), field(listing, 'packages')];
  if (!Array.isArray(names) || !Array.isArray(packages)) return [];
  return packages.flatMap((one) => {
    const [name, path] = [field(one, 'name'), field(one, 'install-path')];
    return names.includes(name) && typeof path === 'string' && path.startsWith('../') ? [`vendor/${path.slice(3)}`] : [];
  });
}

/**
 * The same without a listing (yarn, pnpm, old npm): what no need of package.json leads to. `manifests` are the installed packages' own, by path.
 * Names stand for packages, whatever their version and folder; so a package that some dependency needs stays everywhere.
 */
export function unlistedFolders(project: string, manifests: ReadonlyMap<string, () => string>): readonly string[] {
  const root = readNodePackage('node_modules/project/package.json', project);
  const development = field(parsed(project), 'devDependencies');
  if (root === undefined || typeof development !== 'object' || development === null) return [];
  const installed = [...manifests].flatMap(([path, read]) => readNodePackage(path, read()) ?? []);
  const records: PackageRecord[] = installed.map(({ record }) => record);
  const names = new Set(Object.keys(development));
  if (!records.some(({ name }) => names.has(name))) return [];
  const allOf = (wanted: ReadonlySet<string>): readonly PackageRecord[] => records.filter(({ name }) => wanted.has(name));
  const left = new Set(Array.from(closureOf(records, allOf(new Set(root.record.depends))), ({ name }) => name));
  const theirs = new Set(Array.from(closureOf(records, allOf(names)), ({ name }) => name));
  return installed.filter(({ record: { name } }) => theirs.has(name) && !left.has(name)).flatMap(({ folders }) => folders);
}

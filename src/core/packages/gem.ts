/** Ruby gems: a specification names one; its folders are found by their names. */
import { packageRecord, type ReadPackage } from './package';

const SPECIFICATION = /^(.*)\/specifications\/(?:default\/)?([^/]+)-(\d[^/-]*(?:-[^/]+)?)\.gemspec$/;
/** RubyGems writes this beside each extension that it has compiled, below platform and version of Ruby's interface. */
const EXTENSION = /^(.*)\/extensions\/[^/]+\/[^/]+\/([^/]+)\/gem\.build_complete$/;

/** Folders of compiled extensions, by the base folder and full name of the gem: see `readGem`. */
export function gemExtensions(paths: readonly string[]): ReadonlyMap<string, readonly string[]> {
  const folders = new Map<string, string[]>();
  for (const path of paths) {
    const [, base, gem] = EXTENSION.exec(path) ?? [];
    if (base === undefined) continue;
    const key = `${base}/${gem}`;
    const folder = path.slice(0, path.lastIndexOf('/'));
    const known = folders.get(key);
    if (known) known.push(folder);
    else folders.set(key, [folder]);
  }
  return folders;
}

/** The gem of a specification's path; undefined where it is none. */
export function readGem(path: string, extensions: ReadonlyMap<string, readonly string[]>): ReadPackage | undefined {
  const [, base, name = '', version = ''] = SPECIFICATION.exec(path) ?? [];
  if (base === undefined) return undefined;
  const gem = `${name}-${version}`;
  return {
    record: packageRecord('gem', name, version), files: [path],
    folders: [`${base}/gems/${gem}`, `${base}/doc/${gem}`, ...(extensions.get(`${base}/${gem}`) ?? [])],
  };
}

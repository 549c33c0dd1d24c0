/** npm packages: each `node_modules/NAME` (or `@SCOPE/NAME`) folder is one, with all below it but nested packages. */
import { packageRecord, type ReadPackage } from './package';

/** What a package does not work, or not as well, without. */
const NEEDS = ['dependencies', 'optionalDependencies', 'peerDependencies'] as const;

/** `path` is that of the package.json. Its name is the folder's, as Node resolves it; the version is what the file says. */
export function readNodePackage(path: string, text: string): ReadPackage | undefined {
  const folder = path.slice(0, -'/package.json'.length);
  const name = /(?:^|\/)node_modules\/((?:@[^/]+\/)?[^/]+)$/.exec(folder)?.[1];
  if (name === undefined) return undefined;
  let version = '';
  let depends: string[] = [];
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value === 'object' && value !== null) {
      const stated = Object.getOwnPropertyDescriptor(value, 'version')?.value as unknown;
      if (typeof stated === 'string') version = stated;
      depends = [...new Set(NEEDS.flatMap((field) => {
        const needs = Object.getOwnPropertyDescriptor(value, field)?.value as unknown;
        return typeof needs === 'object' && needs !== null ? Object.keys(needs) : [];
      }))];
    }
  } catch {
    // A package whose description is broken still owns its folder.
  }
  return { record: { ...packageRecord('npm', name, version), depends }, files: [], folders: [folder] };
}

/** Small files whose content a scan keeps as it passes them: package databases and what tells the distribution. A second pass would cost as much as the first. */

import { latin1, latin1Bytes } from '../bytes/latin1';

/** Bytes of one kept file, and of all of one layer. */
export const KEEP_LIMITS = { file: 32 * 1024 * 1024, layer: 96 * 1024 * 1024, packageJson: 256 * 1024, listing: 4 * 1024 * 1024 } as const;

const WHOLE = new Set([
  'var/lib/dpkg/status', 'lib/apk/db/installed', 'usr/lib/apk/db/installed', 'etc/apk/world', 'usr/lib/sysimage/libdnf5/packages.toml',
  ...['var/lib/rpm', 'usr/lib/sysimage/rpm', 'usr/share/rpm'].flatMap((folder) => [`${folder}/rpmdb.sqlite`, `${folder}/Packages.db`, `${folder}/Packages`]),
  'etc/os-release', 'usr/lib/os-release', 'etc/passwd', 'etc/group',
]);

/** How the names that matter end, four bytes as one number: most paths are turned away by this one look. */
const ENDINGS = new Set(['list', 'atus', 'lled', 'lite', 's.db', 'ages', 'ease', 'sswd', 'roup', 'CORD', 'DATA', 'INFO', 'ions', '.txt', 'json', 'lock', 'file', 'orld', 'toml'].map((end) => endingOf(latin1Bytes(end))));

const LIST_ENDING = endingOf(latin1Bytes('list'));

const DPKG_LIST = /^var\/lib\/dpkg\/info\/[^/]+\.list$/;
const DPKG_STATUS_D = /^var\/lib\/dpkg\/status\.d\/[^/]+$/;
const PYTHON = /\.dist-info\/RECORD$|\.egg-info\/installed-files\.txt$/;
/** A package’s own description: of Node, with what it needs; of Python, the same, and its modules. And what dpkg has diverted, which is short. */
const DESCRIPTION = /(?:^|\/)node_modules\/(?:@[^/]+\/)?[^/@][^/]*\/package\.json$|\.dist-info\/METADATA$|\.egg-info\/PKG-INFO$|\.(?:dist|egg)-info\/top_level\.txt$|^var\/lib\/dpkg\/diversions$/;
/** What a project asks for, which tells what only its development needs. */
const PROJECT = /^(?!.*\/(?:node_modules|site-packages|dist-packages|vendor|gems)\/)(?:.*\/)?(?:package\.json|pyproject\.toml|Gemfile(?:\.lock)?|(?:[\w.-]*requirements[\w.-]*|requirements\/[\w.-]+)\.txt)$/;
/** What an installer noted of all that it installed. */
const LISTING = /(?:^|\/)(?:node_modules\/\.package-lock\.json|vendor\/composer\/installed\.json)$/;

/** Whether a kept file is kept as `packLines` packs it: lists of paths, which are most of what an image of Debian has kept. */
export function isKeptPacked(path: Uint8Array): boolean {
  return endingOf(path) === LIST_ENDING && DPKG_LIST.test(latin1(path));
}

/** Whether the content of a file of this (normalised) path and size is worth keeping. */
export function isKeptFile(path: Uint8Array, size: number): boolean {
  if (size === 0 || size > KEEP_LIMITS.file || path.length > 1024) return false;
  const inStatusD = path.length > 22 && path[0] === 0x76 && path[20] === 0x2e && path[21] === 0x64 && path[22] === 0x2f;
  if (!inStatusD && !ENDINGS.has(endingOf(path))) return false;
  const name = latin1(path);
  if (WHOLE.has(name) || DPKG_LIST.test(name) || DPKG_STATUS_D.test(name) || PYTHON.test(name)) return true;
  if (size <= KEEP_LIMITS.packageJson && (DESCRIPTION.test(name) || PROJECT.test(name))) return true;
  return size <= KEEP_LIMITS.listing && LISTING.test(name);
}

function endingOf(path: Uint8Array): number {
  const end = path.length;
  return end < 4 ? 0 : (path[end - 4]! << 24) | (path[end - 3]! << 16) | (path[end - 2]! << 8) | path[end - 1]!;
}

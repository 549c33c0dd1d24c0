/** Small files whose content a scan keeps as it passes them: package databases and what tells the distribution. A second pass would cost as much as the first. */

/** Bytes of one kept file, and of all of one layer. */
export const KEEP_LIMITS = { file: 32 * 1024 * 1024, layer: 96 * 1024 * 1024, packageJson: 256 * 1024 } as const;

const WHOLE = new Set([
  'var/lib/dpkg/status', 'lib/apk/db/installed', 'usr/lib/apk/db/installed',
  'var/lib/rpm/rpmdb.sqlite', 'usr/lib/sysimage/rpm/rpmdb.sqlite', 'var/lib/rpm/Packages.db', 'usr/lib/sysimage/rpm/Packages.db',
  'etc/os-release', 'usr/lib/os-release', 'etc/passwd', 'etc/group',
]);

/** Last letters of the names that matter (list, status, installed, sqlite, db, RECORD, txt, json …): most paths are turned away by this one look. */
const LAST_BYTES = new Set(Array.from('tsdebDnp', (letter) => letter.charCodeAt(0)));

const DPKG_LIST = /^var\/lib\/dpkg\/info\/[^/]+\.list$/;
const DPKG_STATUS_D = /^var\/lib\/dpkg\/status\.d\/[^/]+$/;
const PYTHON = /\.dist-info\/RECORD$|\.egg-info\/installed-files\.txt$/;
const NODE = /(?:^|\/)node_modules\/(?:@[^/]+\/)?[^/@][^/]*\/package\.json$/;

/** Whether the content of a file of this (normalised) path and size is worth keeping. */
export function isKeptFile(path: Uint8Array, size: number): boolean {
  if (size === 0 || size > KEEP_LIMITS.file || path.length > 1024) return false;
  const inStatusD = path.length > 22 && path[0] === 0x76 && path[20] === 0x2e && path[21] === 0x64 && path[22] === 0x2f;
  if (!LAST_BYTES.has(path[path.length - 1]!) && !inStatusD) return false;
  let name = '';
  for (let at = 0; at < path.length; at += 1) name += String.fromCharCode(path[at]!);
  if (WHOLE.has(name) || DPKG_LIST.test(name) || DPKG_STATUS_D.test(name) || PYTHON.test(name)) return true;
  return size <= KEEP_LIMITS.packageJson && NODE.test(name);
}

/** Base images whose configuration sets no variable but PATH: with these below, an unknown variable is certainly undefined. */
import { isImageReference } from './reference';

const PLAIN = new Set([
  'scratch', 'alpine', 'busybox', 'debian', 'ubuntu', 'centos', 'fedora', 'amazonlinux', 'almalinux', 'rockylinux', 'oraclelinux', 'photon',
]);

/** Whether an image (as FROM names it) is known to bring no variables of its own. */
export function bringsNoVariables(image: string | undefined): boolean {
  if (image === undefined || !isImageReference(image)) return false;
  const name = /^(?:(?:index\.)?docker\.io\/)?(?:library\/)?([a-z0-9]+)(?:[:@]|$)/.exec(image)?.[1];
  return name !== undefined && PLAIN.has(name);
}

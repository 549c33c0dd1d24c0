/** Lets go of what only `indexPackages` reads, once it has: the lists of dpkg are the larger part of what a scan keeps. */
import { encodeUtf8 } from '../bytes/text';
import type { Image } from '../image/image';
import type { RootFs } from '../image/root-fs';

const LISTS = 'var/lib/dpkg/info';

/** The same image without the content of its package lists. The scans that it came from keep theirs. */
export function withoutPackageLists(image: Image, fs: RootFs): Image {
  const folder = fs.paths.findPath(encodeUtf8(LISTS));
  if (folder < 0) return image;
  const kept = image.layers.map((layer) => new Map(layer.kept));
  for (let at = fs.childStart[folder]!; at < fs.childStart[folder + 1]!; at += 1) {
    for (let version = fs.newest[fs.children[at]!]!; version >= 0; version = fs.previous.of(version)) kept[fs.born[version]!]?.delete(fs.row[version]!);
  }
  return { ...image, layers: image.layers.map((layer, index) => ({ ...layer, kept: kept[index]! })) };
}

/** Content of the small files that a scan kept (package databases, os-release, what a project asks for), as one layer shows them. */
import { decodeUtf8, encodeUtf8 } from '../bytes/text';
import type { Image } from '../image/image';
import { linkBytes, EntryType } from '../image/layer-table';
import { layerCount, versionAt, type RootFs } from '../image/root-fs';

/** Symlinks that are followed for one path. */
const MAX_LINKS = 5;

/** The text of a file at layer `layer` (the last one when absent); undefined when it is not there or was not kept. */
export function keptText(image: Image, fs: RootFs, path: string, layer = layerCount(fs) - 1): string | undefined {
  const bytes = keptBytes(image, fs, path, layer);
  return bytes === undefined ? undefined : decodeUtf8(bytes);
}

/** The same, as bytes. */
export function keptBytes(image: Image, fs: RootFs, path: string, layer = layerCount(fs) - 1): Uint8Array | undefined {
  let wanted = path;
  for (let links = 0; links < MAX_LINKS; links += 1) {
    const node = fs.paths.findPath(encodeUtf8(wanted));
    const version = node < 0 ? -1 : versionAt(fs, node, layer);
    if (version < 0) return undefined;
    const source = fs.payload[version]!;
    const row = fs.row[source]!;
    if (fs.type[version] !== EntryType.symlink) return image.layers[fs.born[source]!]?.kept?.get(row);
    wanted = target(wanted, decodeUtf8(linkBytes(fs.tables[fs.born[source]!]!, row)));
  }
  return undefined;
}

/** Where a link of a path leads. */
function target(path: string, link: string): string {
  const parts = link.startsWith('/') ? [] : path.split('/').slice(0, -1);
  for (const part of link.split('/')) {
    if (part === '..') parts.pop();
    else if (part !== '' && part !== '.') parts.push(part);
  }
  return parts.join('/');
}

/** Where a path or the name of a program leads to in the root file system. */
import { decodeUtf8, encodeUtf8 } from '../../bytes/text';
import { EntryType, linkBytes } from '../../image/layer-table';
import type { Image } from '../../image/image';
import { layerCount, versionAt, type RootFs } from '../../image/root-fs';

export interface Place {
  readonly node: number;
  readonly layer: number;
  readonly row: number;
}

/** The file that a name stands for when the container starts it: by PATH, or from the working directory. */
export function findProgram({ config }: Pick<Image, 'config'>, fs: RootFs, program: string): Place | undefined {
  const folders = config.env?.find((each) => each.startsWith('PATH='))?.slice(5).split(':') ?? ['/usr/local/bin', '/usr/bin', '/bin'];
  const absolute = program.startsWith('/') ? program : `${config.workingDir ?? ''}/${program}`;
  for (const path of program.includes('/') ? [absolute] : folders.map((folder) => `${folder}/${program}`)) {
    const place = findFile(fs, path.replace(/^\/+/, '').replace(/\/\.\//g, '/'));
    if (place !== undefined) return place;
  }
  return undefined;
}

/** Where a path's content lies, links of the path itself and of its folders followed. */
export function findFile(fs: RootFs, path: string): Place | undefined {
  const last = layerCount(fs) - 1;
  let parts = path.split('/').filter((part) => part !== '' && part !== '.');
  for (let links = 0; links < 20; links += 1) {
    let jumped = false;
    for (let depth = 1; depth <= parts.length; depth += 1) {
      const node = fs.paths.findPath(encodeUtf8(parts.slice(0, depth).join('/')));
      const version = node < 0 ? -1 : versionAt(fs, node, last);
      if (version < 0) return undefined;
      const source = fs.payload[version]!;
      if (fs.type[version] === EntryType.symlink) {
        const link = decodeUtf8(linkBytes(fs.tables[fs.born[source]!]!, fs.row[source]!));
        parts = [...(link.startsWith('/') ? [] : parts.slice(0, depth - 1)), ...link.split('/'), ...parts.slice(depth)];
        parts = resolved(parts);
        jumped = true;
        break;
      }
      if (depth === parts.length) return fs.row[source]! < 0 ? undefined : { node, layer: fs.born[source]!, row: fs.row[source]! };
    }
    if (!jumped) return undefined;
  }
  return undefined;
}

function resolved(parts: readonly string[]): string[] {
  const result: string[] = [];
  for (const part of parts) {
    if (part === '..') result.pop();
    else if (part !== '' && part !== '.') result.push(part);
  }
  return result;
}

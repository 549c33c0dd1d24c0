/** What an image without shell and package manager would lack, and which of its own start-up scripts need them. */
import type { LayerScanner } from '../../archive/scanner';
import { decodeUtf8, encodeUtf8 } from '../../bytes/text';
import { EntryType, linkBytes } from '../../image/layer-table';
import type { Image } from '../../image/image';
import { layerCount, versionAt, type RootFs } from '../../image/root-fs';
import { maskCommand } from '../../report/secrets';

export interface DistrolessLoss {
  readonly shell?: string;
  readonly packageManager?: string;
  /** What of the start-up needs a shell, in plain words. */
  readonly neededBy: readonly string[];
}

const SHELLS = ['bin/sh', 'usr/bin/sh', 'bin/bash', 'usr/bin/bash', 'bin/ash'];
const MANAGERS = ['usr/bin/apt-get', 'usr/bin/dpkg', 'sbin/apk', 'usr/bin/microdnf', 'usr/bin/dnf', 'usr/bin/yum', 'usr/bin/zypper', 'bin/rpm', 'usr/bin/rpm'];

/** Looks for both, and reads the first line of the program that the image starts. */
export async function distrolessLoss(image: Image, fs: RootFs, scanner: LayerScanner | undefined): Promise<DistrolessLoss> {
  const shell = SHELLS.find((path) => find(fs, path) !== undefined);
  const packageManager = MANAGERS.find((path) => find(fs, path) !== undefined);
  const neededBy: string[] = [];
  const { entrypoint = [], cmd = [], healthcheck } = image.config;
  const parts = [['ENTRYPOINT', entrypoint], ['CMD', entrypoint.length === 0 ? cmd : []]] as const;
  for (const [what, words] of parts) {
    const [program] = words;
    if (program === undefined) continue;
    if (/(?:^|\/)(?:ba|da|a|z|k)?sh$/.test(program)) {
      neededBy.push(`${what} runs ${words[1] === '-c' ? 'a command line' : program}: ${shown(words.join(' '))}`);
      continue;
    }
    const line = scanner === undefined ? undefined : await firstLine(image, fs, scanner, program);
    if (line !== undefined && /^#!.*\b(?:ba|da|a|z|k)?sh\b/.test(line)) neededBy.push(`${program} is a script of ${line.slice(2).trim()}`);
  }
  if (healthcheck?.test?.[0] === 'CMD-SHELL') neededBy.push(`HEALTHCHECK runs a command line: ${shown(healthcheck.test[1] ?? '')}`);
  return {
    ...(shell === undefined ? {} : { shell: `/${shell}` }), ...(packageManager === undefined ? {} : { packageManager: `/${packageManager}` }), neededBy,
  };
}

/** Short, and without what looks like a secret: the plan is shared more readily than a configuration. */
function shown(command: string): string {
  return maskCommand(command).text.slice(0, 120);
}

async function firstLine(image: Image, fs: RootFs, scanner: LayerScanner, program: string): Promise<string | undefined> {
  const folders = image.config.env?.find((each) => each.startsWith('PATH='))?.slice(5).split(':') ?? ['/usr/local/bin', '/usr/bin', '/bin'];
  const absolute = program.startsWith('/') ? program : `${image.config.workingDir ?? ''}/${program}`;
  const paths = program.includes('/') ? [absolute] : folders.map((folder) => `${folder}/${program}`);
  for (const path of paths) {
    const place = find(fs, path.replace(/^\/+/, '').replace(/\/\.\//g, '/'));
    const layer = place === undefined ? undefined : image.layers[place.layer];
    if (place === undefined || layer?.table === undefined) continue;
    const read = await scanner.readRows(layer, layer.table, Uint32Array.of(place.row), 200);
    const head = read.ok ? read.value[0] : undefined;
    return head === undefined ? undefined : decodeUtf8(head).split('\n', 1)[0];
  }
  return undefined;
}

/** Where a path's content lies, links of the path itself and of its folders followed. */
function find(fs: RootFs, path: string): { readonly layer: number; readonly row: number } | undefined {
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
      if (depth === parts.length) return fs.row[source]! < 0 ? undefined : { layer: fs.born[source]!, row: fs.row[source]! };
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

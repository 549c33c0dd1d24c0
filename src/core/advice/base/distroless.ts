/** What an image without shell and package manager would lack, and which of its own start-up scripts need them. */
import type { LayerScanner } from '../../archive/scanner';
import { decodeUtf8 } from '../../bytes/text';
import type { Image } from '../../image/image';
import type { RootFs } from '../../image/root-fs';
import { maskCommand } from '../../report/secrets';
import { findFile, findProgram } from '../start/find-program';

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
  const shell = SHELLS.find((path) => findFile(fs, path) !== undefined);
  const packageManager = MANAGERS.find((path) => findFile(fs, path) !== undefined);
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
  const place = findProgram(image, fs, program);
  const layer = place === undefined ? undefined : image.layers[place.layer];
  if (place === undefined || layer?.table === undefined) return undefined;
  const read = await scanner.readRows(layer, layer.table, Uint32Array.of(place.row), 200);
  const head = read.ok ? read.value[0] : undefined;
  return head === undefined ? undefined : decodeUtf8(head).split('\n', 1)[0];
}

/** Packages whose programs a container starts by itself: named in its command lines, its health check, or the script that it begins with. */
import type { LayerScanner } from '../../archive/scanner';
import { decodeUtf8 } from '../../bytes/text';
import type { Image } from '../../image/image';
import type { RootFs } from '../../image/root-fs';
import { isBuildTool } from '../../packages/build-tools';
import type { PackageRecord } from '../../packages/package';
import type { PackageIndex } from '../../packages/package-index';
import { findProgram, type Place } from './find-program';

/** Scripts that are read, and bytes of each: who starts a program does so early. */
const MOST_SCRIPTS = 4;
const SCRIPT_BYTES = 64 * 1024;
/** Words of one command line or script that are looked up. */
const MOST_WORDS = 5_000;

/**
 * Every word that names a program counts, wherever it stands: a package too many is kept rather than one too few, but for build tools in
 * scripts. Without `scanner` no script is read.
 */
export async function startedPackages(image: Image, fs: RootFs, packages: PackageIndex, scanner: LayerScanner | undefined): Promise<ReadonlySet<PackageRecord>> {
  const { entrypoint = [], cmd = [], healthcheck } = image.config;
  const started = new Set<PackageRecord>();
  const scripts: Place[] = [];
  const look = (words: Iterable<string>, called?: ReadonlySet<string>): void => {
    for (const word of words) {
      const place = findProgram(image, fs, word);
      if (place === undefined) continue;
      const owner = packages.packages[packages.owner[place.node]!];
      // `as` and `make` are words of every message: tools count where a command begins.
      if (owner !== undefined && (called === undefined || called.has(word) || !isBuildTool(owner.name))) started.add(owner);
      else if (owner === undefined) scripts.push(place);
    }
  };
  look([...entrypoint, ...cmd, ...(healthcheck?.test ?? [])].flatMap((text) => [text, ...wordsOf(text)]));
  for (const { layer: index, row } of scripts.slice(0, scanner === undefined ? 0 : MOST_SCRIPTS)) {
    const layer = image.layers[index];
    if (layer?.table === undefined) continue;
    const read = await scanner!.readRows(layer, layer.table, Uint32Array.of(row), SCRIPT_BYTES);
    const head = read.ok ? read.value[0] : undefined;
    if (head === undefined || head[0] !== HASH || head[1] !== BANG) continue;
    const text = decodeUtf8(head);
    look(wordsOf(text), calledIn(text));
  }
  return started;
}

const HASH = 0x23;
const BANG = 0x21;

/** The words of a shell's text; those of comments are left out, those of the first line are not. */
function wordsOf(text: string): ReadonlySet<string> {
  const words = text.replace(/^#!/, ' ').replace(/(^|\s)#.*$/gm, ' ').split(/[\s;&|<>(){}$`"'=,]+/, MOST_WORDS);
  return new Set(words.filter((word) => /^[\w./+-]*[\w+]$/.test(word)));
}

/** Words of a script that stand where a command begins. */
function calledIn(text: string): ReadonlySet<string> {
  const begins = /(?:^|[;&|({`!]|\b(?:exec|then|do|else|elif|if|while|until|env|nohup|time|command|sudo))[ \t]*(?:\w+=\S*[ \t]+)*([\w./+-]+)/gm;
  return new Set(Array.from(text.matchAll(begins), ([, word = '']) => word));
}

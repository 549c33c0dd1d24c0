/** What in an image is linked against glibc and would have to be built again on Alpine: ELF files that no distribution package brought, and wheels. */
import type { LayerScanner } from '../../archive/scanner';
import { latin1 } from '../../bytes/latin1';
import { decodeUtf8 } from '../../bytes/text';
import type { Image } from '../../image/image';
import { ALIVE, payloads, type RootFs } from '../../image/root-fs';
import type { PackageIndex } from '../../packages/package-index';

export interface GlibcFiles {
  readonly binaries: number;
  readonly wheels: number;
  /** The first of both, for people. */
  readonly names: readonly string[];
}

/** Files that are looked into, and bytes of each: the interpreter and the names of needed libraries stand near the beginning. */
const MAX_FILES = 2_000;
const HEAD_BYTES = 48 * 1024;
const NAMES = 12;
/** Names of what may be executable and is no ELF file. */
const TEXT = /\.(?:py|sh|js|mjs|rb|pl|php|txt|md|json|html|css|ts)$/;

/**
 * Reads the beginnings of candidates: executables and shared objects outside distribution packages, and the WHEEL files of Python. As many
 * layers at once as the scanner can; `onProgress` is told the share of their stored bytes that has been passed.
 */
export async function findGlibcFiles(
  image: Image, fs: RootFs, packages: PackageIndex, scanner: LayerScanner, ownFrom: number, onProgress: (share: number) => Promise<void> | void = () => {},
): Promise<GlibcFiles> {
  const candidates = new Map<number, { readonly rows: number[]; readonly paths: string[] }>();
  let count = 0;
  for (const payload of payloads(fs)) {
    const layer = fs.born[payload]!;
    if (fs.died[payload] !== ALIVE || layer < ownFrom || count >= MAX_FILES) continue;
    const node = fs.node[payload]!;
    const owner = packages.packages[packages.owner[node]!];
    if (owner !== undefined && (owner.manager === 'dpkg' || owner.manager === 'rpm' || owner.manager === 'apk')) continue;
    const table = fs.tables[layer]!;
    const row = fs.row[payload]!;
    const path = latin1(fs.paths.pathOf(node));
    const wheel = /\.dist-info\/WHEEL$/.test(path);
    const executable = (table.mode[row]! & 0o111) !== 0 && !TEXT.test(path);
    const binary = table.size[row]! > 512 && (executable || /\.so(?:\.[\d.]+)?$|\.node$/.test(path));
    if (!wheel && !binary) continue;
    let list = candidates.get(layer);
    if (list === undefined) candidates.set(layer, (list = { rows: [], paths: [] }));
    list.rows.push(row);
    list.paths.push(path);
    count += 1;
  }
  let binaries = 0;
  let wheels = 0;
  const names: string[] = [];
  const storedBytes = [...candidates.keys()].reduce((sum, index) => sum + image.layers[index]!.storedBytes, 0);
  const read = new Map<number, readonly (Uint8Array | undefined)[]>();
  // The largest layers first: the last one to begin decides when all are done.
  const waiting = [...candidates].sort(([a], [b]) => image.layers[a]!.storedBytes - image.layers[b]!.storedBytes);
  let passed = 0;
  const readNext = async (): Promise<void> => {
    for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
      const [index, { rows }] = next;
      const layer = image.layers[index]!;
      const heads = await scanner.readRows(layer, layer.table!, Uint32Array.from(rows), HEAD_BYTES);
      if (heads.ok) read.set(index, heads.value);
      passed += layer.storedBytes;
      await onProgress(storedBytes === 0 ? 1 : passed / storedBytes);
    }
  };
  await onProgress(0);
  await Promise.all(Array.from({ length: Math.max(1, Math.min(scanner.parallelism, waiting.length)) }, readNext));
  for (const [index, { paths }] of candidates) {
    read.get(index)?.forEach((head, at) => {
      const path = paths[at]!;
      if (head === undefined) return;
      if (path.endsWith('/WHEEL')) {
        if (!/^Tag:.*-(?:many)?linux(?:_|\d)/m.test(decodeUtf8(head))) return;
        wheels += 1;
        if (names.length < NAMES) names.push(/([^/]+)\.dist-info\/WHEEL$/.exec(path)?.[1] ?? path);
      } else if (linkedAgainstGlibc(head)) {
        binaries += 1;
        if (names.length < NAMES) names.push(path);
      }
    });
  }
  return { binaries, wheels, names };
}

/** An ELF file that names glibc's loader, or needs `libc.so.6`, in what was read of it. */
export function linkedAgainstGlibc(head: Uint8Array): boolean {
  if (head.length < 64 || head[0] !== 0x7f || head[1] !== 0x45 || head[2] !== 0x4c || head[3] !== 0x46) return false;
  const text = latin1(head);
  return /\/ld-linux[-\w.]*\.so|\/ld64\.so\.\d|libc\.so\.6\0|GLIBC_2\./.test(text);
}

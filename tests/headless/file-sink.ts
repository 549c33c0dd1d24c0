/** The `ByteSink` of Node: a file that gets its name only once it is whole. */
import { writeSync } from 'node:fs';
import { open, rename, rm, stat } from 'node:fs/promises';
import { failure, success, type Outcome } from '../../src/core/problem';
import type { ByteSink } from '../../src/core/writer/byte-sink';

/** As `openFileSink`; a file that cannot be written is a problem of the user's. */
export async function outputFile(path: string): Promise<Outcome<ByteSink>> {
  try {
    return success(await openFileSink(path));
  } catch (error) {
    const reason = (error as NodeJS.ErrnoException).code ?? 'unknown';
    const message = `The file ${JSON.stringify(path)} cannot be written (${reason}).`;
    return failure({ kind: 'output-refused', message, advice: 'Check the folder and your permission to write to it.', where: { file: path } });
  }
}

/**
 * Writes to `PATH.part` and renames that to `PATH` at the end. Rejects with the error of `fs` when it cannot be opened, and for
 * folders, devices and pipes, which the renaming would fail on or replace.
 */
export async function openFileSink(path: string): Promise<ByteSink> {
  if (path === '') throw Object.assign(new Error('The name is empty'), { code: 'its name is empty' });
  const there = await stat(path).catch(() => undefined);
  if (there !== undefined && !there.isFile()) throw Object.assign(new Error(`${path} is no regular file`), { code: 'not a regular file' });
  const draft = `${path}.part`;
  const handle = await open(draft, 'w');
  return {
    // Without the thread pool: see file-source.ts.
    write: (chunk) => new Promise((resolve) => {
      for (let at = 0; at < chunk.length; ) at += writeSync(handle.fd, chunk, at, chunk.length - at);
      resolve();
    }),
    async close() {
      await handle.close();
      await rename(draft, path);
    },
    async abort() {
      await handle.close().catch(() => undefined);
      await rm(draft, { force: true });
    },
  };
}

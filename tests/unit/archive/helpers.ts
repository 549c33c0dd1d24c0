/** Sources that take each chunk away, small archives by an independent writer, and tables as plain rows. */
import { readFileSync } from 'node:fs';
import { TarWriter } from '@gera2ld/tarjs';
import type { ByteSource } from '../../../src/core/bytes/byte-source';
import { escapePath } from '../../../src/core/bytes/text';
import { linkBytes, pathBytes, type ScannedTable } from '../../../src/core/image/layer-table';
import type { Outcome, Problem } from '../../../src/core/problem';
import { transferringSource } from '../bytes/helpers';

export function fixture(path: string): Uint8Array<ArrayBuffer> {
  return new Uint8Array(readFileSync(new URL(`../../fixtures/${path}`, import.meta.url)));
}

/** Every chunk is taken away when the next one is asked for, so that whoever keeps a view of it, or asks for its length, is found out. */
export function source(bytes: Uint8Array, name = 'test.tar', chunkSize = 1 << 16): ByteSource {
  return { ...transferringSource(bytes, chunkSize), name };
}

/** A tar written by @gera2ld/tarjs; names end in a slash for folders. */
export async function tarOf(members: Readonly<Record<string, string | Uint8Array<ArrayBuffer>>>): Promise<Uint8Array<ArrayBuffer>> {
  const writer = new TarWriter();
  for (const [name, data] of Object.entries(members)) {
    if (name.endsWith('/')) writer.addFolder(name);
    else writer.addFile(name, data);
  }
  return new Uint8Array(await (await writer.write()).arrayBuffer());
}

/** A docker-archive of layers given as tars; `config` replaces the usual one. */
export async function dockerArchive(layers: readonly Uint8Array<ArrayBuffer>[], config?: unknown): Promise<Uint8Array<ArrayBuffer>> {
  const names = layers.map((_, index) => `l${index}.tar`);
  const usual = {
    architecture: 'amd64', os: 'linux', config: {}, rootfs: { type: 'layers', diff_ids: names.map(() => `sha256:${'0'.repeat(64)}`) },
    history: names.map((name) => ({ created_by: `made ${name}` })),
  };
  return tarOf({
    ...Object.fromEntries(layers.map((layer, index) => [names[index]!, layer])),
    'c.json': typeof config === 'string' ? config : JSON.stringify(config ?? usual),
    'manifest.json': JSON.stringify([{ Config: 'c.json', RepoTags: ['test:1'], Layers: names }]),
  });
}

/** A header's checksum, after a test has changed its bytes. */
export function fixChecksum(tar: Uint8Array, at: number): void {
  tar.fill(0x20, at + 148, at + 156);
  let sum = 0;
  for (let i = at; i < at + 512; i += 1) sum += tar[i]!;
  tar.set(new TextEncoder().encode(`${sum.toString(8).padStart(6, '0')}\0 `), at + 148);
}

export function paths(table: ScannedTable): string[] {
  return Array.from({ length: table.count }, (_, row) => escapePath(pathBytes(table, row)));
}

export function rowOf(table: ScannedTable, path: string): number {
  const row = paths(table).indexOf(path);
  if (row < 0) throw new Error(`no row for ${path}`);
  return row;
}

export function linkOf(table: ScannedTable, path: string): string {
  return escapePath(linkBytes(table, rowOf(table, path)));
}

export function valueOf<T>(outcome: Outcome<T>): T {
  if (!outcome.ok) throw new Error(`${outcome.problem.kind}: ${outcome.problem.message}`);
  return outcome.value;
}

export function problemIn(outcome: Outcome<unknown>): Problem {
  if (outcome.ok) throw new Error('expected a problem');
  return outcome.problem;
}

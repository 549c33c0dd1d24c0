/** Archives made for one test: members taken out of the fixtures, changed, and written again by an independent tar writer. */
import { createHash } from 'node:crypto';
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { TarWriter } from '@gera2ld/tarjs';

export interface Member {
  readonly name: string;
  readonly content: Uint8Array;
  /** Where the content begins in the archive. */
  readonly offset: number;
}

export function fixturePath(name: string): string {
  return fileURLToPath(new URL(`../fixtures/images/${name}`, import.meta.url));
}

export function fixture(name: string): Uint8Array<ArrayBuffer> {
  return new Uint8Array(readFileSync(fixturePath(name)));
}

/** Members of a plain ustar archive whose names are short: all that the fixtures need. */
export function membersOf(tar: Uint8Array): Member[] {
  const text = (from: number, length: number): string => new TextDecoder().decode(tar.subarray(from, from + length)).replace(/\0.*$/s, '');
  const members: Member[] = [];
  for (let at = 0; at + 512 <= tar.length && tar[at] !== 0; ) {
    const size = Number.parseInt(text(at + 124, 12), 8);
    members.push({ name: text(at, 100), content: tar.subarray(at + 512, at + 512 + size), offset: at + 512 });
    at += 512 + Math.ceil(size / 512) * 512;
  }
  return members;
}

export async function tarOf(members: readonly { readonly name: string; readonly content: Uint8Array | string }[]): Promise<Uint8Array> {
  const writer = new TarWriter();
  for (const { name, content } of members) writer.addFile(name, typeof content === 'string' ? content : content.slice().buffer);
  return new Uint8Array(await (await writer.write()).arrayBuffer());
}

/** A tar whose names are bytes and of any length (GNU's long names); ended by `/`, one is a directory. Independent writers take text only. */
export function rawTar(members: readonly { readonly name: Uint8Array; readonly content?: string }[]): Uint8Array {
  const parts: Uint8Array[] = [];
  const add = (name: Uint8Array, type: string, content: Uint8Array): void => {
    const header = new Uint8Array(512);
    const put = (at: number, value: string): void => header.set(new TextEncoder().encode(value), at);
    header.set(name.subarray(0, 100));
    put(100, '0000644\0' + '0000000\0'.repeat(2) + `${content.length.toString(8).padStart(11, '0')}\0` + '00000000000\0' + '        ' + type);
    put(257, 'ustar  \0');
    put(148, `${header.reduce((sum, byte) => sum + byte, 0).toString(8).padStart(6, '0')}\0 `);
    parts.push(header, content, new Uint8Array((512 - (content.length % 512)) % 512));
  };
  for (const { name, content = '' } of members) {
    if (name.length > 100) add(new TextEncoder().encode('././@LongLink'), 'L', Uint8Array.of(...name, 0));
    add(name, name.at(-1) === 0x2f ? '5' : '0', new TextEncoder().encode(content));
  }
  return new Uint8Array(Buffer.concat([...parts, new Uint8Array(1024)]));
}

/** An image of these layers as `docker save` writes it. */
export async function imageOfLayers(file: string, layers: readonly { readonly tar: Uint8Array; readonly command: string }[], tag: string, architecture = 'amd64'): Promise<string> {
  const digest = (bytes: Uint8Array | string): string => createHash('sha256').update(bytes).digest('hex');
  const config = JSON.stringify({
    architecture, os: 'linux', config: { Cmd: ['/app/run.sh'], WorkingDir: '/app' },
    rootfs: { type: 'layers', diff_ids: layers.map(({ tar }) => `sha256:${digest(tar)}`) }, history: layers.map(({ command }) => ({ created_by: command })),
  });
  const manifest = [{ Config: `${digest(config)}.json`, RepoTags: [tag], Layers: layers.map((_, index) => `${index}.tar`) }];
  return saved(file, await tarOf([
    ...layers.map(({ tar }, index) => ({ name: `${index}.tar`, content: tar })), { name: `${digest(config)}.json`, content: config }, { name: 'manifest.json', content: JSON.stringify(manifest) },
  ]));
}

/** A copy with one byte changed. */
export function flipped(bytes: Uint8Array, at: number): Uint8Array {
  const copy = bytes.slice();
  copy[at] = (copy[at] ?? 0) ^ 0xff;
  return copy;
}

/** Writes a file into a folder of its own, so that the page and the headless engine read the same. */
export function saved(name: string, bytes: Uint8Array): string {
  const path = join(mkdtempSync(join(tmpdir(), 'plimsoll-e2e-')), name);
  writeFileSync(path, bytes);
  return path;
}

/** An image of two layers, as `docker save` writes it: an empty base, and the files as COPY brought them; or the flat tar of the files. */
export async function imageOf(name: string, files: Readonly<Record<string, string>>, options: { readonly flat?: boolean; readonly architecture?: string } = {}): Promise<string> {
  const layer = await tarOf(Object.entries(files).map(([path, content]) => ({ name: path, content })));
  if (options.flat === true) return saved(name, layer);
  const base = await tarOf([{ name: 'etc/base', content: 'base' }]);
  return imageOfLayers(name, [{ tar: base, command: 'ADD base.tar /' }, { tar: layer, command: 'COPY . /' }], `e2e/${name.replace(/\W.*$/, '')}:1`, options.architecture);
}

/** Two images of as many files as asked for, made anew for a benchmark: packages of JavaScript and Python as they lie on a disk. */
import { createHash } from 'node:crypto';
import { closeSync, openSync, writeSync } from 'node:fs';
import { bytesOf, tarMember } from '../fuzz/tar-writer';

/** Files of one package, in two folders. */
const FILES = 15;
/** Bytes that are written at a time. */
const PORTION = 1 << 22;

/**
 * Writes two archives of `files` regular files each, in one layer: of the first, one package in ten is missing in the second, one is there in
 * another version, and one is new in it. Answers when both are on disk.
 */
export function writeLargePair(before: string, after: string, files: number): void {
  const packages = Math.ceil(files / FILES);
  writeImage(before, Array.from({ length: packages }, (_, index) => ({ index, version: 1 })));
  const kept = Array.from({ length: packages }, (_, index) => ({ index, version: index % 10 === 4 ? 2 : 1 })).filter(({ index }) => index % 10 !== 7);
  writeImage(after, [...kept, ...Array.from({ length: packages - kept.length }, (_, index) => ({ index: packages + index, version: 1 }))]);
}

interface Package {
  readonly index: number;
  readonly version: number;
}

function writeImage(path: string, packages: readonly Package[]): void {
  const layer = [member('srv/', ''), member('srv/app.js', "require('package-0');\n"), member('srv/node_modules/', ''), member('usr/lib/python3/dist-packages/', '')];
  for (const each of packages) layer.push(...(each.index % 3 === 0 ? pythonPackage(each) : nodePackage(each)));
  const size = layer.reduce((sum, { length }) => sum + length, 1024);
  const diffId = createHash('sha256');
  for (const bytes of layer) diffId.update(bytes);
  diffId.update(Buffer.alloc(1024));
  const config = bytesOf(JSON.stringify({
    architecture: 'amd64', os: 'linux', config: { Cmd: ['node', '/srv/app.js'], WorkingDir: '/srv' },
    rootfs: { type: 'layers', diff_ids: [`sha256:${diffId.digest('hex')}`] }, history: [{ created_by: 'COPY . /' }],
  }));
  const manifest = bytesOf(JSON.stringify([{ Config: 'config.json', RepoTags: null, Layers: ['layer.tar'] }]));
  const file = openSync(path, 'w');
  try {
    const parts = [tarMember({ name: bytesOf('config.json'), content: config }), tarMember({ name: bytesOf('manifest.json'), content: manifest }), tarMember({ name: bytesOf('layer.tar'), size }), ...layer];
    let waiting: Buffer[] = [];
    let bytes = 0;
    for (const part of [...parts, Buffer.alloc(1024 + ((512 - (size % 512)) % 512)), Buffer.alloc(1024)]) {
      waiting.push(part);
      bytes += part.length;
      if (bytes < PORTION) continue;
      writeSync(file, Buffer.concat(waiting));
      [waiting, bytes] = [[], 0];
    }
    writeSync(file, Buffer.concat(waiting));
  } finally {
    closeSync(file);
  }
}

function nodePackage({ index, version }: Package): Buffer[] {
  const folder = `srv/node_modules/package-${index}`;
  const members = [member(`${folder}/`, ''), member(`${folder}/lib/`, ''), member(`${folder}/package.json`, JSON.stringify({ name: `package-${index}`, version: `${version}.0.0`, main: 'lib/part-0.js' }))];
  for (let part = 0; part < FILES - 1; part += 1) {
    members.push(member(`${folder}/lib/part-${part}.js`, `// ${version}\nconst next = require('./part-${(part + 1) % (FILES - 1)}');\nmodule.exports = require('package-${index + 1}');\n`));
  }
  return members;
}

function pythonPackage({ index, version }: Package): Buffer[] {
  const folder = `usr/lib/python3/dist-packages/package_${index}`;
  const members = [member(`${folder}/`, ''), member(`${folder}-${version}.dist-info/`, ''), member(`${folder}-${version}.dist-info/METADATA`, `Metadata-Version: 2.1\nName: package_${index}\nVersion: ${version}\n`)];
  for (let part = 0; part < FILES - 1; part += 1) members.push(member(`${folder}/${part === 0 ? '__init__' : `part_${part}`}.py`, `VERSION = ${version}\nfrom . import part_${part + 1}\nimport package_${index + 3}\n`));
  return members;
}

function member(name: string, text: string): Buffer {
  return tarMember({ name: bytesOf(name), content: bytesOf(text), ...(name.endsWith('/') && { typeFlag: '5', mode: 0o755 }) });
}

/** What each package manager's database says, read from text and from a database that rpm itself wrote. */
import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { readApkInstalled } from '../../../src/core/packages/apk';
import { isBuildTool } from '../../../src/core/packages/build-tools';
import { PackedLines, packLines } from '../../../src/core/bytes/packed-lines';
import { isListedPath, readDpkgStatus, readMd5sums, readRelations } from '../../../src/core/packages/dpkg';
import { KINDS, kindOf } from '../../../src/core/packages/kinds';
import { readNodePackage } from '../../../src/core/packages/node';
import type { ReadPackage } from '../../../src/core/packages/package';
import { readPythonRecord } from '../../../src/core/packages/python';
import { rpmBlobs } from '../../../src/core/packages/rpm-database';
import { readRpmHeader } from '../../../src/core/packages/rpm-header';

const database = (name: string): Uint8Array => new Uint8Array(gunzipSync(readFileSync(new URL(`../../fixtures/packages/${name}.gz`, import.meta.url))));
const rpmdb = database('rpmdb.sqlite');

/** What a package owns, all at once. */
const withFiles = (read: ReadPackage) => ({ ...read, files: [...read.files] });

describe('dpkg', () => {
  const status = [
    'Package: adduser\nStatus: install ok installed\nPriority: important\nInstalled-Size: 686\nArchitecture: all\nVersion: 3.134\nDepends: passwd (>= 1:4.17), libc6:any | musl\nRecommends: cron\nDescription: text\n more: text\n .\n',
    'Package: gone\nStatus: deinstall ok config-files\nVersion: 1\n',
    'Package: libc6\nStatus: install ok installed\nEssential: yes\nArchitecture: amd64\nVersion: 2.36-9\nSource: glibc (2.36)\n',
  ].join('\n');
  it('lists what is installed, with files, needs and recommendations', () => {
    const records = [...readDpkgStatus(status, (name, architecture) => (name === 'libc6' && architecture === 'amd64' ? ['lib/x.so'] : undefined))];
    expect(records).toMatchObject([
      { record: { name: 'adduser', version: '3.134', depends: ['passwd', 'libc6|musl'], recommends: ['cron'], statedBytes: 702_464, essential: false }, files: [] },
      { record: { name: 'libc6', source: 'glibc', essential: true }, files: ['lib/x.so'] },
    ]);
  });
  it.each([
    ['install ok installed', true], ['hold ok installed', true], ['install ok unpacked', true], ['install ok half-configured', true], ['install ok triggers-pending', true],
    ['install reinstreq half-installed', false], ['unknown ok not-installed', false], ['deinstall ok config-files', false],
  ])('has the files of a package that is %s: %s', (state, there) => {
    expect([...readDpkgStatus(`Package: a\nStatus: ${state}\nVersion: 1\n`, () => undefined)]).toHaveLength(there ? 1 : 0);
  });
  it('reads lists, distroless md5sums and relations', () => {
    const listed: string[] = [];
    for (const lines = new PackedLines(packLines(Buffer.from('/.\n/usr\n\n/\nno path\n/usr/bin/a b\n/.x\n/end'))); lines.next(); ) {
      if (isListedPath(lines)) listed.push(Buffer.from(lines.line.subarray(0, lines.length)).toString());
    }
    expect(listed).toEqual(['/usr', '/', '/usr/bin/a b', '/.x', '/end']);
    expect([...readMd5sums('d41d8cd98f00b204e9800998ecf8427e  etc/nsswitch.conf\nbad\n')]).toEqual(['etc/nsswitch.conf']);
    expect(readRelations('a (= 1), b [amd64] | c:any <!nocheck>,,')).toEqual(['a', 'b|c']);
    expect(readRelations(undefined)).toEqual([]);
  });
});

describe('apk', () => {
  it('joins folders and files, drops version constraints and conflicts', () => {
    const text = 'C:Q1x\nP:musl\nV:1.2.4-r2\nA:x86_64\nI:622592\no:musl\nD:so:x>=1 !bad\np:so:libc.musl-x86_64.so.1=1\nF:lib\nR:ld-musl-x86_64.so.1\nZ:Q1\nF:\nR:top\n\nP:b\nV:1\n';
    expect(Array.from(readApkInstalled(text), withFiles)).toMatchObject([
      { record: { name: 'musl', version: '1.2.4-r2', depends: ['so:x'], provides: ['so:libc.musl-x86_64.so.1'], statedBytes: 622_592 }, files: ['lib/ld-musl-x86_64.so.1', 'top'] },
      { record: { name: 'b' }, files: [] },
    ]);
  });
});

describe('rpm', () => {
  const packages = (bytes: Uint8Array) => Array.from(rpmBlobs(bytes) ?? [], readRpmHeader).flatMap((read) => (read === undefined ? [] : [withFiles(read)]));
  it('reads the database that rpm wrote, overflow pages included', () => {
    const [read] = packages(rpmdb);
    expect(read?.record).toMatchObject({ manager: 'rpm', name: 'hello-plimsoll', version: '1:1.2-3', architecture: 'noarch' });
    expect(read?.files).toHaveLength(402);
    expect(read?.files).toContain('usr/share/hello/file-number-400.txt');
    expect(read?.record.depends).toContain('bash');
    expect(read?.record.provides).toContain('greeting');
  });
  it('reads the same blob out of an ndb database', () => {
    const [blob = new Uint8Array()] = rpmBlobs(rpmdb) ?? [];
    const ndb = new Uint8Array(4096 + 16 + blob.length + 16);
    const view = new DataView(ndb.buffer);
    ndb.set([0x52, 0x70, 0x6d, 0x50]);
    view.setUint32(12, 1, true);
    ndb.set([0x53, 0x6c, 0x6f, 0x74], 32);
    view.setUint32(36, 1, true);
    view.setUint32(40, 4096 / 16, true);
    ndb.set([0x42, 0x6c, 0x62, 0x53], 4096);
    view.setUint32(4096 + 12, blob.length, true);
    ndb.set(blob, 4096 + 16);
    expect(packages(ndb)).toMatchObject([{ record: { name: 'hello-plimsoll' } }]);
  });
  it.each(['Packages-little', 'Packages-big'])('reads the same packages out of a Berkeley DB: %s', (name) => {
    const byName = (bytes: Uint8Array) => packages(bytes).sort((a, b) => (a.record.name < b.record.name ? -1 : 1));
    expect(byName(database(name))).toEqual([...byName(rpmdb), ...byName(database('rpmdb-weak.sqlite'))].sort((a, b) => (a.record.name < b.record.name ? -1 : 1)));
  });
  it('of cells that all claim the whole file reads no more than the file holds', () => {
    const pages = new Uint8Array(512 * 200);
    const view = new DataView(pages.buffer);
    pages.set(new TextEncoder().encode('SQLite format 3\0'));
    view.setUint16(16, 512);
    // The schema: one row, whose five columns name a table with its root on page 2.
    const columns = [...'table', ...'Packages', ...'Packages'].map((char) => char.charCodeAt(0));
    const record = [6, 2 * 5 + 13, 2 * 8 + 13, 2 * 8 + 13, 1, 13, ...columns, 2];
    pages.set([record.length, 1, ...record], 300);
    pages.set([13, 0, 0, 0, 1, 0, 0, 0], 100);
    view.setUint16(108, 300);
    // Page 2 is all cells, each of a blob in 100,000 bytes that it does not have.
    pages.set([13, 0, 0, 0, 100, 0, 0, 0], 512);
    for (let cell = 0; cell < 100; cell += 1) view.setUint16(512 + 8 + 2 * cell, 400);
    pages.set([0x86, 0x8d, 0x20, 1, 4, 0, 0x81, 0x54], 512 + 400);
    expect([...(rpmBlobs(pages) ?? [])]).toHaveLength(1);
  });
  it.each(['rpmdb.sqlite', 'Packages-little', 'Packages-big'])('survives every truncation and many flipped bytes: %s', (name) => {
    const rpmdb = database(name);
    for (let cut = 0; cut < rpmdb.length; cut += 997) expect(() => packages(rpmdb.slice(0, cut))).not.toThrow();
    for (let at = 0; at < rpmdb.length; at += 331) {
      const damaged = rpmdb.slice();
      damaged[at]! ^= 0xff;
      expect(() => packages(damaged)).not.toThrow();
    }
  });
  it('refuses what is no database it knows', () => {
    expect(rpmBlobs(new Uint8Array(200))).toBeUndefined();
  });
});

describe('languages', () => {
  it('reads RECORD with quoted paths and files outside site-packages', () => {
    const read = readPythonRecord('usr/lib/python3/site-packages/my_pkg-1.0.dist-info/RECORD', 'my_pkg/a.py,sha256=x,1\n"my_pkg/b,c.py",,\n../../../bin/my,,\n');
    expect(read && withFiles(read)).toMatchObject({ record: { manager: 'pip', name: 'my-pkg', version: '1.0' }, files: ['usr/lib/python3/site-packages/my_pkg/a.py', 'usr/lib/python3/site-packages/my_pkg/b,c.py', 'usr/bin/my'] });
  });
  it('takes an npm package’s name from its folder and trusts nothing in the file', () => {
    expect(readNodePackage('app/node_modules/@a/b/package.json', '{"version":"2.0.0","name":"evil","dependencies":{"x":"1"}}')).toMatchObject({ record: { name: '@a/b', version: '2.0.0', depends: ['x'] }, folders: ['app/node_modules/@a/b'] });
    expect(readNodePackage('node_modules/c/package.json', '{"__proto__":{"version":"9"}}')).toMatchObject({ record: { name: 'c', version: '' } });
    expect(readNodePackage('node_modules/c/package.json', 'not json')).toMatchObject({ record: { name: 'c' } });
    expect(readNodePackage('app/package.json', '{}')).toBeUndefined();
  });
});

describe('kinds and build tools', () => {
  it.each([
    ['var/lib/apt/lists/deb_Packages', 'apt-lists'], ['root/.cache/pip/http/a', 'pip-cache'], ['root/.npm/_cacache/x', 'npm-cache'], ['usr/share/doc/bash/README', 'docs'],
    ['usr/share/doc/bash/copyright', undefined], ['app/.git/config', 'version-control'], ['usr/lib/libz.a', 'static-libraries'], ['usr/include/a.h', 'headers'],
    ['usr/lib/python3/__pycache__/a.pyc', 'python-bytecode'], ['usr/bin/bash', undefined], ['core.12', 'core-dump'], ['lib/x.swp', 'editor-leftover'], ['usr/lib/core.py', undefined],
  ])('%s is %s', (path, kind) => {
    expect(KINDS[kindOf(path)]?.id).toBe(kind);
  });
  it.each([['gcc', true], ['gcc-12', true], ['gcc-12-base', false], ['libgcc-s1', false], ['libssl-dev', true], ['libssl3', false], ['openjdk-17-jre', false], ['openjdk-17-jdk-headless', true], ['bash', false]])('%s: %s', (name, tool) => {
    expect(isBuildTool(name)).toBe(tool);
  });
});

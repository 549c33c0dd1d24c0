/** Makes random images: layers of odd entries, packed the way docker, OCI tools and `docker export` pack them. */
import { createHash } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import { randomContent, type Random } from './random';
import { bytesOf, longNamed, paxRecord, tarMember, tarOf, type TarField } from './tar-writer';
import { skippableFrame, zstdOf } from './zstd-writer';

const NAMES = [
  'a', 'b', 'c', 'd', 'a', 'b', 'bin', 'lib', 'etc', 'x.txt', 'usr', '.wh.a', '.wh.b', '.wh.c', '.wh.usr', '.wh..wh..opq', '.wh..wh.plnk', '.wh.', '.wh..', '.wh...', '..', '.',
  '__proto__', 'constructor', 'toString', 'hasOwnProperty', '\0', 'a\0b', '\xff\xfe', '\xc3\x28', '\xe2\x80\xae', 'A', 'a ', '%41', '\n', '\x1b[31m', '-rf', 'node_modules', '\xed\xa0\x80',
];
/** Paths whose content the scan keeps and others parse. */
const KEPT = [
  'var/lib/dpkg/status', 'var/lib/dpkg/info/a.list', 'lib/apk/db/installed', 'usr/lib/python3/x.dist-info/RECORD', 'app/node_modules/a/package.json', 'etc/os-release', 'etc/passwd',
  'var/lib/rpm/rpmdb.sqlite', 'usr/lib/sysimage/rpm/Packages.db', 'var/lib/dpkg/status.d/base',
];
const TYPES = ['0', '0', '0', '0', '0', '\0', '1', '1', '2', '2', '3', '4', '5', '5', '5', '6', '7', 'S', 'D', 'V', 'x', 'g', 'K', 'N', 'A'];

function randomPath(random: Random): string {
  if (random.chance(0.06)) return random.pick(KEPT);
  if (random.chance(0.004)) return random.pick(['long/', '../', './', 'a/b/', '.wh.a/']).repeat(1 + random.below(20_000));
  const prefix = random.chance(0.05) ? random.pick(['/', './', '//', '../', '/../']) : '';
  const path = Array.from({ length: 1 + random.below(random.chance(0.1) ? 9 : 3) }, () => random.pick(NAMES)).join('/');
  return prefix + path + (random.chance(0.1) ? '/' : '');
}

/** Twelve bytes of a size that no file has: too large, negative, no number. */
function absurdSize(random: Random): Uint8Array {
  switch (random.below(5)) {
    case 0: return bytesOf('77777777777\0');
    case 1: return Buffer.concat([Buffer.from([0x80]), random.bytes(11)]);
    case 2: return Buffer.concat([Buffer.from([0xff]), random.bytes(11)]);
    case 3: return random.bytes(12);
    default: return bytesOf(`${random.below(1 << 30).toString(8)} `.padEnd(12, '\0'));
  }
}

function randomPax(random: Random): Buffer<ArrayBuffer> {
  const keys = ['path', 'linkpath', 'size', 'uid', 'gid', 'mtime', 'SCHILY.xattr.user.a', 'SCHILY.xattr.trusted.overlay.opaque', 'GNU.sparse.major', 'GNU.sparse.minor', 'GNU.sparse.map', 'GNU.sparse.name', 'GNU.sparse.realsize', 'GNU.sparse.size', 'GNU.sparse.numblocks', '__proto__', 'comment', 'hdrcharset'];
  const values = ['', '0', '1', '-1', '5', 'y', '1e9', '9007199254740993', '99999999999999999999', 'NaN', '1.5', 'a/b', '../../x', '0,1,5,2', '0,512,1024,512', '\xff', 'x'.repeat(random.below(300))];
  const records = Array.from({ length: 1 + random.below(4) }, () => paxRecord(random.pick(keys), random.pick(values))).join('');
  const content = random.chance(0.1) ? bytesOf(records.slice(0, random.below(records.length + 1))) : random.chance(0.05) ? random.bytes(random.below(600)) : bytesOf(records);
  return tarMember({ name: bytesOf('PaxHeaders/p'), typeFlag: random.chance(0.8) ? 'x' : 'g', content });
}

function entryContent(random: Random): Uint8Array {
  if (random.chance(0.3)) return new Uint8Array(0);
  if (random.chance(0.5)) return bytesOf(random.pick(['one', 'two', 'three', '{"name":"a","version":"1"}', 'Package: a\nStatus: install ok installed\nVersion: 1\n\n', 'P:a\nV:1\nF:bin\nR:a\n\n', 'a.py,sha256=x,5\n']));
  const content = randomContent(random);
  return content.subarray(0, random.chance(0.02) ? content.length : 2000);
}

function hostileEntry(random: Random): Uint8Array[] {
  const typeFlag = random.pick(TYPES);
  const link = '12'.includes(typeFlag) || random.chance(0.03) ? bytesOf(randomPath(random)) : undefined;
  const field: TarField = {
    name: bytesOf(randomPath(random)), typeFlag, ...(link && { link }), content: '125346'.includes(typeFlag) && random.chance(0.95) ? new Uint8Array(0) : entryContent(random),
    mode: random.below(0o10000), uid: random.below(3), gid: random.below(3), mtime: random.below(3),
    ...(random.chance(0.01) && { size: absurdSize(random) }), ...(random.chance(0.01) && { size: random.below(5000) }),
    ...(random.chance(0.003) && { wrongChecksum: true }), ...(random.chance(0.1) && { magic: random.pick(['ustar  \0', '\0\0\0\0\0\0\0\0', 'ustar\x0000', 'ustarxxx']) }),
  };
  const parts: Uint8Array[] = random.chance(0.07) ? [randomPax(random)] : [];
  parts.push(field.name.length > 100 || random.chance(0.03) ? longNamed(field, random.pick(['gnu', 'pax'] as const)) : tarMember(field));
  return parts;
}

/** An entry as sound tools write it. */
function soundEntry(random: Random): Uint8Array[] {
  const path = Array.from({ length: 1 + random.below(3) }, () => random.pick(['a', 'b', 'c', 'd', 'e', 'f'])).join('/');
  const name = (text: string): Buffer<ArrayBuffer> => bytesOf(text);
  const owner = { uid: random.below(2), mode: random.pick([0o644, 0o755]), mtime: 1_700_000_000 + random.below(2) };
  switch (random.below(9)) {
    case 0: return [tarMember({ name: name(`${path}/`), typeFlag: '5', ...owner })];
    case 1: return [tarMember({ name: name(path.replace(/[^/]*$/, '.wh.$&')) })];
    case 2: return [tarMember({ name: name(path.replace(/[^/]*$/, '.wh..wh..opq')) })];
    case 3: return [tarMember({ name: name(path), typeFlag: '2', link: name(random.pick(['a', '../b', '/c/d'])) })];
    case 4: return [tarMember({ name: name(path), typeFlag: '1', link: name(random.pick(['a', 'b/c', 'd'])) })];
    default: return [tarMember({ name: name(path), content: entryContent(random), ...owner })];
  }
}

function randomLayer(random: Random, sound: boolean): Buffer<ArrayBuffer> {
  const members = Array.from({ length: random.below(random.chance(0.05) ? 80 : 10) }, () => (sound ? soundEntry(random) : hostileEntry(random))).flat();
  return !sound && random.chance(0.1) ? Buffer.concat([...members, Buffer.alloc(0)]) : tarOf(members);
}

function sha256(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}

function packed(random: Random, tar: Buffer<ArrayBuffer>): { readonly blob: Buffer<ArrayBuffer>; readonly suffix: string } {
  switch (random.below(6)) {
    case 0: return { blob: gzipSync(tar, { level: 1 }), suffix: '+gzip' };
    case 1: {
      const cut = random.below(tar.length + 1);
      return { blob: Buffer.concat([gzipSync(tar.subarray(0, cut), { level: 1 }), gzipSync(tar.subarray(cut), { level: 1 })]), suffix: '+gzip' };
    }
    case 2: {
      const cut = random.below(tar.length + 1);
      return { blob: Buffer.concat([zstdOf(tar.subarray(0, cut)), skippableFrame(Buffer.from('toc')), zstdOf(tar.subarray(cut))]), suffix: '+zstd' };
    }
    default: return { blob: tar, suffix: '' };
  }
}

const ODD_JSON = [
  '{', '[]', 'null', '0', '"x"', '{"__proto__":{"Layers":["l0.tar"]}}', '[[[[[[', `${'['.repeat(20_000)}`, '{"a":1e999}', '[{"Layers":[1,2,null]}]', '[{"Config":"c.json","Layers":{"length":1e9}}]',
  '{"schemaVersion":2,"manifests":[{"digest":"sha256:00","size":-1}]}', '{"manifests":{"0":1}}', '[{"Config":"__proto__","Layers":["__proto__"]}]', '\xff\xfe', '{"rootfs":{"diff_ids":"sha256"},"history":[null,1,{"created_by":{}}]}',
];

/** What `sound` promises: every digest is right, so that damage to content cannot go unseen. */
export interface MadeImage {
  readonly bytes: Buffer<ArrayBuffer>;
  readonly sound: boolean;
}

/** An image of some form. */
export function randomImage(random: Random, sound: boolean): MadeImage {
  const tars = Array.from({ length: 1 + random.below(4) }, () => randomLayer(random, sound));
  const layers = tars.map((tar) => ({ tar, ...packed(random, tar) }));
  const config = Buffer.from(JSON.stringify({
    architecture: 'amd64', os: 'linux', config: { Env: ['A=1'], Cmd: ['sh'] }, rootfs: { type: 'layers', diff_ids: tars.map((tar) => `sha256:${sha256(tar)}`) },
    history: tars.map((_, index) => ({ created_by: `RUN step ${index}`, created: '2024-01-01T00:00:00Z' })),
  }));
  const form = random.below(sound ? 4 : 6);
  let members: Uint8Array[];
  const file = (name: string, content: Uint8Array): Buffer<ArrayBuffer> => tarMember({ name: bytesOf(name), content });
  const json = (value: unknown): Buffer<ArrayBuffer> => (!sound && random.chance(0.05) ? bytesOf(random.pick(ODD_JSON)) : Buffer.from(JSON.stringify(value)));
  if (form < 2) {
    const manifest = [{ Config: 'c.json', RepoTags: ['fuzz:1'], Layers: layers.map((_, index) => `l${index}/layer.tar`) }];
    members = [...layers.map(({ blob }, index) => file(`l${index}/layer.tar`, blob)), file('c.json', sound ? config : json(JSON.parse(config.toString()))), file('manifest.json', json(manifest))];
    if (random.chance(0.3)) members.reverse();
  } else if (form < 4) {
    const manifest = Buffer.from(JSON.stringify({
      schemaVersion: 2, mediaType: 'application/vnd.oci.image.manifest.v1+json', config: { mediaType: 'application/vnd.oci.image.config.v1+json', digest: `sha256:${sha256(config)}`, size: config.length },
      layers: layers.map(({ blob, suffix }) => ({ mediaType: `application/vnd.oci.image.layer.v1.tar${suffix}`, digest: `sha256:${sha256(blob)}`, size: blob.length })),
    }));
    const digest = sha256(manifest);
    const loop = !sound && random.chance(0.2) ? { mediaType: 'application/vnd.oci.image.index.v1+json', digest: `sha256:${digest}`, size: manifest.length } : undefined;
    const index = { schemaVersion: 2, manifests: [{ mediaType: 'application/vnd.oci.image.manifest.v1+json', digest: `sha256:${digest}`, size: manifest.length }, ...(loop ? [loop] : [])] };
    members = [
      file('oci-layout', Buffer.from('{"imageLayoutVersion":"1.0.0"}')), file('index.json', json(index)), file(`blobs/sha256/${digest}`, manifest), file(`blobs/sha256/${sha256(config)}`, config),
      ...layers.map(({ blob }) => file(`blobs/sha256/${sha256(blob)}`, blob)),
    ];
    if (loop && random.chance(0.5)) {
      // An index that names itself.
      const self = Buffer.from(JSON.stringify({ schemaVersion: 2, manifests: [{ mediaType: 'application/vnd.oci.image.index.v1+json', digest: 'sha256:index', size: 1 }] }));
      members.push(file('blobs/sha256/index', self), file(`blobs/sha256/${digest}`, self));
    }
  } else if (form === 4) return { bytes: tars[0]!, sound: false };
  else members = [...layers.map(({ blob }, at) => file(`${at}/layer.tar`, blob)), file('repositories', bytesOf(random.pick(ODD_JSON))), file('0/json', bytesOf(random.pick(ODD_JSON)))];
  const bytes = tarOf(members);
  if (random.chance(0.12)) return { bytes: gzipSync(bytes, { level: 1 }), sound };
  if (random.chance(0.06)) return { bytes: zstdOf(bytes), sound };
  return { bytes, sound };
}

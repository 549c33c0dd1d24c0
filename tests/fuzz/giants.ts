/** Inputs that are hostile by their size alone: bombs, a million entries, endless names and chains. One process each, with its own bounds. */
import { createHash } from 'node:crypto';
import { createGzip } from 'node:zlib';
import { openArchive } from '../../src/core/archive/open';
import { createCodecs } from '../../src/core/bytes/create-codecs';
import { memorySource } from '../../src/core/bytes/memory-source';
import { analyseImage } from '../../src/core/image/analyse';
import { indexPackages } from '../../src/core/packages/package-index';
import { packagesReport } from '../../src/core/packages/packages-report';
import { buildImageReport } from '../../src/core/report/image-report';
import { sequentialScanner } from '../headless/host';
import { bytesOf, longNamed, paxRecord, tarMember, tarOf } from './tar-writer';
import { zstdOf, zstdRun } from './zstd-writer';

export interface Giant {
  readonly name: string;
  /** Seconds of processor time and megabytes that it may take, the making of the input included in the memory. */
  readonly seconds: number;
  readonly megabytes: number;
  make(): Promise<Uint8Array>;
}

const BLOCK = 512;

/** Compresses parts as they are made, so that the plain tar is never held. */
async function gzipped(parts: Iterable<Uint8Array>): Promise<Buffer<ArrayBuffer>> {
  const gzip = createGzip({ level: 1 });
  const out: Buffer[] = [];
  gzip.on('data', (chunk: Buffer) => out.push(chunk));
  const done = new Promise<void>((resolve, reject) => gzip.once('end', resolve).once('error', reject));
  for (const part of parts) if (!gzip.write(part)) await new Promise<void>((resolve) => gzip.once('drain', () => resolve()));
  gzip.end();
  await done;
  return Buffer.concat(out);
}

/** A docker archive of these layer blobs. */
function archiveOf(layers: readonly Uint8Array[]): Uint8Array {
  const names = layers.map((_, at) => `l${at}.tar`);
  const config = { architecture: 'amd64', os: 'linux', config: {}, rootfs: { type: 'layers', diff_ids: layers.map((layer) => `sha256:${createHash('sha256').update(layer).digest('hex')}`) }, history: [] };
  const file = (name: string, content: Uint8Array): Uint8Array => tarMember({ name: bytesOf(name), content });
  return tarOf([...layers.map((layer, at) => file(names[at]!, layer)), file('c.json', Buffer.from(JSON.stringify(config))), file('manifest.json', Buffer.from(JSON.stringify([{ Config: 'c.json', RepoTags: null, Layers: names }])))]);
}

const end = Buffer.alloc(2 * BLOCK);

/** Members in parts of about a megabyte, then the end. */
function* members(count: number, make: (at: number) => Uint8Array): Generator<Uint8Array> {
  let batch: Uint8Array[] = [];
  let size = 0;
  for (let at = 0; at < count; at += 1) {
    const member = make(at);
    batch.push(member);
    size += member.length;
    if (size > 1 << 20) {
      yield Buffer.concat(batch);
      batch = [];
      size = 0;
    }
  }
  yield Buffer.concat([...batch, end]);
}

const gzipLayer = (count: number, make: (at: number) => Uint8Array) => async (): Promise<Uint8Array> => archiveOf([await gzipped(members(count, make))]);
const plainLayer = (count: number, make: (at: number) => Uint8Array) => (): Promise<Uint8Array> => Promise.resolve(archiveOf([Buffer.concat([...members(count, make)])]));
const json = (name: string, text: string) => (): Promise<Uint8Array> =>
  Promise.resolve(tarOf([tarMember({ name: bytesOf('c.json'), content: bytesOf('{}') }), tarMember({ name: bytesOf('manifest.json'), content: bytesOf(name === 'manifest.json' ? text : '[{"Config":"c.json","Layers":[]}]') }), tarMember({ name: bytesOf(name), content: bytesOf(text) })]));

/** A layer with a package database of this text. */
const database = (path: string, text: () => string) => gzipLayer(1, () => longNamed({ name: bytesOf(path), content: bytesOf(text()) }, 'gnu'));

/** An SQLite file of so many pages of 512 bytes, whose table of packages has in every cell a row as long as the file. */
function overlappingCells(pages: number): Uint8Array {
  const file = Buffer.alloc(pages * BLOCK);
  file.write('SQLite format 3\0', 'latin1');
  file.writeUInt16BE(BLOCK, 16);
  const record = [6, 2 * 5 + 13, 2 * 8 + 13, 2 * 8 + 13, 1, 13, ...bytesOf('tablePackagesPackages'), 2];
  file.set([13, 0, 0, 0, 1, 0, 0, 0, 300 >> 8, 300 & 255], 100);
  file.set([record.length, 1, ...record], 300);
  file.set([13, 0, 0, 0, 150], BLOCK);
  for (let cell = 0; cell < 150; cell += 1) file.writeUInt16BE(400, BLOCK + 8 + 2 * cell);
  // Seven bits a byte: a length of thirty million, then the number of the row.
  file.set([0x8e, 0xa7, 0x8e, 0x00, 1, 4, 0, 0x81, 0x54], BLOCK + 400);
  return file;
}

export const GIANTS: readonly Giant[] = [
  { name: 'a million empty files in one directory', seconds: 40, megabytes: 1000, make: gzipLayer(1_000_000, (at) => tarMember({ name: bytesOf(`d/${at}`) })) },
  { name: 'a million directories inside ten others', seconds: 40, megabytes: 1000, make: gzipLayer(1_000_000, (at) => tarMember({ name: bytesOf(`${at % 10}/${at}/x`) })) },
  { name: 'five million entries', seconds: 60, megabytes: 1500, make: gzipLayer(5_000_000, () => tarMember({ name: bytesOf('same') })) },
  { name: 'a thousand names of 100 kB', seconds: 20, megabytes: 1000, make: plainLayer(1000, (at) => longNamed({ name: bytesOf(`${at}/${'n'.repeat(100_000)}`) }, 'pax')) },
  { name: 'a path of half a million directories', seconds: 20, megabytes: 800, make: plainLayer(1, () => longNamed({ name: bytesOf('a/'.repeat(499_000)) }, 'gnu')) },
  { name: 'files all the way down twenty thousand directories', seconds: 30, megabytes: 600, make: gzipLayer(2000, (at) => longNamed({ name: bytesOf(`${'a/'.repeat(at * 10)}f`), content: bytesOf('same') }, 'gnu')) },
  { name: 'PAX headers of a gigabyte together', seconds: 40, megabytes: 600, make: gzipLayer(1000, (at) => Buffer.concat([tarMember({ name: bytesOf('p'), typeFlag: 'x', content: bytesOf(paxRecord('SCHILY.xattr.user.a', 'x'.repeat(1_000_000))) }), tarMember({ name: bytesOf(`f${at}`) })])) },
  { name: 'PAX headers of fifty thousand records', seconds: 20, megabytes: 600, make: plainLayer(20, () => Buffer.concat([tarMember({ name: bytesOf('p'), typeFlag: 'x', content: bytesOf(Array.from({ length: 50_000 }, (_, at) => paxRecord(`SCHILY.xattr.user.${at}`, '1')).join('')) }), tarMember({ name: bytesOf('f') })])) },
  { name: 'a gzip bomb of eight gigabytes', seconds: 60, megabytes: 500, make: gzipLayer(1, () => Buffer.concat([tarMember({ name: bytesOf('zeros'), size: 8_000_000_000 })])) },
  { name: 'a gzip bomb that is a file of two gigabytes', seconds: 60, megabytes: 500, make: async () => archiveOf([await gzipped((function* () { yield tarMember({ name: bytesOf('zeros'), size: 2_000_000_000 }); const zeros = Buffer.alloc(1_000_000); for (let at = 0; at < 2000; at += 1) yield zeros; yield end; })())]) },
  { name: 'a zstd bomb of two gigabytes', seconds: 60, megabytes: 500, make: () => Promise.resolve(archiveOf([Buffer.concat([zstdOf(tarMember({ name: bytesOf('zeros'), size: 2_000_000_000 })), zstdRun(0, 16_384)])])) },
  { name: 'a zstd bomb of ones', seconds: 60, megabytes: 500, make: () => Promise.resolve(zstdRun(1, 65_536)) },
  { name: 'links that lead to links, a hundred thousand', seconds: 30, megabytes: 800, make: plainLayer(100_000, (at) => tarMember({ name: bytesOf(`l${at}`), typeFlag: '2', link: bytesOf(`l${at + 1}/x`) })) },
  { name: 'paths through circles of links', seconds: 30, megabytes: 800, make: plainLayer(60_000, (at) => (at < 100 ? tarMember({ name: bytesOf(`l${at}`), typeFlag: '2', link: bytesOf(`l${(at + 1) % 100}/../l${(at + 7) % 100}`) }) : tarMember({ name: bytesOf(`l${at % 100}/f${at}`) }))) },
  { name: 'hard links in a chain, a hundred thousand', seconds: 30, megabytes: 800, make: plainLayer(100_000, (at) => tarMember({ name: bytesOf(`h${at}`), typeFlag: '1', link: bytesOf(`h${at + 1}`) })) },
  { name: 'whiteouts of everything, two hundred layers', seconds: 40, megabytes: 800, make: () => Promise.resolve(archiveOf(Array.from({ length: 200 }, (_, layer) => Buffer.concat([...members(500, (at) => tarMember({ name: bytesOf(layer % 2 === 0 ? `d/${at}` : `d/.wh.${at}`) }))])))) },
  { name: 'sparse files of petabytes', seconds: 30, megabytes: 500, make: plainLayer(1000, (at) => Buffer.concat([tarMember({ name: bytesOf('p'), typeFlag: 'x', content: bytesOf([paxRecord('GNU.sparse.major', '0'), paxRecord('GNU.sparse.minor', '1'), paxRecord('GNU.sparse.map', '0,1,999999999999,1'), paxRecord('GNU.sparse.size', '1000000000000')].join('')) }), tarMember({ name: bytesOf(`s${at}`), content: bytesOf('ab') })])) },
  { name: 'sixty thousand layers', seconds: 20, megabytes: 1000, make: () => Promise.resolve(tarOf([tarMember({ name: bytesOf('l.tar'), content: tarOf([tarMember({ name: bytesOf('f'), content: bytesOf('x') })]) }), tarMember({ name: bytesOf('c.json'), content: bytesOf('{}') }), tarMember({ name: bytesOf('manifest.json'), content: bytesOf(JSON.stringify([{ Config: 'c.json', Layers: Array.from({ length: 60_000 }, () => 'l.tar') }])) })])) },
  { name: 'four thousand layers of twenty thousand files that are one', seconds: 20, megabytes: 1000, make: () => Promise.resolve(tarOf([tarMember({ name: bytesOf('l.tar'), content: Buffer.concat([...members(20_000, (at) => tarMember({ name: bytesOf(`f${at}`) }))]) }), tarMember({ name: bytesOf('c.json'), content: bytesOf('{}') }), tarMember({ name: bytesOf('manifest.json'), content: bytesOf(JSON.stringify([{ Config: 'c.json', Layers: Array.from({ length: 4000 }, () => 'l.tar') }])) })])) },
  { name: 'a compressed archive of half a million empty tars', seconds: 40, megabytes: 1000, make: () => gzipped(members(500_000, (at) => (at === 0 ? Buffer.concat([tarMember({ name: bytesOf('c.json'), content: bytesOf('{}') }), tarMember({ name: bytesOf('manifest.json'), content: bytesOf('[{"Config":"c.json","Layers":["1"]}]') })]) : tarMember({ name: bytesOf(`${at}`), content: new Uint8Array(512) })))) },
  { name: 'an apk database of one long folder, seven million times', seconds: 60, megabytes: 1000, make: database('lib/apk/db/installed', () => `P:a\nV:1\nF:${'x/'.repeat(2000)}\n${'R:f\n'.repeat(7_000_000)}\n`) },
  { name: 'an apk database of five million packages', seconds: 30, megabytes: 1000, make: database('lib/apk/db/installed', () => 'P:a\n\n'.repeat(5_000_000)) },
  { name: 'a RECORD of fifteen million names far down', seconds: 60, megabytes: 1000, make: database(`${'d/'.repeat(450)}a-1.dist-info/RECORD`, () => 'f\n'.repeat(15_000_000)) },
  { name: 'an rpm database whose cells each claim all of it', seconds: 20, megabytes: 800, make: plainLayer(1, () => tarMember({ name: bytesOf('var/lib/rpm/rpmdb.sqlite'), content: overlappingCells(60_000) })) },
  { name: 'four thousand layers that are one', seconds: 20, megabytes: 1000, make: () => Promise.resolve(tarOf([tarMember({ name: bytesOf('l.tar'), content: tarOf([tarMember({ name: bytesOf('f'), content: bytesOf('x') })]) }), tarMember({ name: bytesOf('c.json'), content: bytesOf('{}') }), tarMember({ name: bytesOf('manifest.json'), content: bytesOf(JSON.stringify([{ Config: 'c.json', Layers: Array.from({ length: 4000 }, () => 'l.tar') }])) })])) },
  { name: 'JSON of a million brackets', seconds: 20, megabytes: 600, make: json('manifest.json', '['.repeat(1_000_000)) },
  { name: 'JSON of seven megabytes of keys', seconds: 20, megabytes: 900, make: json('manifest.json', `[{"Config":"c.json","Layers":[],${Array.from({ length: 400_000 }, (_, at) => `"k${at}":{}`).join(',')}}]`) },
  { name: 'sixty thousand manifests', seconds: 30, megabytes: 900, make: json('index.json', JSON.stringify({ schemaVersion: 2, manifests: Array.from({ length: 60_000 }, (_, at) => ({ mediaType: 'application/vnd.oci.image.manifest.v1+json', digest: `sha256:${at}`, size: 1 })) })) },
];

/** Runs one; answers how many bounds it broke. */
export async function runGiant(name: string, memoryPeak: () => number): Promise<number> {
  const giant = GIANTS.find((each) => each.name === name);
  if (giant === undefined) throw new Error(`There is no giant "${name}"`);
  const bytes = await giant.make();
  const before = process.cpuUsage();
  const said = await read(bytes);
  const { user, system } = process.cpuUsage(before);
  const seconds = (user + system) / 1e6;
  const megabytes = memoryPeak() / 1e6;
  const broken = seconds > giant.seconds || megabytes > giant.megabytes;
  process.stdout.write(`${broken ? 'BROKEN ' : ''}${name}: ${(bytes.length / 1e6).toFixed(1)} MB, ${seconds.toFixed(1)} s (≤ ${giant.seconds}), ${Math.round(megabytes)} MB (≤ ${giant.megabytes}): ${said}\n`);
  return broken ? 1 : 0;
}

/** All that the page does with a file on its own: open, analyse, report, packages, the first rows of the tree. */
async function read(bytes: Uint8Array): Promise<string> {
  const codecs = await createCodecs();
  const source = memorySource(bytes, 'giant.tar');
  const opened = await openArchive(source, codecs);
  if (!opened.ok) return opened.problem.kind;
  const analysed = await analyseImage(opened.value, 0, sequentialScanner(source, codecs));
  if (!analysed.ok) return analysed.problem.kind;
  const report = buildImageReport(analysed.value);
  const { image, fs } = analysed.value;
  packagesReport(indexPackages(image, fs), fs);
  const kinds = [...new Set(report.diagnostics.map(({ kind }) => kind))].slice(0, 4).join(', ');
  return `${report.totals.files} files, ${report.totals.bytes} bytes${kinds === '' ? '' : `; ${kinds}`}`;
}

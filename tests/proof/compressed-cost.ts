/**
 * `node tests/tools/run-typescript.mjs tests/proof/compressed-cost.ts ARCHIVE LAYER`: what entries of a gzip layer are said to cost, against what the
 * layer is smaller, compressed again by zlib, without them. The largest entries, and groups of neighbours as `rm -r` takes them.
 */
import { gunzipSync, gzipSync } from 'node:zlib';
import { scanLayer } from '../../src/core/archive/scan-layer';
import { decodeUtf8 } from '../../src/core/bytes/text';
import { EntryType, pathBytes } from '../../src/core/image/layer-table';
import { storedBytesOf } from '../../src/core/waste/hidden';
import { openImageFile } from '../headless/open-image';

const LARGEST = 4;
/** Neighbours of which the second sort of line is made. */
const GROUPS = [10, 100, 1000];

const [path = '', index = '0'] = process.argv.slice(2);
const opened = await openImageFile(path);
if (!opened.ok) throw new Error(opened.problem.message);
const { archive, source, codecs, close } = opened.value;
const location = archive.images[0]!.layers[Number(index)]!.location!;
const scan = await scanLayer(source, location, Number(index), codecs, {}, () => undefined);
if (!scan.ok) throw new Error(scan.problem.message);
const { table } = scan.value;
const tar = gunzipSync(await source.read(location.offset, location.size));
await close();

const costs = Array.from({ length: table.count }, (_, row) => storedBytesOf(table, row));
const files = costs.map((_, row) => row).filter((row) => table.type[row] === EntryType.file).toSorted((a, b) => table.size[b]! - table.size[a]!);
/** An entry's header lies before its content; extended headers would, too, and are left in. */
const startOf = (row: number): number => (row >= table.count ? tar.length : table.dataOffset[row]! - 512);
const whole = gzipSync(tar).length;
const line = (what: string, first: number, count: number): string => {
  const said = costs.slice(first, first + count).reduce((sum, cost) => sum + cost, 0);
  const saved = whole - gzipSync(Buffer.concat([tar.subarray(0, startOf(first)), tar.subarray(startOf(first + count))])).length;
  return `| ${what} | ${startOf(first + count) - startOf(first)} | ${said} | ${saved} | ${(said / saved).toFixed(3)} |`;
};
process.stdout.write(`${location.size} bytes as stored, ${whole} again by zlib; all ${table.count} entries together: ${costs.reduce((sum, cost) => sum + cost, 0)}\n`);
process.stdout.write('| entries | bytes in the tar | cost, as told | saved | told / saved |\n| --- | ---: | ---: | ---: | ---: |\n');
for (const row of files.slice(0, LARGEST)) process.stdout.write(`${line(`\`${decodeUtf8(pathBytes(table, row))}\``, row, 1)}\n`);
for (const count of GROUPS) {
  const first = Math.floor(table.count / 2);
  if (first + count < table.count) process.stdout.write(`${line(`${count} from the middle on`, first, count)}\n`);
}

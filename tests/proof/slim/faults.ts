/** Which tier flags each single deletion from a slim image: `faults.ts ORIGINAL.tar SLIM.tar FAULTS.json` prints the rows with their `tier`, 0 for none. */
import { readFile } from 'node:fs/promises';
import { latin1 } from '../../../src/core/bytes/latin1';
import { findAppArea } from '../../../src/core/compare/app-area';
import { Case } from '../../../src/core/compare/case';
import { ownershipOf } from '../../../src/core/compare/compare-images';
import { findConcerns } from '../../../src/core/compare/concerns';
import { readerOfImage } from '../../../src/core/compare/content';
import { findDifference } from '../../../src/core/compare/difference';
import { treeOf, treeOfImage } from '../../../src/core/compare/file-tree';
import { gatherFacts } from '../../../src/core/compare/gather-facts';
import { sideOfImage } from '../../../src/core/compare/side';
import { finish } from '../../../src/core/steps';
import { sequentialScanner } from '../../headless/host';
import { analyse, contentOf, openImageFile } from '../../headless/open-image';

interface Fault {
  readonly path: string;
  readonly broke: boolean;
}

async function open(path: string) {
  const file = await openImageFile(path);
  if (!file.ok) throw new Error(file.problem.message);
  const analysed = await analyse(file.value, 0);
  if (!analysed.ok) throw new Error(analysed.problem.message);
  return { analysed: analysed.value, reader: readerOfImage(analysed.value, sequentialScanner(contentOf(file.value), await file.value.codecs.fork())) };
}

const [, , originalPath = '', slimPath = '', faultsPath = ''] = process.argv;
const [original, slim] = [await open(originalPath), await open(slimPath)];
const [before, after] = [treeOfImage(original.analysed.fs), treeOfImage(slim.analysed.fs)];
const ownership = finish(ownershipOf(sideOfImage(original.analysed)));
const { config } = slim.analysed.image;
const area = findAppArea(before, config, ownership, original.analysed);
const { facts } = await gatherFacts(before, after, findDifference(before, after), { before: original.reader, after: slim.reader }, area.isApp);

const faults = JSON.parse(await readFile(faultsPath, 'utf8')) as readonly Fault[];
const rows = faults.filter(({ broke }) => broke).map((fault) => {
  const path = latin1(new TextEncoder().encode(fault.path));
  const broken = treeOf(after.entries.filter((entry) => entry.path !== path));
  const { removed, changed } = findDifference(before, broken);
  const concerns = findConcerns(new Case({ before, after: broken, removed, changed, facts, config, ownership, isApp: area.isApp, originOf: area.originOf }));
  const flagged = concerns.filter(({ files, drift, tier }) => !drift && tier < 3 && files.some((file) => file.path === path));
  return { ...fault, tier: Math.min(3, ...flagged.map(({ tier }) => tier)) % 3, checks: flagged.map(({ id }) => id) };
});
process.stdout.write(JSON.stringify(rows));
process.exit(0);

/** A report that crosses between threads in columns is the report that is printed. */
import { readdirSync } from 'node:fs';
import { resolve } from 'node:path';
import { expect, it } from 'vitest';
import { escapePath, writeEscaped } from '../../../src/core/bytes/text';
import { buildImageReport } from '../../../src/core/report/image-report';
import { packReport } from '../../../src/core/report/pack-report';
import { buffersOf, unpackReport } from '../../../src/core/report/packed-report';
import { analyse, openImageFile } from '../../headless/open-image';

const folder = resolve(import.meta.dirname, '../../fixtures/images');

it.each(readdirSync(folder).filter((name) => name.endsWith('.tar')))('is the same for %s', async (name) => {
  const file = await openImageFile(resolve(folder, name));
  if (!file.ok) throw new Error(file.problem.message);
  const analysed = await analyse(file.value, 0);
  await file.value.close();
  if (!analysed.ok) throw new Error(analysed.problem.message);
  const packed = packReport(analysed.value);
  const report = unpackReport(structuredClone(packed, { transfer: buffersOf(packed) }));
  const whole = buildImageReport(analysed.value);
  // Printed, so that fields stand in the same order too, and copied, as it is for a link.
  expect(JSON.stringify(report)).toBe(JSON.stringify(whole));
  expect(structuredClone(report)).toEqual(whole);
  expect(report.waste).toBe(report.waste);
});

it('writes escaped bytes as it writes escaped text', () => {
  let state = 7;
  const random = (below: number): number => (state = Math.imul(state, 1103515245) + 12345 & 0x7fffffff) % below;
  const tricky = [0x00, 0x1f, 0x25, 0x7f, 0x80, 0xbf, 0xc2, 0xe0, 0xa0, 0xed, 0xef, 0xf0, 0x9f, 0xf4, 0x8f, 0x61, 0x2f];
  for (let round = 0; round < 2000; round += 1) {
    const bytes = Uint8Array.from({ length: 12 }, () => (random(2) === 0 ? tricky[random(tricky.length)]! : random(256)));
    const into = new Uint8Array(40);
    // Neighbours of the name must not complete a sequence.
    const end = writeEscaped(bytes, 3, 9, into, 2);
    expect(new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(into.subarray(2, end))).toBe(escapePath(bytes.slice(3, 9)));
  }
});

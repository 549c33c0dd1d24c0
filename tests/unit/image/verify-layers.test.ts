/** Layers against the digests that an image states. */
import { createHash } from 'node:crypto';
import { expect, test } from 'vitest';
import type { LayerScanner } from '../../../src/core/archive/scanner';
import type { LayerDescriptor } from '../../../src/core/image/image';
import { verifyLayers } from '../../../src/core/image/verify-layers';
import { failure, success } from '../../../src/core/problem';
import { layer } from './layers';

const hex = (text: string): string => createHash('sha256').update(text).digest('hex');

function descriptor(index: number, extra: Partial<LayerDescriptor>): LayerDescriptor {
  return { index, mediaType: '', storedBytes: 100, location: { member: `${index}.tar`, offset: index * 1000, size: 100 }, ...extra };
}

/** Every layer's blob is its member's name, and its tar the same with an `x`. */
function scannerOf(damaged: readonly number[] = [], stops = false): { readonly scanner: LayerScanner; readonly asked: number[] } {
  const asked: number[] = [];
  return {
    asked,
    scanner: {
      parallelism: 2,
      scan({ index, location }, { verify }, onProgress) {
        asked.push(index);
        onProgress(50);
        if (stops) return Promise.resolve(failure({ kind: 'file-changed', message: '', advice: '' }));
        const name = location!.member;
        return Promise.resolve(success({
          table: layer(), kept: new Map(), compression: 'none', tarBytes: 5, diagnostics: [],
          ...(verify === true && !damaged.includes(index) && { digestSha256: hex(name), diffIdSha256: hex(`${name}x`) }),
        }));
      },
      hashRows: () => Promise.reject(new Error('not asked for')),
      readRows: () => Promise.reject(new Error('not asked for')),
      readPortions: () => Promise.reject(new Error('not asked for')),
    },
  };
}

test('counts what matches, says what does not, and leaves out what cannot be told', async () => {
  const layers = [
    descriptor(0, { digest: `sha256:${hex('0.tar')}`, diffId: `sha256:${hex('0.tarx')}` }),
    descriptor(1, { digest: `sha256:${hex('other')}`, diffId: `sha256:${hex('other')}` }),
    descriptor(2, { diffId: `sha256:${hex('2.tarx')}` }),
    descriptor(3, {}),
    descriptor(4, { diffId: `sha256:${hex('4.tarx')}` }),
    descriptor(5, { unreadable: 'encrypted', digest: `sha256:${hex('5.tar')}` }),
    descriptor(6, { digest: 'sha512:00' }),
  ];
  const progress: (readonly [number, number])[] = [];
  const { scanner } = scannerOf([4]);
  const outcome = await verifyLayers(layers, scanner, (...bytes) => progress.push(bytes));
  expect(outcome).toMatchObject({ ok: true, value: { sound: 2, unchecked: 4, diagnostics: [
    { kind: 'digest-mismatch', where: { layer: 1 } }, { kind: 'diffid-mismatch', where: { layer: 1 } },
  ] } });
  expect(progress.at(-1)).toEqual([600, 600]);
});

test('equal layers are read once and count each', async () => {
  const same = { location: { member: '0.tar', offset: 0, size: 100 }, digest: `sha256:${hex('0.tar')}` };
  const { scanner, asked } = scannerOf();
  expect(await verifyLayers([descriptor(0, same), descriptor(1, same)], scanner, () => undefined)).toMatchObject({ ok: true, value: { sound: 2, unchecked: 0 } });
  expect(asked).toHaveLength(1);
});

test('ends with the file', async () => {
  expect(await verifyLayers([descriptor(0, {})], scannerOf([], true).scanner, () => undefined)).toMatchObject({ ok: false, problem: { kind: 'file-changed' } });
});

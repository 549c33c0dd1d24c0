/** One RPM header blob as the rpm database stores it (rpm's lib/header.c: index entries, then their data, big-endian). */
import { decodeUtf8 } from '../bytes/text';
import { packageRecord, type ReadPackage } from './package';

const TAG = {
  name: 1000, version: 1001, release: 1002, epoch: 1003, size: 1009, arch: 1022, sourceRpm: 1044,
  provides: 1047, requires: 1049, dirIndexes: 1116, baseNames: 1117, dirNames: 1118, recommends: 5046,
} as const;
const MAX_ENTRIES = 65_536;
/** Items that one tag may have; the largest package of Fedora lists 60,000 files. */
const MAX_TEXTS = 1_000_000;

/** The package that a blob describes; undefined for blobs that are none (and for the keys that rpm keeps among packages). */
export function readRpmHeader(blob: Uint8Array): ReadPackage | undefined {
  const view = new DataView(blob.buffer, blob.byteOffset, blob.byteLength);
  if (blob.length < 8) return undefined;
  const entries = view.getUint32(0);
  const start = 8 + entries * 16;
  if (entries > MAX_ENTRIES || start > blob.length) return undefined;
  const places = new Map<number, { offset: number; count: number }>();
  for (let i = 0; i < entries; i += 1) {
    const at = 8 + i * 16;
    places.set(view.getUint32(at), { offset: start + view.getUint32(at + 8), count: view.getUint32(at + 12) });
  }
  function* textsOf(tag: number): Generator<string> {
    const { offset, count } = places.get(tag) ?? { offset: blob.length, count: 0 };
    for (let i = 0, at = offset; i < Math.min(count, MAX_TEXTS) && at < blob.length; i += 1) {
      const zero = blob.indexOf(0, at);
      const end = zero < 0 ? blob.length : zero;
      yield decodeUtf8(blob.subarray(at, end));
      at = end + 1;
    }
  }
  const texts = (tag: number): string[] => [...textsOf(tag)];
  const numbers = (tag: number): number[] => {
    const place = places.get(tag);
    if (!place) return [];
    const count = Math.min(place.count, MAX_TEXTS, Math.floor((blob.length - place.offset) / 4));
    return Array.from({ length: Math.max(count, 0) }, (_, i) => view.getUint32(place.offset + 4 * i));
  };
  const [name] = texts(TAG.name);
  if (name === undefined || name === '' || name === 'gpg-pubkey') return undefined;
  const [epoch] = numbers(TAG.epoch);
  function* files(): Generator<string> {
    const folders = texts(TAG.dirNames).map((folder) => folder.replace(/^\/+/, ''));
    const indexes = numbers(TAG.dirIndexes);
    let at = 0;
    for (const base of textsOf(TAG.baseNames)) {
      yield `${folders[indexes[at] ?? -1] ?? ''}${base}`;
      at += 1;
    }
  }
  const version = `${epoch === undefined || epoch === 0 ? '' : `${epoch}:`}${texts(TAG.version)[0] ?? ''}-${texts(TAG.release)[0] ?? ''}`;
  const [architecture] = texts(TAG.arch);
  const record = {
    ...packageRecord('rpm', name, version),
    ...(architecture !== undefined && { architecture }),
    // Capabilities of rpm itself (`rpmlib(…)`) are none of a package's needs.
    depends: texts(TAG.requires).filter((need) => !need.startsWith('rpmlib(')),
    recommends: texts(TAG.recommends),
    provides: texts(TAG.provides),
    statedBytes: numbers(TAG.size)[0] ?? 0,
  };
  return { record, files: { [Symbol.iterator]: files }, folders: [] };
}

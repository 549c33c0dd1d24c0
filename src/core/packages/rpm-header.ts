/** One RPM header blob as the rpm database stores it (rpm's lib/header.c: index entries, then their data, big-endian). */
import { decodeUtf8 } from '../bytes/text';
import { packageRecord, type ReadPackage } from './package';

const TAG = {
  name: 1000, version: 1001, release: 1002, epoch: 1003, size: 1009, arch: 1022, sourceRpm: 1044,
  provides: 1047, requires: 1049, dirIndexes: 1116, baseNames: 1117, dirNames: 1118, recommends: 5046,
} as const;
const MAX_ENTRIES = 65_536;

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
  const texts = (tag: number): string[] => {
    const place = places.get(tag);
    const found: string[] = [];
    if (!place) return found;
    let at = place.offset;
    for (let i = 0; i < place.count && at < blob.length; i += 1) {
      let end = at;
      while (end < blob.length && blob[end] !== 0) end += 1;
      found.push(decodeUtf8(blob.subarray(at, end)));
      at = end + 1;
    }
    return found;
  };
  const numbers = (tag: number): number[] => {
    const place = places.get(tag);
    if (!place) return [];
    const count = Math.min(place.count, Math.floor((blob.length - place.offset) / 4));
    return Array.from({ length: Math.max(count, 0) }, (_, i) => view.getUint32(place.offset + 4 * i));
  };
  const [name] = texts(TAG.name);
  if (name === undefined || name === '' || name === 'gpg-pubkey') return undefined;
  const [epoch] = numbers(TAG.epoch);
  const folders = texts(TAG.dirNames);
  const indexes = numbers(TAG.dirIndexes);
  const files = texts(TAG.baseNames).map((base, i) => `${folders[indexes[i] ?? -1] ?? ''}${base}`.replace(/^\/+/, ''));
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
  return { record, files, folders: [] };
}

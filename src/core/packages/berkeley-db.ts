/** Values of a hash database of Berkeley DB (its dbinc/db_page.h), which rpm before 4.16 kept its packages in: RHEL 8, CentOS 7, Amazon Linux 2. */

const HASH_MAGIC = 0x00061561;
const PAGE_HEADER = 26;
/** Kinds of page: a bucket as older versions and newer ones write it, and a piece of a long value. */
const PageType = { unsortedHash: 2, overflow: 7, hash: 13 } as const;
/** Kinds of item on a bucket's page: the bytes themselves, or where the pages with them begin. */
const ItemType = { here: 1, elsewhere: 3 } as const;

/** Whether the bytes begin such a database, of either byte order. */
export function isBerkeleyHash(bytes: Uint8Array): boolean {
  if (bytes.length < 512) return false;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return view.getUint32(12, true) === HASH_MAGIC || view.getUint32(12) === HASH_MAGIC;
}

/** The value of every key. In a sound database each byte belongs to one value, so that all together are no longer than the file; what would be is left out. */
export function* berkeleyValues(bytes: Uint8Array): Generator<Uint8Array> {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const little = view.getUint32(12, true) === HASH_MAGIC;
  const pageSize = view.getUint32(20, little);
  if (pageSize < 512 || pageSize > 65_536 || (pageSize & (pageSize - 1)) !== 0) return;
  let room = bytes.length;
  for (let page = pageSize; page + pageSize <= bytes.length; page += pageSize) {
    const type = bytes[page + 25];
    if (type !== PageType.hash && type !== PageType.unsortedHash) continue;
    const items = Math.min(view.getUint16(page + 20, little), (pageSize - PAGE_HEADER) >> 1);
    // Items lie from the end of the page towards its front, keys and values in turn.
    for (let item = 1; item < items; item += 2) {
      const start = view.getUint16(page + PAGE_HEADER + 2 * item, little);
      const end = view.getUint16(page + PAGE_HEADER + 2 * (item - 1), little);
      if (start < PAGE_HEADER || start >= end || end > pageSize) continue;
      const kind = bytes[page + start];
      const place = page + start + 4;
      const value = kind === ItemType.here ? bytes.subarray(page + start + 1, page + end)
        : kind === ItemType.elsewhere && start + 12 <= end ? overflow(view.getUint32(place, little), view.getUint32(place + 4, little)) : undefined;
      if (value === undefined) continue;
      room -= value.length;
      if (room < 0) return;
      yield value;
    }
  }

  /** The pages of one long value, joined; undefined where they do not make it up. */
  function overflow(first: number, length: number): Uint8Array | undefined {
    if (length > room) return undefined;
    const value = new Uint8Array(length);
    let filled = 0;
    for (let number = first; filled < length; ) {
      const page = number * pageSize;
      if (number === 0 || page + pageSize > bytes.length || bytes[page + 25] !== PageType.overflow) return undefined;
      const part = Math.min(view.getUint16(page + 22, little), pageSize - PAGE_HEADER, length - filled);
      if (part === 0) return undefined;
      value.set(bytes.subarray(page + PAGE_HEADER, page + PAGE_HEADER + part), filled);
      filled += part;
      number = view.getUint32(page + 16, little);
    }
    return value;
  }
}

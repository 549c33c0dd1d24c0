/** The two fields of a tar header whose meaning depends on the dialect: the type flag and the prefix of the name. */
import { EntryType, type EntryTypeCode } from '../image/layer-table';
import { textEnd } from './tar-block';
import { parseTarNumber } from './tar-number';

/** What a type flag means. NUL with a trailing slash is V7's directory; flags nobody knows are files, as POSIX asks. */
export function entryType(flag: number, name: Uint8Array): EntryTypeCode {
  switch (flag) {
    case 0: return name[name.length - 1] === 0x2f ? EntryType.dir : EntryType.file;
    case 0x31: return EntryType.hardlink;
    case 0x32: return EntryType.symlink;
    case 0x33: return EntryType.char;
    case 0x34: return EntryType.block;
    case 0x35: case 0x44: return EntryType.dir;
    case 0x36: return EntryType.fifo;
    default: return EntryType.file;
  }
}

/** Whether a type flag is one of those that only some tar writers know (a volume label's `V`), and that therefore counts as a file. */
export function isUnknownType(flag: number): boolean {
  // NUL and 0 to 7; D and S are GNU's directories and sparse files.
  return flag !== 0 && !(flag >= 0x30 && flag <= 0x37) && flag !== 0x44 && flag !== 0x53;
}

/** Length of the prefix of the header at `at`, 0 where the dialect has none. The prefix begins at 345. */
export function prefixLength(block: Uint8Array, at: number): number {
  if (block[at + 345] === 0) return 0;
  // "ustar"
  if (block[at + 257] !== 0x75 || block[at + 258] !== 0x73 || block[at + 259] !== 0x74 || block[at + 260] !== 0x61 || block[at + 261] !== 0x72) return 0;
  if (block[at + 262] === 0x20) {
    // GNU has atime and ctime here, unless Go before 1.8 wrote it by mistake: then they are no numbers but ASCII text.
    const times = parseTarNumber(block, at + 345, 12) + parseTarNumber(block, at + 357, 12);
    if (!Number.isNaN(times)) return 0;
    const end = textEnd(block, at + 345, at + 500);
    for (let i = at + 345; i < end; i += 1) if (block[i]! >= 0x80) return 0;
    return end - at - 345;
  }
  const star = block[at + 508] === 0x74 && block[at + 509] === 0x61 && block[at + 510] === 0x72 && block[at + 511] === 0;
  return textEnd(block, at + 345, at + 345 + (star ? 131 : 155)) - at - 345;
}

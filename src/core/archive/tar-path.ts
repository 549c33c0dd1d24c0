/** Names of tar entries as paths of a layer: relative to the root, in one spelling, and never out of the root. */

export interface LayerPath {
  /** Valid until the next call. */
  readonly bytes: Uint8Array;
  /** The name climbs above the root; `bytes` is then clamped to it. */
  readonly outside: boolean;
}

const SLASH = 0x2f;
const DOT = 0x2e;

let scratch = new Uint8Array(4096);

/**
 * Removes leading, doubled and trailing slashes and `.` segments and resolves `..` by the text alone. The result is a view
 * of the name where nothing had to change, else of a buffer that the next call reuses.
 */
export function normalisePath(name: Uint8Array): LayerPath {
  const plain = plainLength(name);
  if (plain >= 0) return { bytes: plain === name.length ? name : name.subarray(0, plain), outside: false };
  if (scratch.length < name.length) scratch = new Uint8Array(name.length * 2);
  let length = 0;
  let outside = false;
  let at = 0;
  while (at < name.length) {
    let end = at;
    while (end < name.length && name[end] !== SLASH) end += 1;
    const dots = end - at;
    if (dots === 0 || (dots === 1 && name[at] === DOT)) {
      // Nothing: a doubled slash, a leading one, or `.`.
    } else if (dots === 2 && name[at] === DOT && name[at + 1] === DOT) {
      if (length === 0) outside = true;
      while (length > 0 && scratch[length - 1] !== SLASH) length -= 1;
      if (length > 0) length -= 1;
    } else {
      if (length > 0) scratch[length++] = SLASH;
      scratch.set(name.subarray(at, end), length);
      length += end - at;
    }
    at = end + 1;
  }
  return { bytes: scratch.subarray(0, length), outside };
}

/** Length of the name without one trailing slash when it is normal already, else -1. */
function plainLength(name: Uint8Array): number {
  const length = name.length;
  if (length === 0) return 0;
  let previous = SLASH;
  for (let at = 0; at < length; at += 1) {
    const byte = name[at]!;
    if (previous === SLASH && (byte === SLASH || byte === DOT) && !isDotName(name, at)) return -1;
    previous = byte;
  }
  return previous === SLASH ? length - 1 : length;
}

/** Whether the segment at `at` begins with a dot without being `.` or `..`. */
function isDotName(name: Uint8Array, at: number): boolean {
  if (name[at] !== DOT) return false;
  const next = name[at + 1];
  if (next === undefined || next === SLASH) return false;
  return next !== DOT || (name[at + 2] !== undefined && name[at + 2] !== SLASH);
}

/** Where the last segment of a normal path begins. */
export function baseStart(path: Uint8Array): number {
  return path.lastIndexOf(SLASH) + 1;
}

/** Whether any byte is outside ASCII: only then the name's UTF-8 needs to be checked. */
export function hasHighBytes(bytes: Uint8Array): boolean {
  for (let at = 0; at < bytes.length; at += 1) if (bytes[at]! >= 0x80) return true;
  return false;
}

/** Where everything lies in the module's memory, which never grows: the host writes input and reads output in place. */

/** Compressed input. Eight bytes before it keep what inflate's bit buffer may have to give back. */
export const INPUT_SIZE: i32 = 256 << 10;
export const INPUT: usize = memory.data((256 << 10) + 64, 64) + 64;

/** How far back a DEFLATE match may reach (RFC 1951, section 2). */
export const HISTORY_SIZE: i32 = 32 << 10;
/** Decompressed bytes handed to the host at once. */
export const OUTPUT_SIZE: i32 = 512 << 10;
/** A match that begins inside the output may end this far behind it, counting the words that the copy loops overshoot. */
const OUTPUT_SLACK: i32 = 1 << 10;
const WINDOW: usize = memory.data(((32 + 512) << 10) + (1 << 10), 64);
export const HISTORY: usize = WINDOW;
export const OUTPUT: usize = WINDOW + HISTORY_SIZE;

/** Where the host puts bytes for hashing that are not in this memory yet. */
export const STAGING_SIZE: i32 = 128 << 10;
export const STAGING: usize = memory.data(128 << 10, 64);

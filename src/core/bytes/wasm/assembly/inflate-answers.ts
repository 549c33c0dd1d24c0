/** What the parts of inflate answer one another, and `inflate` the host. */

/** It wants input, gave output, reached the end of the DEFLATE stream, or found an error. */
export const NEED_INPUT: i32 = 0;
export const OUTPUT_READY: i32 = 1;
export const STREAM_END: i32 = 2;
export const TRUNCATED: i32 = 3;
export const CORRUPT: i32 = 4;
/** Internal: the codes of this block are used up. */
export const BLOCK_END: i32 = -1;

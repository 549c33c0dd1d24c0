/** What the host sees of the module. Pointers are addresses in the exported memory; sizes are bytes. */
export { INPUT, INPUT_SIZE, OUTPUT_SIZE, STAGING, STAGING_SIZE } from './memory';
export { crc32 } from './crc32';
export { XXH64_STATE, XXH64_STATE_SIZE, xxh64Digest, xxh64DigestHigh, xxh64Reset, xxh64Update } from './xxh64';
export { SHA256_STATE, SHA256_STATE_SIZE, sha256Finish, sha256Reset, sha256Update } from './sha256';
export { clearInput, inputPosition, makeRoom, setInput, skipInput } from './input';
export { bufferedBytes } from './inflate-bits';
export { checksum, inflate, inflateNext, inflateReset, outputEnd, outputFrom, streamLength, takeOutput } from './inflate';

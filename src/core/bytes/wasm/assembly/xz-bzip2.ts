/** What the host sees of the second module, which is loaded only when an xz or a bzip2 file is met. */
export { INPUT, INPUT_SIZE, STAGING, STAGING_SIZE } from './memory';
export { clearInput, inputPosition, makeRoom, setInput, skipInput } from './input';
export { crc32 } from './crc32';
export { crc64High, crc64Low, crc64Reset, crc64Update } from './crc64';
export { SHA256_STATE, sha256Finish, sha256Reset, sha256Update } from './sha256';
export { chunkStart, copyChunk, decodeChunk, lzma2Reset, resetDictionary, resetState, setProperties } from './lzma2';
export { bufferedBytes, bunzip2, bunzip2Length, bunzip2Output, bunzip2Reset, bunzip2TakeOutput } from './bzip2';

/** The problems that decompression can meet, told the same way for every format. */
import type { Compression } from '../image/image';
import type { Diagnostic } from '../problem';
import { ProblemError } from '../problem';

type Format = Exclude<Compression, 'none'>;

const recompress = 'Fetch or save the archive again: it was damaged on its way, or the tool that wrote it was stopped.';

/** The compressed data contradict themselves or their checksum. `offset` counts compressed bytes from the start of the stream. */
export function corrupt(format: Format, what: string, offset: number): ProblemError {
  return new ProblemError({
    kind: `${format}-corrupt`,
    message: `The ${format} data are damaged: ${what}, at byte ${offset} of the compressed data.`,
    advice: recompress,
    where: { compressedOffset: offset },
  });
}

/** The compressed data end too early. */
export function truncated(format: Format, offset: number): ProblemError {
  return new ProblemError({
    kind: `${format}-truncated`,
    message: `The ${format} data end in the middle, at byte ${offset} of the compressed data.`,
    advice: recompress,
    where: { compressedOffset: offset },
  });
}

/** The data may be sound, but ask for something that is not supported here. */
export function unsupported(format: Format, what: string, advice: string, offset: number): ProblemError {
  return new ProblemError({
    kind: `${format}-unsupported`,
    message: `The ${format} data cannot be read here: ${what}, at byte ${offset} of the compressed data.`,
    advice,
    where: { compressedOffset: offset },
  });
}

/** Bytes behind the last stream or member, which the native tools ignore too, with a warning. */
export function trailingGarbage(format: Format, offset: number): Diagnostic {
  return {
    kind: `${format}-trailing-garbage`,
    message: `Bytes that are not ${format} follow the compressed data, at byte ${offset}; they were ignored.`,
    advice: 'Compress the data again if the file should hold more than was found in it.',
    where: { compressedOffset: offset },
  };
}

/** Opens an image file for the headless commands: file, archive, scanner and analysis in one. */
import { decompressedSource } from '../../src/core/archive/decompressed-source';
import { openArchive, type OpenedArchive } from '../../src/core/archive/open';
import type { ByteSource } from '../../src/core/bytes/byte-source';
import type { Codecs } from '../../src/core/bytes/codec';
import { analyseImage, type AnalysedImage, type AnalyseOptions } from '../../src/core/image/analyse';
import { failure, success, type Outcome } from '../../src/core/problem';
import { openFileSource, type FileSource } from './file-source';
import { codecs as sharedCodecs, sequentialScanner } from './host';

/** An open file with what it holds; `close` when done. */
export interface OpenImageFile extends OpenedArchive {
  readonly source: ByteSource;
  readonly codecs: Codecs;
  close(): Promise<void>;
}

/** Opens a file of the disk. Fails when it is missing, unreadable, or no image. */
export async function openImageFile(path: string): Promise<Outcome<OpenImageFile>> {
  let source: FileSource;
  try {
    source = await openFileSource(path);
  } catch (error) {
    const reason = (error as NodeJS.ErrnoException).code ?? 'unknown';
    return failure({ kind: 'file-unreadable', message: `The file ${path} cannot be opened (${reason}).`, advice: 'Check its name and your permission to read it.', where: { file: path } });
  }
  const codecs = await sharedCodecs();
  const opened = await openArchive(source, codecs);
  if (!opened.ok) {
    await source.close();
    return opened;
  }
  return success({ ...opened.value, source, codecs, close: () => source.close() });
}

/** Which image is meant: `--image N`, or the first for `--platform os/arch`, or the first that is there. */
export function chooseImage(file: OpenedArchive, image: number | undefined, platform: string | undefined): Outcome<number> {
  const { images } = file.archive;
  if (image !== undefined) return success(image);
  if (platform === undefined) return success(Math.max(images.findIndex(({ present }) => present), 0));
  const found = images.findIndex((candidate) => candidate.platform === platform || candidate.platform.startsWith(`${platform}/`));
  if (found >= 0) return success(found);
  return failure({
    kind: 'no-such-platform',
    message: `The archive holds no image for ${platform}, only for ${[...new Set(images.map((candidate) => candidate.platform))].join(', ')}.`,
    advice: 'Choose one of these.',
  });
}

/** Scans and merges one image of an open file. */
export function analyse(file: OpenImageFile, image: number, options: AnalyseOptions = {}): Promise<Outcome<AnalysedImage>> {
  return analyseImage(file, image, sequentialScanner(file.source, file.codecs), options);
}

/** The bytes that blob locations point into: the file, or what its outer compression holds. */
export function contentOf(file: OpenImageFile): ByteSource {
  if (file.archive.outerCompression === 'none') return file.source;
  const end = Math.max(0, ...file.archive.images.flatMap(({ layers }) => layers.map(({ location }) => (location === undefined ? 0 : location.offset + location.size))));
  return decompressedSource(file.source, file.codecs, end);
}

/** Opens an image file for the headless commands: file, archive, scanner and analysis in one. */
import { readdir, stat } from 'node:fs/promises';
import { basename, join, relative, sep } from 'node:path';
import { decompressedSource } from '../../src/core/archive/decompressed-source';
import { joinFolder } from '../../src/core/archive/join-folder';
import { openArchive, type OpenedArchive } from '../../src/core/archive/open';
import { openFolder } from '../../src/core/archive/open-folder';
import type { OpenOptions } from '../../src/core/archive/outer-scan';
import type { ByteSource } from '../../src/core/bytes/byte-source';
import { joinSources } from '../../src/core/bytes/joined-source';
import type { Codecs } from '../../src/core/bytes/codec';
import { analyseImage, type AnalysedImage } from '../../src/core/image/analyse';
import type { AnalyseOptions } from '../../src/core/image/scan-layers';
import { failure, success, type Outcome, type Problem } from '../../src/core/problem';
import type { CommandResult } from './command';
import { openFileSource, type FileSource } from './file-source';
import { codecs as sharedCodecs, sequentialScanner } from './host';
import { unreadable } from './input-file';

/** Files that are held open at once; an image of 127 layers has about 140. */
const MOST_FILES = 1000;

/** An open file with what it holds; `close` when done. */
export interface OpenImageFile extends OpenedArchive {
  readonly source: ByteSource;
  readonly codecs: Codecs;
  close(): Promise<void>;
}

/** Opens a file of the disk, or a folder with an unpacked image. Fails when it is missing, unreadable, or no image. */
export async function openImageFile(path: string, options: OpenOptions = {}): Promise<Outcome<OpenImageFile>> {
  let source: FileSource;
  try {
    const info = await stat(path);
    if (info.isDirectory()) return await openImageFolder(path);
    if (!info.isFile()) return failure(notSeekable(path));
    source = await openFileSource(path);
  } catch (error) {
    return failure(unreadable(path, error));
  }
  const codecs = await sharedCodecs();
  const opened = await openArchive(source, codecs, options);
  if (!opened.ok) {
    await source.close();
    return opened;
  }
  return success({ ...opened.value, source, codecs, close: () => source.close() });
}

/** An image is read from several places, which a pipe or a device cannot give; opening a pipe that nobody writes to would wait for ever. */
function notSeekable(path: string): Problem {
  return { kind: 'file-unreadable', message: `The file ${JSON.stringify(path)} is a pipe or a device.`, advice: 'Write the image to a file first: `docker save IMAGE -o image.tar`.', where: { file: path } };
}

async function openImageFolder(folder: string): Promise<Outcome<OpenImageFile>> {
  const names = (await readdir(folder, { recursive: true, withFileTypes: true })).filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name)).sort();
  if (names.length > MOST_FILES) {
    return failure({ kind: 'no-image', message: `The folder ${folder} holds ${names.length} files, more than any unpacked image.`, advice: 'Name the folder with index.json or manifest.json in it.', where: { file: folder } });
  }
  if (names.length === 0) {
    return failure({ kind: 'no-image', message: `The folder ${folder} holds no files.`, advice: 'Name the folder with index.json or manifest.json in it.', where: { file: folder } });
  }
  const sources: FileSource[] = [];
  for (const name of names) sources.push(await openFileSource(name));
  const close = async (): Promise<void> => {
    for (const source of sources) await source.close();
  };
  const files = sources.map((source, index) => ({ path: relative(folder, names[index]!).split(sep).join('/'), source }));
  const opened = await openFolder(basename(folder), files);
  if (!opened.ok) {
    await close();
    return opened;
  }
  const source = joinSources(basename(folder), sources);
  return success({ ...joinFolder(opened.value, source.starts), source, codecs: await sharedCodecs(), close });
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

/** Opens a file, analyses the image that is meant and answers by it; the file is closed whatever comes of it. */
export async function withImage(
  path: string, wanted: { readonly image?: number | undefined; readonly platform?: string | undefined }, answer: (analysed: AnalysedImage, file: OpenImageFile) => CommandResult | Promise<CommandResult>,
  options: OpenOptions & AnalyseOptions = {},
): Promise<CommandResult> {
  const file = await openImageFile(path, options);
  if (!file.ok) return { kind: 'problem', problem: file.problem };
  try {
    const image = chooseImage(file.value, wanted.image, wanted.platform);
    if (!image.ok) return { kind: 'problem', problem: image.problem };
    const analysed = await analyse(file.value, image.value, options);
    return analysed.ok ? await answer(analysed.value, file.value) : { kind: 'problem', problem: analysed.problem };
  } finally {
    await file.value.close();
  }
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

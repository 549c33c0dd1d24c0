/** The two things that are compared: an image, or anything else that tells which files there are. */
import type { LayerScanner } from '../archive/scanner';
import { decodeUtf8 } from '../bytes/text';
import type { AnalysedImage } from '../image/analyse';
import type { PackageIndex } from '../packages/package-index';
import { failure, success, type Outcome } from '../problem';
import type { Steps } from '../steps';
import { treeOf, treeOfImage, type FileTree } from './file-tree';
import { readFileList } from './file-list';
import { readMintReport, type KeptBecause } from './mint-report';

export type Side = ImageSide | ListSide;

/** `scanner` reads content for the static evidence; without it only names and attributes are compared. */
export interface ImageSide {
  readonly kind: 'image';
  readonly analysed: AnalysedImage;
  readonly scanner?: LayerScanner;
  /** The packages of the last layer, where somebody may know them already. */
  readonly packages?: () => Steps<PackageIndex>;
}

/** A list of files: `tar -t`, `tar -tv`, `find`, `find -ls`, or mint's creport.json. */
export interface ListSide {
  readonly kind: 'list';
  readonly name: string;
  readonly bytes: number;
  readonly format: 'names' | 'tar' | 'find' | 'creport';
  readonly tree: FileTree;
  /** How mint came to keep each path, when it was mint who wrote the list. */
  readonly kept?: ReadonlyMap<string, KeptBecause>;
}

export function sideOfImage(analysed: AnalysedImage, scanner?: LayerScanner, packages?: () => Steps<PackageIndex>): ImageSide {
  return { kind: 'image', analysed, ...(scanner === undefined ? {} : { scanner }), ...(packages === undefined ? {} : { packages }) };
}

/** Reads a file that is no image: mint's reports are told by their content, all else is a list of files, one a line. */
export function sideOfFile(name: string, content: Uint8Array): Outcome<ListSide> {
  const text = decodeUtf8(content);
  if (/^\s*\{/.test(text)) {
    const report = readMintReport(name, text);
    if (!report.ok) return report;
    if (report.value.kind === 'slim-report') {
      return failure({
        kind: 'no-file-list', message: `${name} is mint's summary of the build: it holds sizes, but no list of files.`,
        advice: `Drop creport.json instead, which lies beside the artifacts${report.value.artifacts === undefined ? '' : ` in ${report.value.artifacts}`}, or the slim image itself.`,
        where: { file: name },
      });
    }
    return success({ kind: 'list', name, bytes: content.length, format: 'creport', tree: treeOf(report.value.entries), kept: report.value.kept });
  }
  const list = readFileList(content);
  if (list.entries.length === 0 || isJsonList(text)) {
    return failure({
      kind: 'no-file-list', message: `${name} names no files.`, advice: 'Drop an image (`docker save IMAGE -o image.tar`) or a list of paths, one a line (`tar -t`, `find /`).', where: { file: name },
    });
  }
  return success({ kind: 'list', name, bytes: content.length, format: list.format, tree: treeOf(list.entries) });
}

/** Its lines would be taken for names, each with a comma. */
function isJsonList(text: string): boolean {
  if (!/^\s*\[/.test(text)) return false;
  try {
    return Array.isArray(JSON.parse(text));
  } catch {
    return false;
  }
}

export function treeOfSide(side: Side): FileTree {
  return side.kind === 'image' ? treeOfImage(side.analysed.fs) : side.tree;
}

export function nameOfSide(side: Side): string {
  return side.kind === 'image' ? side.analysed.archive.name : side.name;
}

export function bytesOfSide(side: Side): number {
  return side.kind === 'image' ? side.analysed.archive.size : side.bytes;
}

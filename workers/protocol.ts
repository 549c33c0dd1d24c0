/** The only types that cross between page and workers. Everything here survives structured clone. */
import type { AdviceProgress } from '../src/core/advice/advise';
import type { BudgetReport, ImageReport, DockerfileReport, PackagesReport, PlanReport, Report, WasteReport, AdvicePlan, ComparisonReport, ContextReport, Finding, NewFile } from '../src/core/report/report';
import type { PathEvent } from '../src/core/image/path-history';
import type { TreeAnswer, TreeQuery, TreeWindow } from '../src/core/image/tree-view';
import type { Verification } from '../src/core/image/verify-layers';
import type { Picture, PictureQuery } from '../src/core/picture/picture';
import type { ComparePhase } from '../src/core/compare/compare-images';
import type { ComparisonHead } from '../src/core/compare/comparison-report';
import type { CheckedList, ListKind } from '../src/core/compare/lists/check-list';
import type { RepairResult } from '../src/core/compare/repair';
import type { ExtractForm } from '../src/core/extract/write-extract';
import type { PackedReport } from '../src/core/report/packed-report';
import type { Diagnostic, Outcome } from '../src/core/problem';
import type { DockerfileChange } from '../src/core/squash/dockerfile-change';
import type { VanishedGroup } from '../src/core/squash/vanished-groups';
import type { SquashFigures, SquashOptions, SquashResult } from '../src/core/squash/write';
import type { LintConfig } from '../src/core/lint/config';
import type { Link, LinkOptions } from '../src/core/permalink/make-link';
import type { OpenedLink } from '../src/core/permalink/open-link';
import type { ActionKind } from '../src/core/lint/fixes/actions';
import type { FixChoice } from '../src/core/lint/fixes/apply';
import type { RuleDescription } from '../src/core/lint/rule';

/** What was dropped: one file, or the files of a folder (an OCI layout) with their paths in it. */
export type ArchiveInput = { readonly kind: 'file'; readonly file: File } | { readonly kind: 'folder'; readonly name: string; readonly files: readonly { readonly path: string; readonly file: File }[] };

export interface ArchiveSummary {
  readonly format: string;
  readonly images: readonly { readonly tags: readonly string[]; readonly platform: string; readonly digest?: string; readonly present: boolean; readonly layers: number; readonly storedBytes: number }[];
}

/** True progress: bytes done of all that will be read, layers done of all. */
export interface Progress {
  readonly phase: 'opening' | 'scanning' | 'merging';
  readonly bytesDone: number;
  readonly bytesTotal: number;
  readonly layersDone: number;
  readonly layersTotal: number;
  /** Commands and stored sizes of the layers, as soon as they are known; `done` once scanned. */
  readonly layers?: readonly { readonly command: string; readonly storedBytes: number; readonly done: boolean }[];
}

/** Who owns the bytes, and databases of packages that are there but in a format that cannot be read. */
export interface PackagesAnswer extends PackagesReport {
  readonly unread: readonly string[];
}

/** A path as the tree names it: `TreeRow.id`, and the layer after which it is looked at (the last one when absent). */
export interface PathPlace {
  readonly id: number;
  readonly layer?: number;
}

export interface FileStart {
  readonly bytes: Uint8Array<ArrayBuffer>;
  /** Of the whole file. */
  readonly size: number;
}

/**
 * Where what is saved goes. `file`: a file that the person chose. `private`: the browser's own folder for this page, from where the
 * page hands it to the downloads without reading it. `memory`: for small things, and browsers that have neither.
 */
export type SaveTarget = { readonly kind: 'file'; readonly handle: FileSystemFileHandle } | { readonly kind: 'private' } | { readonly kind: 'memory' };

/** `file` holds the bytes unless they went to a file that the person chose. */
export interface Saved<T> {
  readonly result: T;
  readonly file?: Blob;
}

export interface SaveProgress {
  /** Compressing comes before anything is written, and counts its own bytes. */
  readonly phase?: 'compressing' | 'writing';
  readonly bytesDone: number;
  readonly bytesTotal: number;
}

/** Data layers `from` to `to`, both included, with how to write them. */
export interface SquashRequest extends Pick<SquashOptions, 'layout' | 'gzip' | 'tags'> {
  readonly from: number;
  readonly to: number;
}

export interface RuleFile {
  readonly name: string;
  readonly text: string;
}

/** The texts of files with rules for images. */
export interface BudgetFiles {
  /** `.dive-ci` or `.dive.yaml`. */
  readonly dive?: RuleFile;
  /** `.plimsoll.yaml`. */
  readonly own?: RuleFile;
}

/** Exports that need the image itself, not only its report. */
export type ImageExport = 'dive-json' | 'files-csv';

/** What squashing a range would do, with its evidence. */
export interface SquashPreview extends SquashFigures {
  /** Files that vanish, largest first, the first thousands of them, as rows of waste. */
  readonly vanished: readonly WasteReport[];
  readonly vanishedFiles: number;
  readonly vanishedBytes: number;
  /** All of them by their cause; the largest groups, largest first. */
  readonly groups: readonly (Omit<VanishedGroup, 'path'> & { readonly path: string })[];
  /** Files of layers below that hard links of the range need, and that are stored once more. */
  readonly copied: { readonly files: number; readonly bytes: number };
  readonly changes: readonly DockerfileChange[];
}

export interface CompareOptions {
  /** List paths of which only the time differs as changed. */
  readonly times: boolean;
}

/** The key of an open image, or a file that lists files. */
export type CompareSide = string | File;

/** Several builds of one original; paths are escaped. */
export interface BuildsAnswer {
  readonly always: number;
  /** The first thousands; `flickering` counts all. */
  readonly flickers: readonly { readonly path: string; readonly keptBy: readonly number[] }[];
  readonly flickering: number;
  /** All paths that at least one build keeps, in mint's format. */
  readonly union: string;
  readonly unionCount: number;
}

export type { ComparisonHead };

export interface CompareQuery {
  readonly list: 'removed' | 'added' | 'changed' | 'moved';
  readonly search: string;
  readonly sort: 'size' | 'path';
}

export interface CompareRow {
  readonly path: string;
  readonly size: number;
  readonly type?: string;
  /** Of a changed file. */
  readonly sizeAfter?: number;
  readonly changes?: readonly string[];
  /** Where a moved file is now. */
  readonly to?: string;
}

export interface CompareRows {
  /** Of all that the query finds. */
  readonly count: number;
  readonly bytes: number;
  readonly rows: readonly CompareRow[];
}

/** What a choice of concerns comes to: removed files that are kept after all, and the lists for mint. */
export interface CompareTicks {
  readonly files: number;
  readonly bytes: number;
  readonly lists: NonNullable<ComparisonReport['lists']>;
}

/** What lies open beside an image, or instead of one. */
export interface AdviceQuestion {
  readonly dockerfile?: string;
  readonly findings?: readonly Finding[];
  readonly context?: ContextReport;
  /** Whether to look into files for what only their content tells. */
  readonly look: boolean;
}

export interface AdviceAnswer {
  readonly plan: AdvicePlan;
  /** The findings that were given, with their bytes. */
  readonly findings: readonly Finding[];
  readonly diagnostics: readonly Diagnostic[];
}

/** Files of a project folder; a string and a column cross faster than a hundred thousand objects. */
export interface FolderListing {
  readonly name: string;
  /** Paths in the folder, with a NUL between them. */
  readonly paths: string;
  readonly bytes: Float64Array;
  /** The Dockerfile that is built, and the ignore file that applies to it. */
  readonly dockerfile?: { readonly path: string; readonly text: string };
  readonly ignoreFile?: { readonly path: string; readonly text: string };
  readonly diagnostics: readonly Diagnostic[];
}

/** Owns the models of the open files; `key` is chosen by the page, one per dropped file. */
export interface SessionApi {
  /** Reads what the archive holds, without its layers. */
  open(key: string, input: ArchiveInput, onProgress: (progress: Progress) => void): Promise<Outcome<ArchiveSummary>>;
  /** Scans and analyses one image of it. */
  analyse(key: string, image: number, onProgress: (progress: Progress) => void): Promise<Outcome<PackedReport>>;
  /** Stops whatever runs for this key; its promise then settles with a problem of kind `cancelled`. */
  cancel(key: string): Promise<void>;
  /** Forgets the file and frees its memory. */
  close(key: string): Promise<void>;
  /** Makes (or replaces) the tree view of this key; answers its first rows, `rows` of them; `cancelled` when a newer query came meanwhile. */
  treeOpen(key: string, query: TreeQuery, rows: number): Promise<Outcome<TreeAnswer & { readonly window: TreeWindow }>>;
  /** Rows [from, to) of the current view. */
  treeRows(key: string, from: number, to: number): Promise<TreeWindow>;
  /** Opens or folds a directory by the `id` of its row, or all; answers the rows [from, to) of what it makes. */
  treeToggle(key: string, id: number | 'all', expanded: boolean, from: number, to: number): Promise<TreeWindow>;
  /** Bytes per package and kind of dead weight; worked out at the first call, and shown in the tree's rows from then on. */
  packages(key: string): Promise<Outcome<PackagesAnswer>>;
  /** What each layer did to one path, bottom first. */
  pathHistory(key: string, id: number): Promise<Outcome<readonly PathEvent[]>>;
  /** The first `maxBytes` of a regular file. */
  readFile(key: string, place: PathPlace, maxBytes: number): Promise<Outcome<FileStart>>;
  /** Saves a file as itself or as a tar, all else as a tar; the result is the number of bytes. `cancelSaving` stops it. */
  savePath(key: string, place: PathPlace, form: ExtractForm, target: SaveTarget, onProgress: (progress: SaveProgress) => void): Promise<Outcome<Saved<number>>>;
  /** The rectangles of the picture that can be seen. */
  picture(key: string, query: PictureQuery): Promise<Outcome<Picture>>;
  /** Every range's saving and the one that is recommended; worked out at the first call. */
  squashPlan(key: string): Promise<Outcome<PlanReport>>;
  /** Compares the layers with the digests that the image states; `cancelVerifying` stops it. */
  verify(key: string, onProgress: (bytesDone: number, bytesTotal: number) => void): Promise<Outcome<Verification>>;
  cancelVerifying(key: string): Promise<void>;
  /** What squashing this range would do, without doing it. */
  squashPreview(key: string, range: Pick<SquashRequest, 'from' | 'to'>): Promise<Outcome<SquashPreview>>;
  /** Writes the squashed image. `cancelSaving` stops it. */
  saveSquashed(key: string, request: SquashRequest, target: SaveTarget, onProgress: (progress: SaveProgress) => void): Promise<Outcome<Saved<SquashResult>>>;
  /** The text of an export that the report alone cannot give. */
  exportImage(key: string, format: ImageExport): Promise<Outcome<Blob>>;
  /** Holds the image against rules, those on its files included. */
  holdAgainst(key: string, rules: BudgetFiles): Promise<Outcome<BudgetReport>>;
  /**
   * Compares two sides: keys of analysed images, or files that list files (`tar -t`, `find`, mint's creport.json); `before` is the original.
   * `onDifference` gets what paths tell, before the checks look into files: those take several times as long. The last comparison is kept
   * for the calls below, from then on; when the checks are cancelled or fail, the difference stays.
   */
  compare(
    before: CompareSide, after: CompareSide, options: CompareOptions, onPhase: (phase: ComparePhase, share?: number) => void, onDifference: (head: ComparisonHead) => void,
  ): Promise<Outcome<ComparisonHead>>;
  compareRows(query: CompareQuery, from: number, to: number): Promise<Outcome<CompareRows>>;
  /** The files of one row of concerns, with their evidence. */
  compareConcern(id: string): Promise<Outcome<ComparisonReport['concerns']>>;
  compareTicks(ids: readonly string[]): Promise<Outcome<CompareTicks>>;
  /** The whole report, as it is exported. */
  comparisonReport(ids: readonly string[]): Promise<Outcome<ComparisonReport>>;
  /** Holds a list for mint that the user has against the comparison. */
  compareCheckList(text: string, kind: ListKind): Promise<Outcome<CheckedList>>;
  /** What several smaller builds of one original keep, and what flickers between them. */
  compareBuilds(original: string, builds: readonly string[]): Promise<Outcome<BuildsAnswer>>;
  /** Writes the second image with the files of these rows in one layer more. `cancelSaving` of its key stops it. */
  saveRepaired(before: string, after: string, ids: readonly string[], target: SaveTarget, onProgress: (progress: SaveProgress) => void): Promise<Outcome<Saved<RepairResult>>>;
  cancelComparing(): Promise<void>;
  /** What to do about an image (`key`), a Dockerfile, or both. */
  advise(
    key: string | undefined, question: AdviceQuestion, onProgress: (progress: AdviceProgress) => void, onDraft: (answer: AdviceAnswer) => void,
  ): Promise<Outcome<AdviceAnswer>>;
  /** Stops what `advise` does for this key. */
  cancelAdvising(key: string | undefined): Promise<void>;
  /** What a build would send of a folder. */
  context(listing: FolderListing): Promise<Outcome<ContextReport>>;
  /** Stops what is being saved of this key; that promise then settles with a problem of kind `cancelled`, and no file remains. */
  cancelSaving(key: string): Promise<void>;
}

/** Dockerfile work; one instance for the page. */
export interface LintApi {
  /**
   * The whole report, ShellCheck's findings included. `onFirst` gets it before ShellCheck has run: at once, while the whole takes a
   * second or two the first time. A call with the same `document` as a later one answers `cancelled`.
   */
  lint(name: string, source: string | ArrayBuffer, config?: LintConfig, document?: string, onFirst?: (report: DockerfileReport) => void): Promise<Outcome<DockerfileReport>>;
  /** How a rule describes itself; undefined for one that has no description here, such as ShellCheck's. */
  describe(code: string): Promise<RuleDescription | undefined>;
  /** Reads the text of a `.hadolint.yaml`. */
  readConfig(text: string): Promise<Outcome<LintConfig>>;
  /** Repairs what the choice names until nothing changes any more; ShellCheck runs only where one of its codes is named. */
  fixAll(source: string, choice: FixChoice, config?: LintConfig): Promise<Outcome<AppliedChoice>>;
  /** A repair that no rule asks for, in every RUN that allows it. */
  act(source: string, kind: ActionKind, config: LintConfig): Promise<Outcome<AppliedChoice>>;
}

/** A repaired text, with how many fixes of each rule were applied. */
export interface AppliedChoice {
  readonly text: string;
  /** Files to make beside it, such as a .dockerignore. */
  readonly files: readonly NewFile[];
  readonly applied: readonly { readonly rule: string; readonly count: number }[];
  /** Repairs that were chosen and could not be made. */
  readonly left: readonly { readonly rule: string; readonly count: number }[];
}

/** Reports as such: put into links, read from links and files, held against rules without their image. */
export interface ReportApi {
  makeLink(report: Report, options: LinkOptions): Promise<Outcome<Link>>;
  openLink(text: string): Promise<Outcome<OpenedLink>>;
  /** Reads a report that was exported as JSON. */
  read(file: Blob): Promise<Outcome<Report>>;
  holdAgainst(report: ImageReport, rules: BudgetFiles): Promise<Outcome<BudgetReport>>;
}

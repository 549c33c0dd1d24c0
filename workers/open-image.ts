/** One analysed image with everything that is asked of it after its report: each answer is worked out when it is first wanted. */
import { decompressedSource } from '../src/core/archive/decompressed-source';
import { placeInJoined } from '../src/core/archive/join-folder';
import { readEntry } from '../src/core/archive/read-rows';
import type { ByteSource } from '../src/core/bytes/byte-source';
import { parseDiveRules } from '../src/core/budget/dive-rules';
import { evaluateBudget } from '../src/core/budget/evaluate';
import { parseOwnRules } from '../src/core/budget/own-rules';
import type { Codecs } from '../src/core/bytes/codec';
import { createCodecs } from '../src/core/bytes/create-codecs';
import { askForCollection } from '../src/core/bytes/free-memory';
import { escapePath } from '../src/core/bytes/text';
import type { Rows } from '../src/core/columns';
import { diveJsonParts } from '../src/core/export/dive-json';
import { writeFilesCsv } from '../src/core/export/csv';
import { writeExtract, type ExtractForm } from '../src/core/extract/write-extract';
import type { AnalysedImage } from '../src/core/image/analyse';
import type { Layer } from '../src/core/image/image';
import { EntryType } from '../src/core/image/layer-table';
import { pathHistory, type PathEvent } from '../src/core/image/path-history';
import { layerCount, versionAt } from '../src/core/image/root-fs';
import { TreeView } from '../src/core/image/tree-rows';
import { verifyLayers, type Verification } from '../src/core/image/verify-layers';
import { KINDS } from '../src/core/packages/kinds';
import { indexPackagesInSteps, type PackageIndex } from '../src/core/packages/package-index';
import { packagesReport } from '../src/core/packages/packages-report';
import { withoutPackageLists } from '../src/core/packages/release-lists';
import { soleOwners } from '../src/core/packages/sole-owners';
import { groupingOf } from '../src/core/picture/grouping';
import { drawPicture, type Picture, type PictureQuery } from '../src/core/picture/picture';
import { weigh, type Weights } from '../src/core/picture/weights';
import { failure, success, type Outcome, type Problem } from '../src/core/problem';
import { buildImageReport } from '../src/core/report/image-report';
import type { BudgetReport, PlanReport } from '../src/core/report/report';
import { planReport } from '../src/core/squash/plan-report';
import { rangeEvidence } from '../src/core/squash/evidence';
import { predictSquash, writeSquashed, type SquashOptions, type SquashResult } from '../src/core/squash/write';
import { finish, type Steps } from '../src/core/steps';
import { findHidden, largestFirst, type HiddenPayload } from '../src/core/waste/hidden';
import type { ByteSink, Digester } from '../src/core/writer/byte-sink';
import { LayerReader } from '../src/core/writer/layer-reader';
import { blobSource } from './blob-source';
import { cancellable, type Job } from './cancelling';
import { fileScanner, sourceScanner, type ClosableScanner } from './image-scanner';
import { budgetFiles, fileRows } from './file-rows';
import type { ArchiveInput, BudgetFiles, FileStart, ImageExport, PackagesAnswer, PathPlace, SaveProgress, SquashPreview, SquashRequest } from './protocol';
import { rest } from './rests';
import type { TargetSink } from './save-target';
import { startLayerWorker } from './start-layer-worker';
import { WorkerDigester } from './worker-digester';

/** Rows of evidence that a range sends to the page; their number and bytes are told in full. */
const MOST_VANISHED = 5000;

/** Bytes of a layer below which starting a worker takes longer than hashing them here. */
const WORKER_PAYS = 16 << 20;

export class OpenImage {
  #analysed: AnalysedImage;
  readonly tree: TreeView;
  readonly #file: File;
  #packages: PackageIndex | undefined;
  #owners: Int32Array | undefined;
  #answer: PackagesAnswer | undefined;
  #weights: Weights | undefined;
  #plan: PlanReport | undefined;
  #hidden: Rows<HiddenPayload> | undefined;

  constructor(input: ArchiveInput, analysed: AnalysedImage) {
    const { file, layers } = oneFile(input, analysed.image.layers);
    this.#file = file;
    this.#analysed = { ...analysed, image: { ...analysed.image, layers } };
    this.tree = new TreeView(analysed.fs, {
      packageOf: (node) => {
        const index = this.#packages;
        this.#owners ??= index && soleOwners(analysed.fs.paths, index);
        return index?.packages[this.#owners?.[node] ?? -1]?.name;
      },
      kindsOf: (node) => {
        const kind = KINDS[this.#packages?.kind[node] ?? -1];
        return kind ? [kind.id] : [];
      },
    });
  }

  get analysed(): AnalysedImage {
    return this.#analysed;
  }

  /** The packages of the last layer; reads the databases at the first call. */
  get packages(): PackageIndex {
    return this.#packages ?? finish(this.readPackages());
  }

  /** The same in short steps. Whoever asks for them meanwhile is not kept waiting for these. */
  *readPackages(): Steps<PackageIndex> {
    if (this.#packages !== undefined) return this.#packages;
    const { image, fs } = this.#analysed;
    const packages = yield* indexPackagesInSteps(image, fs);
    if (this.#packages === undefined) {
      this.#packages = packages;
      this.#analysed = { ...this.#analysed, image: withoutPackageLists(image, fs) };
    }
    return this.#packages;
  }

  packagesAnswer(): PackagesAnswer {
    this.#answer ??= { ...packagesReport(this.packages, this.analysed.fs), unread: this.packages.unread };
    return this.#answer;
  }

  history(id: number): readonly PathEvent[] {
    const { fs } = this.analysed;
    return id > 0 && id < fs.paths.count ? pathHistory(fs, fs.paths.pathOf(id)) : [];
  }

  async readStart(place: PathPlace, maxBytes: number, job: Job): Promise<Outcome<FileStart>> {
    const { fs, image } = this.analysed;
    const version = this.#versionOf(place);
    if (version < 0 || fs.type[version] !== EntryType.file) return failure(noFile);
    const source = fs.payload[version]!;
    const layer = fs.born[source]!;
    const row = fs.row[source]!;
    const table = fs.tables[layer]!;
    const location = image.layers[layer]?.location;
    if (location === undefined) return failure(noFile);
    const codecs = await createCodecs(rest);
    const read = await readEntry(cancellable(this.#content(codecs), job), location, codecs, table, row, 0, maxBytes);
    return read.ok ? success({ bytes: read.value.slice(), size: table.size[row]! }) : read;
  }

  async save({ id, layer }: PathPlace, form: ExtractForm, sink: ByteSink, job: Job, onProgress: (progress: SaveProgress) => void): Promise<Outcome<number>> {
    const codecs = await createCodecs(rest);
    const reader = new LayerReader(cancellable(this.#content(codecs), job), codecs, this.analysed.image.layers.map(({ location }) => location));
    return writeExtract(this.analysed.fs, id, layer ?? layerCount(this.analysed.fs) - 1, {
      reader, sink, cancelled: () => job.cancelled, onProgress: (bytesDone, bytesTotal) => onProgress({ bytesDone, bytesTotal }),
    }, form);
  }

  picture(query: PictureQuery): Picture {
    this.#weights ??= weigh(this.analysed.fs);
    return drawPicture(this.analysed.fs, this.#weights, groupingOf(query.colour, this.analysed, this.#weights, () => this.packages), query);
  }

  squashPlan(): PlanReport {
    this.#plan ??= planReport(this.analysed);
    return this.#plan;
  }

  squashPreview(range: Pick<SquashRequest, 'from' | 'to'>): Outcome<SquashPreview> {
    const figures = predictSquash(this.analysed, range);
    if (!figures.ok) return figures;
    // In the order of the evidence, which then has little left to sort.
    this.#hidden ??= largestFirst(findHidden(this.analysed.fs));
    const { vanished, vanishedFiles, groups, contentBytes, copied, changes } = rangeEvidence(this.analysed, range, this.squashPlan().base?.layers, this.#hidden, MOST_VANISHED);
    return success({
      ...figures.value,
      vanished: vanished.map(({ path, bytes, layer, reason, hiddenBy, changed }) => ({
        path: escapePath(path), bytes, reason, layers: [layer], ...(hiddenBy !== undefined && { hiddenBy }), ...(changed && { changed }),
      })),
      vanishedFiles, vanishedBytes: contentBytes,
      groups: groups.map((group) => ({ ...group, path: escapePath(group.path) })),
      copied: { files: copied.length, bytes: copied.reduce((sum, { bytes }) => sum + bytes, 0) },
      changes,
    });
  }

  async verify(job: Job, onProgress: (bytesDone: number, bytesTotal: number) => void): Promise<Outcome<Verification>> {
    const scanner = this.scanner(job);
    try {
      return await verifyLayers(this.analysed.image.layers, scanner, onProgress);
    } finally {
      scanner.close();
    }
  }

  async saveSquashed({ from, to, ...options }: SquashRequest, sink: TargetSink, job: Job, onProgress: (progress: SaveProgress) => void): Promise<Outcome<SquashResult>> {
    const codecs = await createCodecs(rest);
    const content = cancellable(this.#content(codecs), job);
    const digesters: WorkerDigester[] = [];
    const createDigester = (bytes: number): Digester => {
      if (bytes < WORKER_PAYS) return codecs.createSha256();
      const digester = new WorkerDigester(startLayerWorker());
      digesters.push(digester);
      return digester;
    };
    // What the plan and the evidence left behind lies in memory still.
    askForCollection();
    try {
      return await writeSquashed(this.analysed, content, { from, to }, { ...options, createDigester, ...this.#copyTo(sink) }, sink, codecs, onProgress, () => job.cancelled);
    } finally {
      for (const digester of digesters) digester.close();
    }
  }

  /** Layers that stay as they are need not come here on their way from file to file. */
  #copyTo({ copy }: TargetSink): Pick<SquashOptions, 'copy'> {
    if (copy === undefined || this.analysed.archive.outerCompression !== 'none') return {};
    return { copy: (offset, length) => copy(this.#file, offset, length) };
  }

  exported(format: ImageExport): Blob {
    if (format === 'dive-json') return new Blob([...diveJsonParts(this.analysed, buildImageReport(this.analysed))], { type: 'application/json' });
    return new Blob([writeFilesCsv(fileRows(this.analysed.fs))], { type: 'text/csv' });
  }

  heldAgainst({ dive, own }: BudgetFiles): BudgetReport {
    const report = buildImageReport(this.analysed);
    const rules = own && parseOwnRules(own.text, own.name);
    return evaluateBudget({
      // The databases are read only for rules that ask for packages.
      report: rules?.rules.forbiddenPackages === undefined ? report : { ...report, packages: this.packagesAnswer() },
      files: budgetFiles(this.analysed.fs), ...(dive && { dive: parseDiveRules(dive.text, dive.name) }), ...(rules && { own: rules }),
    });
  }

  /** The image with its bytes, for writing another one of it. */
  async content(job: Job): Promise<{ readonly analysed: AnalysedImage; readonly source: ByteSource; readonly codecs: Codecs }> {
    const codecs = await createCodecs(rest);
    return { analysed: this.analysed, source: cancellable(this.#content(codecs), job), codecs };
  }

  /** Reads into files of any layer; closed by whoever asks for it. */
  scanner(job: Job): ClosableScanner {
    if (this.analysed.archive.outerCompression === 'none') return fileScanner(this.#file, job);
    return sourceScanner(async () => cancellable(this.#content(await createCodecs(rest)), job));
  }

  /** What a path is after the layer; of one that the layer removed, what it was before. */
  #versionOf({ id, layer = layerCount(this.analysed.fs) - 1 }: PathPlace): number {
    const { fs } = this.analysed;
    if (!(id > 0 && id < fs.paths.count)) return -1;
    const version = versionAt(fs, id, layer);
    return version < 0 && layer > 0 ? versionAt(fs, id, layer - 1) : version;
  }

  /** The bytes that the layers' locations mean: the file, or what its outer compression holds. */
  #content(codecs: Parameters<typeof decompressedSource>[1]): ByteSource {
    const source = blobSource(this.#file);
    if (this.analysed.archive.outerCompression === 'none') return source;
    return decompressedSource(source, codecs, this.#contentBytes());
  }

  /** Where the last layer ends in what the outer compression holds. */
  #contentBytes(): number {
    return this.analysed.archive.images.flatMap(({ layers }) => layers).reduce((most, { location }) => Math.max(most, location ? location.offset + location.size : 0), 0);
  }
}

/** A folder's files laid end to end are one file, of which the browser copies nothing; its layers move to their places in it. */
function oneFile(input: ArchiveInput, layers: readonly Layer[]): { readonly file: File; readonly layers: readonly Layer[] } {
  if (input.kind === 'file') return { file: input.file, layers };
  const starts: number[] = [];
  let end = 0;
  for (const { file } of input.files) {
    starts.push(end);
    end += file.size;
  }
  return { file: new File(input.files.map(({ file }) => file), input.name), layers: layers.map((layer) => placeInJoined(layer, starts)) };
}

const noFile: Problem = { kind: 'no-content', message: 'There is no regular file at this path in this layer.', advice: 'Only regular files have a content of their own.' };

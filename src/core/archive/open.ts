/** Opens what a user dropped: reads the file once, tells its layout by content, and lists its images with their layers. */
import type { ByteSource } from '../bytes/byte-source';
import type { Codecs } from '../bytes/codec';
import { latin1 } from '../bytes/latin1';
import { decodeUtf8 } from '../bytes/text';
import type { Archive, BlobLocation, ImageDescriptor } from '../image/image';
import { EntryType, pathBytes } from '../image/layer-table';
import { failure, success, type Diagnostic, type Outcome, type Problem } from '../problem';
import { BoundedDiagnostics } from './diagnostic-list';
import { field, isObject, parseJson } from './json';
import { readLayout } from './layout';
import { Members, membersOfTable } from './members';
import { MAX_JSON, scanOuter, type OpenOptions, type OuterScan } from './outer-scan';
import { archiveProblem, quoted } from './problems';
import type { LayerScan } from './scanner';

export interface OpenedArchive {
  readonly archive: Archive;
  /**
   * Layers that were scanned on the way, by `LayerDescriptor.location.member`: all of a compressed file, which cannot be
   * seeked, and the one of a flat root file system. Whoever scans looks here first.
   */
  readonly scans: ReadonlyMap<string, LayerScan>;
}

/** Entries below which a tar without any manifest is taken for parts of an image rather than for a file system. */
const FEW_MEMBERS = 2000;

/**
 * Opens one file. A failure says what the file is or lacks, and which command makes the right one; what is merely odd is
 * among the archive's diagnostics. Locations are offsets in the file, after its outer compression if it has any.
 */
export async function openArchive(source: ByteSource, codecs: Codecs, options: OpenOptions = {}): Promise<Outcome<OpenedArchive>> {
  const scanned = await scanOuter(source, codecs, options);
  if (!scanned.ok) return scanned;
  const outer = scanned.value;
  const cut = damage(source.name, outer);
  if (outer.table.count === 0) return failure(cut ?? archiveProblem.empty(source.name));
  const members = new Members(membersOfTable(outer.table, outer.tarBytes), (location) => readSmall(source, outer, location));
  const diagnostics = new BoundedDiagnostics('the archive');
  diagnostics.push(...(cut === undefined ? [] : [cut]), ...outer.oddities, ...outer.leftOut);
  const sparse = sparseMembers(outer);
  const layout = await readLayout(source.name, members, diagnostics);
  if (layout?.ok !== true) {
    // A manifest that came before the cut is worth more than the cut; without images the cut is what went wrong.
    if (cut !== undefined) return failure(cut);
    if (layout?.problem.kind === 'layer-missing' && sparse[0] !== undefined) return failure(sparse[0]);
    if (isFileSystem(outer, members, layout?.problem)) return success(rootFileSystem(source, outer, members));
    return failure(layout?.problem ?? archiveProblem.noManifest(source.name));
  }
  diagnostics.push(...sparse);
  const { format, images } = layout.value;
  if (images.every((image) => image.layers.length === 0)) {
    diagnostics.push({ kind: 'no-layers', message: `The image in ${quoted(source.name)} has no layers: there is nothing in it.`, advice: 'Images FROM scratch that only set metadata are like this; nothing needs to be done.' });
  }
  return success({
    archive: { name: source.name, size: source.size, format, outerCompression: outer.compression, images, diagnostics: diagnostics.all() },
    scans: outer.compression === 'none' ? new Map() : outer.scans,
  });
}

/** What ended the pass early, as a problem. */
function damage(name: string, outer: OuterScan): Problem | undefined {
  if (outer.problem !== undefined) return archiveProblem.unreadable(name, outer.problem, outer.tarBytes);
  const { fault } = outer;
  if (fault === undefined) return undefined;
  return fault.kind === 'truncated' ? archiveProblem.truncated(name, fault.offset) : archiveProblem.corrupt(name, `it has ${fault.what}, at byte ${fault.offset}.`);
}

/** Parts of an image that `tar --sparse` packed: their bytes do not lie in one piece, as a layer's have to. */
function sparseMembers({ table }: OuterScan): Diagnostic[] {
  const paths = table.rare.flatMap(({ row, sparse }) => (sparse === undefined ? [] : [decodeUtf8(pathBytes(table, row))]));
  return paths.map((path) => ({
    kind: 'member-sparse',
    message: `The archive holds ${quoted(path)} without its stretches of zeros, as \`tar --sparse\` packs files. Nothing of it could be read.`,
    advice: 'Pack the folder again without `--sparse` (`-S`), or save the image again with `docker save IMAGE -o image.tar`.',
    where: { entry: path },
  }));
}

async function readSmall(source: ByteSource, outer: OuterScan, location: BlobLocation): Promise<Uint8Array | undefined> {
  const kept = outer.json.get(location.member);
  if (kept !== undefined) return kept;
  if (outer.compression !== 'none' || location.size > MAX_JSON) return undefined;
  return source.read(location.offset, location.size);
}

/** Kinds of problems that a file of the same name, which has nothing to do with images, would give. */
const PERHAPS_NO_MANIFEST = new Set(['manifest-invalid', 'manifest-empty', 'no-images', 'image-absent']);
const MANIFESTS = ['manifest.json', 'index.json', 'repositories'];
/** What lies at the root of nearly every system, and in no image archive. `docker export` makes four of them itself. */
const ROOT_FOLDERS = new Set(['bin', 'boot', 'dev', 'etc', 'home', 'lib', 'lib64', 'media', 'mnt', 'opt', 'proc', 'root', 'run', 'sbin', 'srv', 'sys', 'tmp', 'usr', 'var']);

/** Whether a tar without a usable manifest is a flat file system: it looks like one, or nothing in it looks like parts of an image. */
function isFileSystem(outer: OuterScan, members: Members, problem: Problem | undefined): boolean {
  if (problem?.kind === 'manifest-path-escapes') return false;
  if (looksLikeRoot(outer)) return true;
  if (problem !== undefined && (!PERHAPS_NO_MANIFEST.has(problem.kind) || outer.table.count === 1)) return false;
  return !looksLikeParts(outer, members, problem !== undefined);
}

/** Whether two of the usual folders, or more, lie at the top. */
function looksLikeRoot({ table }: OuterScan): boolean {
  const found = new Set<string>();
  for (let row = 0; row < table.count && found.size < 2; row += 1) {
    const path = pathBytes(table, row);
    const slash = path.indexOf(0x2f);
    const first = slash < 0 && table.type[row] !== EntryType.dir && table.type[row] !== EntryType.symlink ? '' : latin1(path.subarray(0, slash < 0 ? path.length : Math.min(slash, 8)));
    if (ROOT_FOLDERS.has(first)) found.add(first);
  }
  return found.size >= 2;
}

/**
 * Whether members without a usable manifest are those of an image: a config among them, or blobs by digest (bare ones are of `dir:`); where a manifest cannot be
 * used (`spoilt`), tars beside it as well.
 */
function looksLikeParts(outer: OuterScan, members: Members, spoilt: boolean): boolean {
  if (members.has('oci-layout')) return true;
  if (spoilt) for (const path of members.paths()) if (/^(?:[^/]+\/)?[^/]+\.tar(?:\.(?:gz|xz|zst|bz2))?$/.test(path)) return true;
  if (members.count > FEW_MEMBERS) return false;
  for (const path of members.paths()) if (/(^|\/)blobs\/sha256\/[0-9a-f]{64}$|^[0-9a-f]{64}$/.test(path)) return true;
  for (const [path, bytes] of outer.json) {
    if (path.split('/').length > 2) continue;
    const config = parseJson(bytes)?.value;
    if (isObject(config) && Array.isArray(field(field(config, 'rootfs'), 'diff_ids'))) return true;
  }
  return false;
}

/** A flat file system (`docker export`, a layer's tar): one layer, which is the file itself. */
function rootFileSystem(source: ByteSource, outer: OuterScan, members: Members): OpenedArchive {
  const image: ImageDescriptor = {
    tags: [], platform: 'unknown/unknown', present: true, history: [], config: {}, rawConfig: undefined, rawManifest: undefined,
    layers: [{
      index: 0, mediaType: 'application/vnd.oci.image.layer.v1.tar', storedBytes: source.size,
      location: { member: source.name, offset: 0, size: source.size },
    }],
  };
  const scan: LayerScan = { table: outer.table, kept: outer.kept, compression: outer.compression, tarBytes: outer.tarBytes, diagnostics: [...outer.diagnostics, ...outer.oddities] };
  const diagnostics: Diagnostic[] = [{
    kind: 'no-image-metadata', message: `${quoted(source.name)} is a flat file system without image metadata; it is shown as one layer.`,
    advice: 'To see layers and their commands, save the image instead of a container: `docker save IMAGE -o image.tar`.',
  }];
  for (const name of MANIFESTS.filter((name) => members.has(name))) {
    diagnostics.push({
      kind: 'file-ignored', message: `The ${name} at its top does not say how an image is put together; it is taken for a file like any other.`,
      advice: 'If it should, save the image again with `docker save IMAGE -o image.tar`.', where: { entry: name },
    });
  }
  return {
    // The file is the layer's blob: its compression is the layer's, not one around it.
    archive: { name: source.name, size: source.size, format: 'rootfs', outerCompression: 'none', images: [image], diagnostics },
    scans: new Map([[source.name, scan]]),
  };
}

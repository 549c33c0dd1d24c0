/** An image and its squashed copy, both as umoci unpacks them. */
import type { AnalysedImage } from '../../src/core/image/analyse';
import { entriesAt } from '../../src/core/image/root-fs';
import { firstDifference, same } from './own-rows';
import { unpacked } from './umoci';

/** Rows by path. */
export type Reference = ReadonlyMap<string, string>;

/** The original as umoci sees it, if it reads it as we do: where the two differ on the original, they will on its copy. */
export async function referenceOf(path: string, analysed: AnalysedImage, scratch: string): Promise<Reference | 'refuses' | 'differs'> {
  const tags = analysed.archive.images.length === 1 ? [''] : analysed.image.tags.map((tag) => `:${tag}`);
  const { platform } = analysed.image;
  let seen: Reference | undefined;
  for (const tag of tags) seen ??= (await unpacked(`docker-archive:${path}${tag}`, platform, scratch)) ?? (await unpacked(`oci-archive:${path}${tag}`, platform, scratch));
  if (seen === undefined) return 'refuses';
  const ours = Array.from(entriesAt(analysed.fs), (entry) => Buffer.from(entry.path).toString('latin1'));
  return same(ours, [...seen.keys()]) ? seen : 'differs';
}

/** What umoci finds different in the written image. */
export async function umociDifference(
  out: string, layout: 'oci' | 'docker', analysed: AnalysedImage, from: number, reference: Reference, scratch: string,
): Promise<string[]> {
  const seen = await unpacked(`${layout === 'oci' && analysed.image.tags.length < 2 ? 'oci' : 'docker'}-archive:${out}`, analysed.image.platform, scratch);
  if (seen === undefined) return ['umoci refuses the squashed image'];
  const implied = impliedDirectories(analysed);
  const copied = copiedNames(analysed, from);
  // Nobody states the time of a directory that no layer lists; and a link into a lower layer becomes a copy.
  const comparable = (map: Reference): string[] => [...map].map(([path, row]) =>
    `${path} ${(copied.has(path) ? row.replace(/ inode=.*?(?= mtime)/, '') : row).replace(implied.has(path) ? / mtime=.*/ : /$/, '')}`);
  const difference = firstDifference(comparable(reference), comparable(seen));
  return difference === undefined ? [] : [`umoci: ${difference}`];
}

function impliedDirectories({ fs }: AnalysedImage): Set<string> {
  const paths = new Set<string>();
  for (let version = 0; version < fs.versions; version += 1) {
    if (fs.row[version]! < 0) paths.add(Buffer.from(fs.paths.pathOf(fs.node[version]!)).toString('latin1'));
  }
  return paths;
}

/** Names of files that a lower layer stores and a layer from `from` on links to. */
export function copiedNames({ fs }: AnalysedImage, from: number): Set<string> {
  const paths = new Set<string>();
  for (const names of fs.linkGroups.values()) {
    if (!names.some((version) => fs.born[version]! < from)) continue;
    for (const version of names) paths.add(Buffer.from(fs.paths.pathOf(fs.node[version]!)).toString('latin1'));
  }
  return paths;
}

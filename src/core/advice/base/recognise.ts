/** Which base image this is: by FROM, labels, annotations, history and os-release, and with which C library. */
import { latin1Bytes } from '../../bytes/latin1';
import type { Image } from '../../image/image';
import { layerCount, versionAt, type RootFs } from '../../image/root-fs';
import { parseImageReference } from '../../lint/image-reference';
import { BASE_IMAGES, type BaseImage } from './base-catalogue';
import { keptText } from '../kept-text';

export interface RecognisedBase {
  /** As os-release names it: `Debian GNU/Linux 12 (bookworm)`. */
  readonly os?: string;
  readonly libc: 'glibc' | 'musl' | 'none' | 'unknown';
  readonly reference?: string;
  /** The catalogue's row for it, and whether it is that image or only one of the same system. */
  readonly row?: BaseImage;
  readonly exact: boolean;
  readonly evidence: readonly string[];
}

/** Names that a FROM, a label, an annotation or the history give, the most reliable first. */
function namedBases(from: string | undefined, image?: Image): readonly { readonly reference: string; readonly source: string }[] {
  const found: { reference: string; source: string }[] = [];
  const add = (reference: string | undefined, source: string): void => {
    // A mark of a template that is not filled in begins otherwise, and names nothing.
    if (reference === undefined || !/^\w/.test(reference) || reference === 'scratch') return;
    if (!found.some((each) => each.reference === reference)) found.push({ reference, source });
  };
  add(from, 'the FROM line');
  const key = 'org.opencontainers.image.base.name';
  add(image?.config.labels?.[key], `the label ${key}`);
  add(image?.annotations?.[key], `the annotation ${key}`);
  for (const { comment } of image?.history ?? []) add(/^FROM (?![0-9a-f]{12}$)(\S+)$/.exec(comment ?? '')?.[1], 'the history');
  return found;
}

/** Recognises the base. `from` is the FROM's image with variables expanded. Image and tree are those of the built image. */
export function recogniseBase(from: string | undefined, image?: Image, fs?: RootFs, baseLayers = 0): RecognisedBase {
  const evidence: string[] = [];
  const names = namedBases(from, image);
  for (const { reference, source } of names) evidence.push(`${source} names ${reference}`);
  const top = Math.max(baseLayers - 1, 0);
  const release = image === undefined || fs === undefined ? undefined : osRelease(image, fs, top);
  if (release !== undefined) evidence.push(`/etc/os-release says ${release.name}`);
  const libc = fs === undefined ? undefined : libcOf(fs);
  if (libc !== undefined) evidence.push(`the loader of ${libc} is there`);
  const byName = names.map(({ reference }) => findInCatalogue(reference)).find((row) => row !== undefined);
  const row = byName ?? (release === undefined ? undefined : byRelease(release));
  const rowLibc = row?.libc === 'uclibc' ? 'unknown' : row?.libc;
  return {
    ...(release === undefined ? {} : { os: release.name }), libc: libc ?? (fs === undefined ? rowLibc ?? 'unknown' : 'none'),
    ...(names[0] === undefined ? {} : { reference: names[0].reference }), ...(row === undefined ? {} : { row }), exact: byName !== undefined, evidence,
  };
}

interface Release {
  readonly name: string;
  readonly id: string;
  readonly version: string;
  readonly codename: string;
}

function osRelease(image: Image, fs: RootFs, layer: number): Release | undefined {
  const text = keptText(image, fs, 'etc/os-release', layer) ?? keptText(image, fs, 'usr/lib/os-release', layer);
  if (text === undefined) return undefined;
  const field = (name: string): string => new RegExp(`^${name}=["']?([^"'\\n]*)`, 'm').exec(text)?.[1]?.trim() ?? '';
  return { name: field('PRETTY_NAME') || field('NAME') || field('ID'), id: field('ID'), version: field('VERSION_ID'), codename: field('VERSION_CODENAME') };
}

const LOADER_FOLDERS = ['', 'usr/'].flatMap((top) => ['lib', 'lib64', 'lib/x86_64-linux-gnu', 'lib/aarch64-linux-gnu'].map((folder) => top + folder));

/** By the dynamic loader in the tree; undefined when there is none. */
function libcOf(fs: RootFs): 'glibc' | 'musl' | undefined {
  const last = layerCount(fs) - 1;
  for (const folder of LOADER_FOLDERS) {
    const node = fs.paths.findPath(latin1Bytes(folder));
    if (node < 0) continue;
    for (let at = fs.childStart[node]!; at < fs.childStart[node + 1]!; at += 1) {
      const child = fs.children[at]!;
      if (versionAt(fs, child, last) < 0) continue;
      const name = String.fromCharCode(...fs.paths.nameOf(child).subarray(0, 40));
      if (/^ld-musl-/.test(name)) return 'musl';
      if (/^ld-linux|^ld-2\.\d+\.so|^ld64\.so/.test(name)) return 'glibc';
    }
  }
  return undefined;
}

/** A row for a reference: of the same repository, with the version and variant that the tag begins with. */
export function findInCatalogue(reference: string): BaseImage | undefined {
  const { registry, name, tag = 'latest' } = parseImageReference(reference);
  const hub = registry === undefined || registry === 'docker.io' || registry === 'index.docker.io';
  const repository = hub ? name.replace(/^library\//, '') : `${registry}/${name}`;
  const rows = BASE_IMAGES.filter((row) => row.repository === repository);
  const exact = rows.find((row) => row.tag === tag);
  if (exact !== undefined || rows.length === 0) return exact;
  const wanted = tagParts(tag);
  const fitting = rows.filter((row) => {
    const own = tagParts(row.tag);
    return own.variant === wanted.variant && (own.version === wanted.version || wanted.version.startsWith(`${own.version}.`));
  });
  return fitting.sort((a, b) => tagParts(b.tag).version.length - tagParts(a.tag).version.length)[0];
}

const CODENAMES = /^(?:buster|bullseye|bookworm|trixie|forky|focal|jammy|noble|resolute)$/;

/** `3.13.2-slim-bookworm` as version `3.13.2` and variant `slim`; a tag of a name alone (`trixie-slim`) keeps the name as its version. */
export function tagParts(tag: string): { readonly version: string; readonly variant: string } {
  const words = tag.toLowerCase().split('-');
  const [first = '', ...rest] = words;
  const numbered = /^\d/.test(first);
  const variant = rest.filter((word) => !(numbered && CODENAMES.test(word))).map((word) => word.replace(/^(alpine)[\d.]+$/, '$1'));
  return { version: first, variant: variant.join('-') };
}

function byRelease({ id, version, codename }: Release): BaseImage | undefined {
  const rows = BASE_IMAGES.filter((row) => row.repository === id && row.kind === 'os');
  return rows.find((row) => row.tag === codename) ?? rows.find((row) => row.tag === version || version.startsWith(`${row.tag}.`));
}

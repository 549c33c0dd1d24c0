/** Smaller base images for a recognised one, with what each choice costs besides bytes. */
import { BASE_IMAGES, type BaseImage } from './base-catalogue';
import { tagParts } from './recognise';

export type Arch = 'amd64' | 'arm64';

export interface SmallerBase {
  readonly image: BaseImage;
  /** Compressed bytes, of the catalogue's kind and platform; absent where the catalogue has no such figure. */
  readonly to?: number;
  readonly from?: number;
  readonly caveats: readonly string[];
}

/** A choice must save this share to be worth a change. */
const LEAST_SHARE = 0.1;

/** Candidates of the same family and, for a distribution, the small systems beside it; those with figures first, by size. */
export function smallerBases(row: BaseImage, arch: Arch): readonly SmallerBase[] {
  const from = row[arch];
  const candidates = BASE_IMAGES.filter((image) => image !== row && image.note === undefined && isAlternative(row, image));
  return candidates.flatMap((image): SmallerBase[] => {
    const to = image[arch];
    if (to === undefined && image.variant !== 'distroless') return [];
    if (to !== undefined && (from === undefined || to > from * (1 - LEAST_SHARE))) return [];
    return [{ image, ...(to === undefined ? {} : { to }), ...(from === undefined ? {} : { from }), caveats: caveatsOf(row, image) }];
  }).sort((a, b) => (a.to ?? Infinity) - (b.to ?? Infinity));
}

function isAlternative(row: BaseImage, image: BaseImage): boolean {
  if (row.kind === 'os') {
    if (image.kind !== 'os') return false;
    if (image.family === row.family) return image.repository === row.repository && sameRelease(row, image);
    // Alpine's newest, and distroless: what people move to from a full distribution.
    return (image.repository === 'alpine' && image === newestAlpine()) || (image.family === 'distroless' && row.libc === 'glibc');
  }
  if (image.family !== row.family || image.kind !== row.kind) return false;
  if (image.variant === 'distroless') return true;
  return image.repository === row.repository && tagParts(image.tag).version === tagParts(row.tag).version && serves(row.variant, image.variant);
}

/** `php:8.4-apache` is no `php:8.4-fpm`: what a variant adds must stay. A JRE instead of a JDK is a choice worth naming. */
function serves(variant: string, other: string): boolean {
  const role = (name: string): string => /apache|fpm|cli|scm|curl|management/.exec(name)?.[0] ?? '';
  return role(variant) === role(other);
}

function sameRelease(row: BaseImage, image: BaseImage): boolean {
  return tagParts(row.tag).version === tagParts(image.tag).version;
}

function newestAlpine(): BaseImage | undefined {
  return BASE_IMAGES.filter((image) => image.repository === 'alpine').sort((a, b) => Number(b.tag.split('.')[1]) - Number(a.tag.split('.')[1]))[0];
}

function caveatsOf(row: BaseImage, image: BaseImage): string[] {
  const caveats: string[] = [];
  if (image.libc === 'musl' && row.libc === 'glibc') {
    caveats.push('Its C library is musl: programs linked against glibc do not start there and must be built again.');
  }
  if (image.variant === 'distroless') caveats.push('It has no shell and no package manager.');
  if (image.variant.includes('jre') && !row.variant.includes('jre')) {
    caveats.push('It runs Java programs and cannot compile them: build in a stage of its own.');
  }
  if (image.variant.includes('slim') && !row.variant.includes('slim')) caveats.push('Documentation, compilers and common tools are left out of it.');
  return caveats;
}

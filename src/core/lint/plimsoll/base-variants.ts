/** Smaller variants of official images by their tags: same distribution, same libc. Figures: Docker Official Images, amd64, September 2026. */
import { parseImageReference } from '../image-reference';

export interface Variant {
  /** The image with the tag to use. */
  readonly image: string;
  /** Compressed, as downloaded; rounded, and of current tags. */
  readonly saves: number;
  readonly lacks: string;
}

interface Family {
  readonly repository: string;
  readonly full: RegExp;
  /** The smaller tag. */
  readonly tag: (tag: string) => string;
  readonly saves: number;
  readonly lacks: string;
}

const NO_COMPILERS = 'the same without compilers and headers';
const VERSION = /^\d+(?:\.\d+){0,2}(?:-(?:bullseye|bookworm|trixie))?$|^latest$/;
const slim = (tag: string): string => (tag === 'latest' ? 'slim' : tag.replace(/^([\d.]+)/, '$1-slim'));

const FAMILIES: readonly Family[] = [
  { repository: 'python', full: VERSION, tag: slim, saves: 365, lacks: NO_COMPILERS },
  { repository: 'node', full: VERSION, tag: (tag) => (tag === 'latest' ? 'slim' : `${tag}-slim`), saves: 325, lacks: NO_COMPILERS },
  { repository: 'ruby', full: VERSION, tag: slim, saves: 335, lacks: NO_COMPILERS },
  { repository: 'perl', full: VERSION, tag: slim, saves: 330, lacks: NO_COMPILERS },
  { repository: 'rust', full: VERSION, tag: slim, saves: 270, lacks: 'the same without most libraries for development' },
  { repository: 'debian', full: /^(?:\d+(?:\.\d+)?|stable|bullseye|bookworm|trixie|latest)$/, tag: (tag) => (tag === 'latest' ? 'stable-slim' : `${tag}-slim`), saves: 20, lacks: 'the same without documentation and manual pages' },
  { repository: 'eclipse-temurin', full: /^\d[\w.]*(?:-jdk(?:-jammy|-noble)?)?$/, tag: (tag) => (tag.includes('-jdk') ? tag.replace('-jdk', '-jre') : `${tag}-jre`), saves: 109, lacks: 'it runs Java programs and compiles none' },
  { repository: 'tomcat', full: /^[\d.]+-jdk\d+(?:-temurin(?:-\w+)?)?$/, tag: (tag) => tag.replace('-jdk', '-jre'), saves: 111, lacks: 'it runs Java programs and compiles none' },
];

/** Undefined for images that are no official ones, and for tags that name a variant already. */
export function smallerVariant(image: string): Variant | undefined {
  if (image.includes('$') || image.includes('@')) return undefined;
  const reference = parseImageReference(image);
  if (reference.registry !== undefined && reference.registry !== 'docker.io') return undefined;
  const name = reference.name.replace(/^library\//, '');
  const tag = reference.tag ?? 'latest';
  const family = FAMILIES.find(({ repository, full }) => repository === name && full.test(tag));
  return family === undefined ? undefined : { image: `${name}:${family.tag(tag)}`, saves: family.saves, lacks: family.lacks };
}

/** Whether an image is the full variant of a language image, which brings compilers and headers. */
export function hasCompilers(image: string): boolean {
  return smallerVariant(image)?.lacks === NO_COMPILERS;
}

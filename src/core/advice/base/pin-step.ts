/** FROM pinned by digest, where the image itself tells which one it was built on. */
import type { FromInstruction } from '../../dockerfile/model';
import type { Image } from '../../image/image';
import { parseImageReference } from '../../lint/image-reference';
import type { AdviceStep } from '../../report/report';

/** Set by BuildKit, buildah and others (image-spec, annotations). */
const NAME = 'org.opencontainers.image.base.name';
const DIGEST = 'org.opencontainers.image.base.digest';
/** A registry's own name for what people write shorter. */
const HUB = /^(?:(?:index\.)?docker\.io\/)?(?:library\/)?/;

/** Saves nothing, and so is not in the plan by default: the next build is on the same base, until somebody changes the line. */
export function pinSteps(image: Image, from: FromInstruction | undefined): readonly AdviceStep[] {
  const told = [image.annotations, image.config.labels].find((all) => all?.[DIGEST] !== undefined);
  const digest = told?.[DIGEST];
  const name = told?.[NAME];
  if (from === undefined || digest === undefined || name === undefined || !/^sha256:[0-9a-f]{64}$/.test(digest)) return [];
  const { image: word } = from;
  const plain = (reference: string): string => reference.replace(HUB, '').replace(/:latest$/, '');
  // Quotes, variables and continued words are no place for an edit.
  if (word.end - word.start !== word.raw.length || word.raw.includes('$') || parseImageReference(word.value).digest !== undefined || plain(word.value) !== plain(name)) return [];
  return [{
    id: 'pin-base', way: 'base-image', title: `Pin ${word.value} by its digest`,
    detail: `The image says that it was built on ${digest}. With the digest every build starts from those very layers, and a pull finds them cached.`,
    caveat: 'Updates of the base image come only when the line is changed: let a tool propose them.', line: from.startLine, layers: [], bytes: 0, storedBytes: 0,
    adds: { bytes: 0, storedBytes: 0 }, files: 0, basis: 'measured', enabled: false, rank: 99, evidence: [], findings: [],
    fix: { title: 'Pin by digest', safety: 'safe', edits: [{ start: word.end, end: word.end, text: `@${digest}` }] },
  }];
}

/** Tells by its first bytes what a file is, so that it goes to the right worker or gets an answer that helps. */
import { identify, IDENTIFY_BYTES, type Identity } from '../core/archive/identify';
import type { Problem } from '../core/problem';
import { isDockerfile } from './dockerfile-name';
import { MOST_BYTES_OF_RULES, rulesByContent, rulesByName, type RuleFileKind } from './rule-kinds';

export type FileKind =
  | { readonly kind: 'archive' | 'dockerfile' | 'report' }
  | { readonly kind: 'rules'; readonly rules: RuleFileKind; readonly text: string }
  | { readonly kind: 'refused'; readonly problem: Problem };

const SAVE = '`docker save IMAGE -o image.tar`';

/** Near misses, by format: what the person probably has, and the command that makes what they want. */
const ADVICE: Readonly<Record<string, string>> = {
  empty: `Nothing was written to it. Make the archive again with ${SAVE}; a full disk is the usual cause.`,
  zip: `Unpack it first; if an archive of an image is inside, drop that. To make one: ${SAVE}`,
  '7z': `Unpack it first; if an archive of an image is inside, drop that. To make one: ${SAVE}`,
  rar: `Unpack it first; if an archive of an image is inside, drop that. To make one: ${SAVE}`,
  html: `Usually a login or error page that was saved in place of the file. Download it again, or make it with ${SAVE}`,
  'image-config': `It tells how the image starts, but holds none of its files. Drop the whole archive: ${SAVE}`,
  'image-manifest': `It names the layers, but holds none of them. Drop the whole archive or the folder that it lies in: ${SAVE}`,
  squashfs: `Apptainer and Singularity images are one flat file system without layers. Save the image that it was built from: ${SAVE}`,
  zeros: `The file has its size but none of its content: a download or copy that did not finish. Make it again with ${SAVE}`,
  text: 'If it is a Dockerfile, it should begin with FROM, ARG or a comment. Paste the text to check it all the same.',
};

/** Reads the head of a file and says where it belongs. Rejects when the browser cannot read it. */
export async function identifyFile(file: File): Promise<FileKind> {
  const head = new Uint8Array(await file.slice(0, IDENTIFY_BYTES).arrayBuffer());
  const identity = identify(head, file.size);
  const named = rulesByName(file.name);
  if (file.size <= MOST_BYTES_OF_RULES && (named !== undefined || identity.format === 'text')) {
    const text = decodeText(await file.arrayBuffer());
    const rules = named ?? rulesByContent(text);
    if (rules !== undefined) return { kind: 'rules', rules, text };
  }
  if (identity.kind === 'archive' || identity.kind === 'dockerfile' || identity.kind === 'report') return { kind: identity.kind };
  // Its first pages may be comments alone, or all of it one line: then the name has to do, and checking it tells the rest.
  if (identity.format === 'text' && isDockerfile(file.name)) return { kind: 'dockerfile' };
  return { kind: 'refused', problem: refusal(identity, file.name) };
}

function refusal({ format, description }: Identity, name: string): Problem {
  return {
    kind: `not-an-image-${format}`,
    message: `This is ${description}, neither an image nor a Dockerfile.`,
    advice: Object.hasOwn(ADVICE, format) ? (ADVICE[format] ?? '') : `Drop what this command writes: ${SAVE}, or a Dockerfile.`,
    where: { file: name },
  };
}

/** The text of a Dockerfile, in whichever Unicode form its byte order mark announces. */
export function decodeText(bytes: ArrayBuffer): string {
  const [first, second] = new Uint8Array(bytes, 0, Math.min(2, bytes.byteLength));
  const encoding = first === 0xff && second === 0xfe ? 'utf-16le' : first === 0xfe && second === 0xff ? 'utf-16be' : 'utf-8';
  return new TextDecoder(encoding).decode(bytes);
}

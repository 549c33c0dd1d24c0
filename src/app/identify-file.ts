/** Tells by its first bytes what a file is, so that it goes to the right worker or gets the right answer. */
import type { Problem } from '../core/problem';

export type FileKind = { readonly kind: 'archive' } | { readonly kind: 'dockerfile' } | { readonly kind: 'unknown'; readonly problem: Problem };

export async function identifyFile(file: File): Promise<FileKind> {
  const head = new Uint8Array(await file.slice(0, 4096).arrayBuffer());
  if (head.length > 0 && head.length < 4096 && !head.includes(0)) return { kind: 'dockerfile' };
  return { kind: 'archive' };
}

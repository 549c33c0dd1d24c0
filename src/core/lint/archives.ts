/** Which files ADD extracts, by their names: hadolint's list. */
import { withoutQuotes } from './hadolint-rule';

const SUFFIXES = ['.tar', '.Z', '.bz2', '.gz', '.lz', '.lzma', '.tZ', '.tb2', '.tbz', '.tbz2', '.tgz', '.tlz', '.tpz', '.txz', '.xz'];

export function isArchive(path: string): boolean {
  const name = withoutQuotes(path);
  return SUFFIXES.some((suffix) => name.endsWith(suffix));
}

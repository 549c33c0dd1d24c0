/** What a search of the tree grid means: text, glob or regular expression. */
import type { Outcome } from '../problem';
import { literalSource, readPattern, type PathProgram } from './path-pattern';

/** What a search for text looks for anywhere in a path, letters of either case: a text in lower case without a leading slash. */
export function wantedText(text: string): string {
  return text.toLowerCase().replace(/^\/(?=.)/, '');
}

/** A glob or a regular expression as a program over paths (as `readablePath` has them, without leading slash). */
export function pathPattern(text: string, mode: 'glob' | 'regex'): Outcome<PathProgram> {
  return readPattern(mode === 'glob' ? globSource(text) : text);
}

/**
 * A glob as a regular expression. A glob without a slash means base names, one with a slash whole paths; `*` and `?` stop at slashes,
 * `**` as a segment stands for any number of segments.
 */
function globSource(glob: string): string {
  if (!glob.includes('/')) return `(?:^|/)${segmentSource(glob)}$`;
  const segments = glob.replace(/^\.?\//, '').split('/').filter((segment, at, all) => segment !== '**' || all[at - 1] !== '**');
  let source = '^';
  segments.forEach((segment, at) => {
    const last = at === segments.length - 1;
    if (segment !== '**') source += segmentSource(segment) + (last || segments[at + 1] === '**' ? '' : '/');
    // What stands for no segment takes no slash either.
    else if (at === 0) source += last ? '' : '(?:[^/]+/)*';
    else source += last ? '(?:/[^/]+)*' : '/(?:[^/]+/)*';
  });
  return segments.length === 1 && segments[0] === '**' ? '^' : `${source}$`;
}

/** `*` stands for any characters of a name, `?` for one. */
function segmentSource(glob: string): string {
  return glob.replace(/\*+|\?|[^*?]+/g, (part) => (part[0] === '*' ? '[^/]*' : part === '?' ? '[^/]' : literalSource(part)));
}

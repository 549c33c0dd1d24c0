/** Parts of a text, one after the other: a database of 32 MB that is all line ends must not become as many strings at once. */

/** Lines without their ends. */
export function linesOf(text: string): Generator<string> {
  return partsOf(text, '\n');
}

/** What lies between separators. */
export function* partsOf(text: string, separator: string): Generator<string> {
  let start = 0;
  for (let end = text.indexOf(separator); end >= 0; end = text.indexOf(separator, start)) {
    yield text.slice(start, end);
    start = end + separator.length;
  }
  yield text.slice(start);
}

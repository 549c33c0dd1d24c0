/** The names of all paths, searched as text. */
import { describe, expect, test } from 'vitest';
import { encodeUtf8, escapePath } from '../../../src/core/bytes/text';
import { NameText, type Anchors } from '../../../src/core/image/name-text';
import { PathIndex } from '../../../src/core/image/path-index';

const name = (text: string): Uint8Array => Uint8Array.from(text, (letter) => letter.charCodeAt(0));

function indexOf(names: readonly Uint8Array[]): PathIndex {
  const paths = new PathIndex();
  for (const each of names) paths.add(0, each, 0, each.length);
  return paths;
}

function nodesOf(text: NameText, paths: PathIndex, word: string, anchors: Anchors = {}): number[] {
  const holds = text.search(word, anchors);
  return Array.from({ length: paths.count }, (_, node) => node).filter((node) => node > 0 && holds?.[text.names.of[node]!] === 1);
}

function found(paths: PathIndex, word: string, anchors: Anchors = {}): string[] {
  return nodesOf(new NameText(paths), paths, word, anchors).map((node) => escapePath(paths.nameOf(node)));
}

describe('names', () => {
  const paths = indexOf([
    name('aaa'), name('bab'), name('Lib'), name('library'), name('glib'), name('a\nb'), name('50%'), name('\xff\xfe'), encodeUtf8('İstanbul'), encodeUtf8('ÄÖ'), encodeUtf8('x\u{1f600}lib'), name('last'),
  ]);
  test.each<readonly [string, Anchors, readonly string[]]>([
    ['a', {}, ['aaa', 'bab', 'library', 'a%0Ab', 'İstanbul', 'last']],
    ['lib', {}, ['Lib', 'library', 'glib', 'x\u{1f600}lib']],
    ['lib', { start: true }, ['Lib', 'library']],
    ['lib', { end: true }, ['Lib', 'glib', 'x\u{1f600}lib']],
    ['lib', { start: true, end: true }, ['Lib']],
    ['\\x0a', {}, ['a%0Ab']],
    ['%', { end: true }, ['50%25']],
    ['\\xff\\xfe', { start: true, end: true }, ['%FF%FE']],
    ['äö', {}, ['ÄÖ']],
    ['last', { start: true, end: true }, ['last']],
    ['astb', {}, []],
  ])('%j with %j', (word, anchors, expected) => {
    expect(found(paths, word, anchors)).toEqual(expected);
  });
});

test('names of several pieces, ASCII and not, are each found once and in order', () => {
  // A piece ends after half a megabyte, each byte reckoned thrice.
  const count = 30_000;
  const paths = indexOf(Array.from({ length: count }, (_, at) => encodeUtf8(`${at % 7000 === 0 ? 'Ü' : 'u'}-name-${at}`)));
  expect(nodesOf(new NameText(paths), paths, '-name-')).toEqual(Array.from({ length: count }, (_, at) => at + 1));
  expect(found(paths, 'ü-')).toHaveLength(5);
  expect(found(paths, `-${count - 1}`, { end: true })).toEqual([`u-name-${count - 1}`]);
});

test('what is prepared ahead is not written again', () => {
  const paths = indexOf([name('one'), name('two')]);
  const text = new NameText(paths);
  while (text.prepare());
  expect(text.prepare()).toBe(false);
  expect(nodesOf(text, paths, 'o')).toEqual([1, 2]);
});

test('a name that many directories have is read once, and found in each', () => {
  const paths = new PathIndex();
  const words = ['bin', 'lib', 'b\n', '50%', 'bi', 'libx', 'ü'];
  for (let folder = 0; folder < 20_000; folder += 1) {
    paths.addPath(encodeUtf8(`d${folder}/${words[folder % words.length]!}`), 0, encodeUtf8(`d${folder}/${words[folder % words.length]!}`).length);
  }
  const text = new NameText(paths);
  expect(text.names.count).toBe(20_000 + words.length);
  for (let node = 1; node < paths.count; node += 1) {
    const first = text.names.nodeOf(text.names.of[node]!);
    expect(first <= node && paths.compareNames(first, node) === 0).toBe(true);
  }
  expect(words.map((word) => text.names.isPlain(text.names.of[paths.findPath(encodeUtf8(`d${words.indexOf(word)}/${word}`))]!))).toEqual([true, true, false, false, true, true, false]);
  expect(nodesOf(text, paths, 'b', { start: true })).toHaveLength([0, 2, 4].reduce((sum, at) => sum + Math.ceil((20_000 - at) / words.length), 0));
});

test('an image without paths has nothing to search', () => {
  const empty = new NameText(indexOf([]));
  expect(empty.prepare()).toBe(false);
  expect(empty.search('a', {})).toBeUndefined();
});

test('a name longer than a piece has one of its own', () => {
  const long = name('x'.repeat(1 << 18));
  expect(found(indexOf([name('a'), long, name('b')]), 'x', { end: true })).toHaveLength(1);
});

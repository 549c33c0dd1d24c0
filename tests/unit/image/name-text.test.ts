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

function found(paths: PathIndex, word: string, anchors: Anchors = {}): string[] {
  const nodes: string[] = [];
  new NameText(paths).search(word, anchors, (node) => nodes.push(escapePath(paths.nameOf(node))));
  return nodes;
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
  const nodes: number[] = [];
  new NameText(paths).search('-name-', {}, (node) => nodes.push(node));
  expect(nodes).toEqual(Array.from({ length: count }, (_, at) => at + 1));
  expect(found(paths, 'ü-')).toHaveLength(5);
  expect(found(paths, `-${count - 1}`, { end: true })).toEqual([`u-name-${count - 1}`]);
});

test('what is prepared ahead is not written again', () => {
  const text = new NameText(indexOf([name('one'), name('two')]));
  expect(text.prepare()).toBe(false);
  const nodes: number[] = [];
  text.search('o', {}, (node) => nodes.push(node));
  expect(nodes).toEqual([1, 2]);
});

test('an image without paths has nothing to search', () => {
  const empty = new NameText(indexOf([]));
  expect(empty.prepare()).toBe(false);
  empty.search('a', {}, () => expect.fail('there is no name'));
});

test('a name longer than a piece has one of its own', () => {
  const long = name('x'.repeat(1 << 18));
  expect(found(indexOf([name('a'), long, name('b')]), 'x', { end: true })).toHaveLength(1);
});

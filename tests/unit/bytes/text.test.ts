/** Names as bytes: decoded strictly, escaped so that they come back byte for byte, ordered by their bytes. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compareBytes, decodeUtf8, encodeUtf8, escapePath, exactPath, isUtf8, readablePath, unescapePath } from '../../../src/core/bytes/text';

const bytes = (...values: number[]): Uint8Array => Uint8Array.from(values);

describe('UTF-8', () => {
  it.each([
    ['overlong slash', [0xc0, 0xaf]],
    ['overlong three bytes', [0xe0, 0x9f, 0xbf]],
    ['surrogate', [0xed, 0xa0, 0x80]],
    ['above U+10FFFF', [0xf4, 0x90, 0x80, 0x80]],
    ['cut short', [0xe2, 0x82]],
    ['stray continuation', [0x61, 0x80]],
    ['Latin-1', [0x66, 0xfc, 0x72]],
  ])('refuses %s', (_name, values) => {
    expect(isUtf8(bytes(...values))).toBe(false);
  });

  it('agrees with the fatal decoder of the host', () => {
    const strict = new TextDecoder('utf-8', { fatal: true });
    const accepts = (input: Uint8Array): boolean => {
      try {
        strict.decode(input);
        return true;
      } catch {
        return false;
      }
    };
    const nearText = fc.array(fc.constantFrom(0x41, 0x7f, 0x80, 0x8f, 0x90, 0x9f, 0xa0, 0xbf, 0xc1, 0xc2, 0xe0, 0xe2, 0xed, 0xf0, 0xf4, 0xf5), { maxLength: 6 });
    fc.assert(fc.property(fc.oneof(nearText, fc.array(fc.nat(255))), (values) => {
      expect(isUtf8(bytes(...values))).toBe(accepts(bytes(...values)));
    }), { numRuns: 2000 });
  });

  it('keeps a byte order mark, so that a name survives', () => {
    expect(decodeUtf8(bytes(0xef, 0xbb, 0xbf, 0x61))).toBe('\ufeffa');
    expect(encodeUtf8('\ufeffa')).toEqual(bytes(0xef, 0xbb, 0xbf, 0x61));
    expect(decodeUtf8(bytes(0xff, 0x61))).toBe('\ufffda');
  });
});

describe('escapePath', () => {
  it.each([
    ['usr/bin/äöü', 'usr/bin/äöü'],
    ['100%', '100%25'],
    ['a\tb\u007fc', 'a%09b%7Fc'],
    ['', ''],
  ])('writes %j as %s', (name, expected) => {
    expect(escapePath(encodeUtf8(name))).toBe(expected);
  });

  it('escapes each invalid byte and keeps the valid ones beside it', () => {
    expect(escapePath(bytes(0x66, 0xfc, 0x72, 0xc3, 0xbc, 0xe2, 0x82))).toBe('f%FCrü%E2%82');
  });

  it('comes back byte for byte, whatever the name', () => {
    fc.assert(fc.property(fc.uint8Array({ maxLength: 40 }), (name) => {
      expect(unescapePath(escapePath(name))).toEqual(name);
    }), { numRuns: 2000 });
  });

  it('reads a lone % as itself', () => {
    expect(unescapePath('50% off%2')).toEqual(encodeUtf8('50% off%2'));
  });
});

describe('an escaped path for people', () => {
  it('has its percent signs, and shows bytes that are no text', () => {
    expect(readablePath('var/cache/git_1%253a2.39_amd64.deb')).toBe('var/cache/git_1%3a2.39_amd64.deb');
    expect(readablePath('a%0Ab%FF')).toBe('a\\x0ab\\xff');
    expect(readablePath('plain/ü')).toBe('plain/ü');
  });

  it('is exact where it can be: what is copied is what the file is called', () => {
    const names = ['git_1%3a2.deb', 'a\nb', '\u202egnp.exe', '100 %', '%41'];
    expect(names.map((name) => exactPath(escapePath(encodeUtf8(name))))).toEqual(names);
    expect(exactPath(escapePath(bytes(0x61, 0xff)))).toBe('a%FF');
  });
});

describe('compareBytes', () => {
  it('has the order of Buffer.compare', () => {
    fc.assert(fc.property(fc.uint8Array({ maxLength: 5 }), fc.uint8Array({ maxLength: 5 }), (a, b) => {
      expect(Math.sign(compareBytes(a, b))).toBe(Buffer.compare(a, b));
    }));
  });

  it('differs from the order of strings outside the basic plane', () => {
    expect(compareBytes(encodeUtf8('\uffee'), encodeUtf8('\u{10000}'))).toBeLessThan(0);
  });
});

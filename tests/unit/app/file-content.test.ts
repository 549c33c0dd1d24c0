/** What a file is shown as is told by its bytes. */
import { describe, expect, test } from 'vitest';
import { hexLines, readContent } from '../../../src/app/file-content';

const bytes = (...parts: readonly (string | number[])[]): Uint8Array => Uint8Array.from(parts.flatMap((part) => (typeof part === 'string' ? [...new TextEncoder().encode(part)] : part)));

describe('content', () => {
  test.each([
    ['nothing', bytes(), { kind: 'empty' }],
    ['a PNG', bytes([0x89], 'PNG\r\n\u001a\n', [0, 0]), { kind: 'image', type: 'image/png' }],
    ['a WebP', bytes('RIFF', [1, 2, 3, 4], 'WEBPVP8 '), { kind: 'image', type: 'image/webp' }],
    ['an SVG, which is a document', bytes('<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'), { kind: 'text', text: '<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>' }],
    ['a text that begins like a bitmap', bytes('BM is a country code'), { kind: 'text', text: 'BM is a country code' }],
    ['UTF-8', bytes('häfen\n'), { kind: 'text', text: 'häfen\n' }],
    ['a program', bytes([0x7f], 'ELF', [2, 1, 1, 0]), { kind: 'binary', what: 'ELF program or library' }],
    ['noise', bytes([0, 200, 3]), { kind: 'binary', what: '' }],
    ['Latin-1', bytes([0x68, 0xe4, 0x66]), { kind: 'binary', what: '' }],
  ])('%s', (_, content, expected) => {
    expect(readContent(content, true)).toEqual(expected);
  });

  test('a character that is cut at the end of a part does no harm, at the end of the file it does', () => {
    const cut = bytes('hä').subarray(0, 2);
    expect(readContent(cut, false)).toEqual({ kind: 'text', text: 'h' });
    expect(readContent(cut, true)).toEqual({ kind: 'binary', what: '' });
  });
});

test('hex lines are those of hexdump', () => {
  expect(hexLines(bytes('0123456789abcdefg\u0001'))).toEqual([
    { offset: '000000', hex: '30 31 32 33 34 35 36 37  38 39 61 62 63 64 65 66', text: '0123456789abcdef' },
    { offset: '000010', hex: '67 01                                           ', text: 'g·' },
  ]);
});

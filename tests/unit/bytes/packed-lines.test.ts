/** Packed lines come out as they went in, whatever they hold. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { PackedLines, packLines } from '../../../src/core/bytes/packed-lines';

function unpacked(packed: Uint8Array): string[] {
  const lines: string[] = [];
  for (const reader = new PackedLines(packed); reader.next(); ) lines.push(Buffer.from(reader.line.subarray(0, reader.length)).toString('latin1'));
  return lines;
}

/** Lines as `split` gives them; a newline at the end begins no line. */
function linesOf(text: string): string[] {
  return text === '' ? [] : text.replace(/\n$/, '').split('\n');
}

test.each([
  ['', 0], ['\n', 2], ['a', 2], ['a\n', 3], ['\n\n', 4], ['/usr\n/usr/bin\n/usr/bin/ls\n', 17], [`${'x'.repeat(600)}\n${'x'.repeat(600)}y`, 602 + 347],
] as const)('%j', (text, bytes) => {
  const packed = packLines(Buffer.from(text));
  expect(packed).toHaveLength(bytes);
  expect(unpacked(packed)).toEqual(linesOf(text));
});

test('any lines of any bytes', () => {
  const line = fc.oneof(fc.constantFrom('', '/usr', '/usr/share/doc', 'x'.repeat(255), 'x'.repeat(256), 'x'.repeat(700)), fc.uint8Array({ maxLength: 12 }).map((bytes) => Buffer.from(bytes).toString('latin1')));
  fc.assert(fc.property(fc.array(line, { maxLength: 12 }), (lines) => {
    const text = lines.join('\n');
    expect(unpacked(packLines(Buffer.from(text, 'latin1')))).toEqual(linesOf(text));
  }), { numRuns: 2000 });
});

test('what was not packed is read to its end all the same', () => {
  fc.assert(fc.property(fc.uint8Array({ maxLength: 600 }), (bytes) => {
    for (const reader = new PackedLines(bytes); reader.next(); ) expect(reader.length).toBeLessThanOrEqual(bytes.length);
  }));
});

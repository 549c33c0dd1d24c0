/** Bytes of a dropped file to text, or to a message. */
import { describe, expect, it } from 'vitest';
import { decodeSource } from '../../../src/core/dockerfile/decode';

const utf8 = (text: string) => new TextEncoder().encode(text);
const utf16 = (text: string, big: boolean, bom: boolean) => {
  const bytes = [...(bom ? '\ufeff' : ''), ...text].flatMap((char) => [char.charCodeAt(0) & 0xff, char.charCodeAt(0) >> 8]);
  return new Uint8Array(big ? bytes.map((_, i) => bytes[i ^ 1] ?? 0) : bytes);
};

describe('text', () => {
  it.each([
    ['plain', utf8('FROM a\r\n'), 'FROM a\r\n'],
    ['with a BOM', utf8('\ufeffFROM a'), 'FROM a'],
    ['other scripts', utf8('# 日本語 é\nFROM a'), '# 日本語 é\nFROM a'],
    ['a stray Latin-1 byte', new Uint8Array([...utf8('# caf'), 0xe9, ...utf8('\nFROM alpine\n')]), '# caf\ufffd\nFROM alpine\n'],
    ['a zero', utf8('FROM alpine\0\nRUN one\n'), 'FROM alpine\0\nRUN one\n'],
    ['nothing', new Uint8Array(), ''],
  ])('%s', (_, bytes, text) => {
    expect(decodeSource(bytes)).toEqual({ ok: true, value: text });
  });
});

describe('refused with advice', () => {
  it.each([
    ['UTF-16 little endian with BOM', utf16('FROM a\n', false, true), 'dockerfile-utf16', 'UTF-16LE'],
    ['UTF-16 big endian with BOM', utf16('FROM a\n', true, true), 'dockerfile-utf16', 'UTF-16BE'],
    ['UTF-16 without BOM', utf16('FROM alpine\nRUN a\n', false, false), 'dockerfile-utf16', 'UTF-16LE'],
    ['gzip', new Uint8Array([0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 3, 0xcb, 0x80, 0x91, 2, 1]), 'dockerfile-binary', 'docker save'],
    ['an ELF file', new Uint8Array([0x7f, 0x45, 0x4c, 0x46, 2, 1, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0]), 'dockerfile-binary', 'docker save'],
  ])('%s', (_, bytes, kind, advice) => {
    const outcome = decodeSource(bytes);
    expect(outcome).toMatchObject({ ok: false, problem: { kind } });
    expect(!outcome.ok && outcome.problem.advice).toContain(advice);
  });
});

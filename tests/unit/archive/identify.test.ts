/** Every kind of file is told by its content, and near misses by what they are. */
import { describe, expect, it } from 'vitest';
import { identify } from '../../../src/core/archive/identify';
import { notAnArchive } from '../../../src/core/archive/problems';
import { fixture, tarOf } from './helpers';

const of = (text: string) => identify(new Uint8Array(Buffer.from(text)), text.length).kind;

describe('identify', () => {
  it('archives', async () => {
    expect(identify(await tarOf({ Dockerfile: 'FROM x' }), 2048)).toMatchObject({ kind: 'archive', format: 'tar' });
    expect(identify(fixture('archive/docker-dir.tar.gz'), 9)).toMatchObject({ kind: 'archive', format: 'gzip' });
    expect(identify(fixture('archive/v7.tar').subarray(0, 4096), 10_240)).toMatchObject({ kind: 'archive', format: 'tar' });
  });

  it('bare LZMA, by a header that has no magic', () => {
    // `lzma` and `xz --format=lzma -9` of XZ Utils 5.4.1.
    const small = Buffer.from('XQAAgAD//////////wA0GUnujelPfiG2ILf//7o0AAA=', 'base64');
    const large = Buffer.from([0x5d, 0, 0, 0, 4, 255, 255, 255, 255, 255, 255, 255, 255, 0, 0x3a, 0x18]);
    expect([small, large].map((bytes) => identify(bytes, bytes.length).format)).toEqual(['lzma', 'lzma']);
    expect(notAnArchive('image.tar.lzma', identify(small, small.length))).toMatchObject({ kind: 'input-lzma', advice: expect.stringContaining('`xz --format=lzma -d FILE`') as unknown });
    expect(identify(Buffer.from(']\0\0 text that is longer'), 30).format).toBe('binary');
    expect(of('] is a bracket, and this is a text')).toBe('unknown');
  });

  it.each([
    'FROM debian', '\ufeff# syntax=docker/dockerfile:1\n\nARG V=1\nFROM debian:$V', '# escape=`\nfrom windows', 'RUN apt-get update\n', '  COPY . /app',
  ])('Dockerfile: %j', (text) => expect(of(text)).toBe('dockerfile'));

  it.each(['from here on', 'copy that', '#!/bin/sh\nRUN=1', 'RUNNING x', 'key: value', '# only a comment'])('no Dockerfile: %j', (text) => {
    expect(of(text)).toBe('unknown');
  });

  it('reports', () => {
    expect(of('{"schema":"plimsoll.report","version":1}')).toBe('report');
    expect(of('{"schema":"other"}')).toBe('unknown');
  });
});

it('a Dockerfile with the line ends of old Macs is one all the same', () => {
  expect(identify(new TextEncoder().encode('# base\rFROM debian:12\rRUN true\r'), 33).kind).toBe('dockerfile');
});

/** dive's JSON, byte for byte as dive 0.13.1 writes it. */
import { readFileSync, writeFileSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { writeDiveJson } from '../../../src/core/export/dive-json';
import { goString } from '../../../src/core/export/go-json';
import { buildImageReport } from '../../../src/core/report/image-report';
import { analyse, openImageFile } from '../../headless/open-image';

const fixtures = new URL('../../fixtures/export/', import.meta.url);

async function exported(tar: Uint8Array): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), 'plimsoll-'));
  try {
    writeFileSync(join(folder, 'image.tar'), tar);
    const file = await openImageFile(join(folder, 'image.tar'));
    if (!file.ok) throw new Error(file.problem.message);
    try {
      const analysed = await analyse(file.value, 0);
      if (!analysed.ok) throw new Error(analysed.problem.message);
      return writeDiveJson(analysed.value, buildImageReport(analysed.value));
    } finally {
      await file.value.close();
    }
  } finally {
    rmSync(folder, { recursive: true });
  }
}

describe('dive\'s JSON', () => {
  it('is what dive 0.13.1 wrote for the same image, byte for byte', async () => {
    const ours = await exported(gunzipSync(readFileSync(new URL('odd.tar.gz', fixtures))));
    expect(ours).toBe(readFileSync(new URL('odd.dive.json', fixtures), 'utf8'));
  });

  it('tells what a mode says of the type beside what the entry is, as Go does', async () => {
    const ours = await exported(gunzipSync(readFileSync(new URL('modes.tar.gz', fixtures))));
    expect(ours).toBe(readFileSync(new URL('modes.dive.json', fixtures), 'utf8'));
  });

  it('pairs histories with layers as dive does, and stops its walks where dive stops', async () => {
    const ours = await exported(gunzipSync(readFileSync(new URL('walks.tar.gz', fixtures))));
    expect(ours).toBe(readFileSync(new URL('walks.dive.json', fixtures), 'utf8'));
  });

  it('keeps hundreds of files of equal sizes in the order in which Go\'s sort leaves them', async () => {
    const ours = await exported(gunzipSync(readFileSync(new URL('ties.tar.gz', fixtures))));
    expect(ours).toBe(gunzipSync(readFileSync(new URL('ties.dive.json.gz', fixtures))).toString());
  });
});

describe('strings as Go writes them', () => {
  it.each([
    [[0x61, 0x22, 0x5c, 0x0a, 0x09, 0x08, 0x01, 0x7f], '"a\\"\\\\\\n\\t\\b\\u0001\u007f"'], [[0x3c, 0x3e, 0x26], '"\\u003c\\u003e\\u0026"'],
    [[0xe2, 0x80, 0xa8], '"\\u2028"'], [[0xf0, 0x9f, 0x98, 0x80], '"😀"'], [[0xff, 0xfe], '"\\ufffd\\ufffd"'], [[0xe2, 0x80], '"\\ufffd\\ufffd"'],
    [[0xed, 0xa0, 0x80], '"\\ufffd\\ufffd\\ufffd"'], [[0xc0, 0xaf], '"\\ufffd\\ufffd"'], [[0xef, 0xbf, 0xbd], '"\ufffd"'],
  ])('%j', (bytes, literal) => {
    expect(goString(Uint8Array.from(bytes))).toBe(literal);
  });
});

/** CSV that spreadsheets read as it was meant, and that none of them computes. */
import { describe, expect, it } from 'vitest';
import { writeFilesCsv, writeWasteCsv } from '../../../src/core/export/csv';
import { imageReport } from '../report/samples';
import { HOSTILE } from './hostile';

/** RFC 4180, read strictly. */
function parse(text: string): string[][] {
  const rows: string[][] = [[]];
  const pattern = /(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r\n|$)/gy;
  while (pattern.lastIndex < text.length) {
    const match = pattern.exec(text);
    if (match === null) throw new Error('not RFC 4180');
    rows.at(-1)!.push((match[1]?.replaceAll('""', '"')) ?? match[2]!);
    if (match[3] === '\r\n') rows.push([]);
  }
  rows.pop();
  return rows;
}

const row = (path: string) => ({ path, type: 'file', size: 12, mode: 0o4755, uid: 0, gid: 5, link: '' });

describe('CSV', () => {
  it('lists waste', () => {
    expect(parse(writeWasteCsv(imageReport()))).toEqual([
      ['path', 'bytes', 'reason', 'layers', 'hidden by', 'changed', 'stored bytes'],
      ['var/lib/apt/lists/deb.debian.org_debian_dists_bookworm_main_Packages.lz4', '18000000', 'deleted', '1', '2', '', ''],
      ['var/cache/ldconfig/aux-cache', '500', 'metadata-only', '1', '2', 'mode owner', ''],
    ]);
  });

  it('lists files with modes as chmod takes them', () => {
    expect(writeFilesCsv([row('usr/bin/sudo')])).toBe('path,type,size,mode,uid,gid,link\r\nusr/bin/sudo,file,12,4755,0,5,\r\n');
  });

  it('quotes what other spreadsheets split at', () => {
    expect(writeFilesCsv([row('a;=1+1')])).toContain('\r\n"a;=1+1",file,');
    expect(writeFilesCsv([row('a\t=1+1')])).toContain('\r\n"a\t=1+1",file,');
  });

  it('brings every hostile name back, guarded where a spreadsheet would compute', () => {
    for (const text of HOSTILE) {
      const path = parse(writeFilesCsv([row(text)]))[1]![0]!;
      expect(path === text || path === `'${text}`).toBe(true);
      expect(path).not.toMatch(/^\s*[=+\-@]/);
    }
  });
});

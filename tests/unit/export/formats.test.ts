/** The list of formats is complete, and each of them writes any report. */
import { describe, expect, it } from 'vitest';
import { EXPORT_FORMATS, fileNameOf, formatsFor } from '../../../src/core/export/formats';
import { readReport } from '../../../src/core/report/validate';
import { everyReport, imageReport } from '../report/samples';
import { hostileReports } from './hostile';

describe('the list of formats', () => {
  it('has unique names and complete entries', () => {
    expect(new Set(EXPORT_FORMATS.map(({ id }) => id)).size).toBe(EXPORT_FORMATS.length);
    for (const format of EXPORT_FORMATS) expect([format.title, format.purpose, format.extension, format.mediaType].every((text) => text !== '')).toBe(true);
  });

  it.each(everyReport().map((report) => [report.kind, report] as const))('writes a report of kind %s in everything it offers', (kind, report) => {
    for (const format of formatsFor(kind).filter(({ needs }) => needs === 'report')) expect(format.write({ report })).toBeTypeOf('string');
  });

  it('writes hostile reports without failing', () => {
    for (const report of hostileReports()) {
      for (const format of formatsFor(report.kind).filter(({ needs }) => needs === 'report')) expect(() => format.write({ report })).not.toThrow();
    }
  });

  it('writes JSON that opens again as the same report', () => {
    const json = EXPORT_FORMATS.find(({ id }) => id === 'json')!;
    for (const report of everyReport()) expect(readReport(json.write({ report }))).toEqual({ ok: true, value: report });
  });

  it('names files so that any system takes them', () => {
    const markdown = EXPORT_FORMATS.find(({ id }) => id === 'markdown')!;
    expect(fileNameOf(imageReport(), markdown)).toBe('app.plimsoll.md');
    expect(fileNameOf(imageReport({ subject: { name: '../../etc/<x>:y\u0000.tar', bytes: 1 } }), markdown)).toBe('x-y.plimsoll.md');
    expect(fileNameOf(imageReport({ subject: { name: '', bytes: 1 } }), markdown)).toBe('image.plimsoll.md');
  });
});

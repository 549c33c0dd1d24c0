/** Folders as they lie on disks: links in a circle, links to nothing, and Dockerfiles that are templates still. */
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { ContextReport } from '../../../src/core/report/report';
import { run } from '../../headless/commands/context';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'plimsoll-context-'));
  mkdirSync(join(folder, 'src'));
  writeFileSync(join(folder, 'src/a.txt'), 'twelve bytes');
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

async function reportOn(dockerfile: string): Promise<ContextReport> {
  writeFileSync(join(folder, 'Dockerfile'), dockerfile);
  const result = await run([folder]);
  if (result.kind !== 'json') throw new Error(JSON.stringify(result));
  return result.value as ContextReport;
}

test('links are sent as links: those in a circle and those to nothing have no end to look for', async () => {
  symlinkSync('..', join(folder, 'src/up'));
  symlinkSync('self', join(folder, 'src/self'));
  symlinkSync('nowhere', join(folder, 'src/broken'));
  const report = await reportOn('FROM scratch\nCOPY src /src\n');
  expect(report.sent).toEqual({ files: 5, bytes: 12 + 'FROM scratch\nCOPY src /src\n'.length });
  expect(report.copied).toEqual({ files: 4, bytes: 12 });
});

test.each([
  'FROM {{ base }}\nCOPY {{ source }} /app\n', '{% if slim %}\nFROM debian:12-slim\n{% else %}\nFROM debian:12\n{% endif %}\nCOPY src /src\n', 'FROM debian:12\nCOPY',
  'FROM debian:12\nCOPY [', 'COPY src', 'FROM ${BASE:?}\nCOPY ${X:?no} /x\n', '',
])('of the template or half-typed file %j the figures of the folder still stand', async (dockerfile) => {
  const report = await reportOn(dockerfile);
  expect(report.sent).toEqual({ files: 2, bytes: 12 + dockerfile.length });
});

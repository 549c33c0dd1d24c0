/** A file and a folder taken out of an image: GNU tar reads what comes out. */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { openArchive } from '../../../src/core/archive/open';
import { createCodecs } from '../../../src/core/bytes/create-codecs';
import { encodeUtf8 } from '../../../src/core/bytes/text';
import { memorySource } from '../../../src/core/bytes/memory-source';
import { writeExtract } from '../../../src/core/extract/write-extract';
import { analyseImage, type AnalysedImage } from '../../../src/core/image/analyse';
import { LayerReader } from '../../../src/core/writer/layer-reader';
import { sequentialScanner } from '../../headless/host';

const tide = new URL('../../fixtures/images/tide.oci-gzip.tar', import.meta.url);

async function opened(): Promise<{ analysed: AnalysedImage; reader: LayerReader }> {
  const source = memorySource(new Uint8Array(readFileSync(tide)), 'tide.tar');
  const codecs = await createCodecs();
  const archive = await openArchive(source, codecs);
  if (!archive.ok) throw new Error(archive.problem.message);
  const analysed = await analyseImage(archive.value, 0, sequentialScanner(source, codecs));
  if (!analysed.ok) throw new Error(analysed.problem.message);
  return { analysed: analysed.value, reader: new LayerReader(source, await createCodecs(), analysed.value.image.layers.map(({ location }) => location)) };
}

function memorySink() {
  const chunks: Uint8Array[] = [];
  const state = { ended: '', bytes: () => Buffer.concat(chunks) };
  return {
    state,
    write(chunk: Uint8Array) {
      chunks.push(chunk.slice());
      return Promise.resolve();
    },
    close() {
      state.ended = 'closed';
      return Promise.resolve();
    },
    abort() {
      state.ended = 'aborted';
      return Promise.resolve();
    },
  };
}

test('a folder comes out as a tar that GNU tar reads', async () => {
  const { analysed, reader } = await opened();
  const { fs } = analysed;
  const sink = memorySink();
  const written = await writeExtract(fs, fs.paths.findPath(encodeUtf8('app')), fs.tables.length - 1, { reader, sink });
  expect(written).toEqual({ ok: true, value: sink.state.bytes().length });
  expect(sink.state.ended).toBe('closed');
  const folder = mkdtempSync(join(tmpdir(), 'plimsoll-extract-'));
  writeFileSync(join(folder, 'app.tar'), sink.state.bytes());
  const names = execFileSync('tar', ['-tf', join(folder, 'app.tar')], { encoding: 'utf8', env: { ...process.env, LC_ALL: 'C.UTF-8' } }).trim().split('\n');
  expect(names[0]).toBe('app/');
  expect(names.every((name) => name.startsWith('app/'))).toBe(true);
  expect(names.length).toBeGreaterThan(3);
});

test('a file comes out as its bytes, as the layer that is asked for shows it', async () => {
  const { analysed, reader } = await opened();
  const { fs } = analysed;
  const node = fs.paths.findPath(encodeUtf8('cache/list.txt'));
  const sink = memorySink();
  const written = await writeExtract(fs, node, 0, { reader, sink });
  expect(written).toMatchObject({ ok: true });
  expect(sink.state.bytes().length).toBe(fs.tables[0]!.size[fs.row[fs.newest[node]!]!]);
  // A later layer deleted it.
  const later = memorySink();
  expect(await writeExtract(fs, node, fs.tables.length - 1, { reader, sink: later })).toMatchObject({ ok: false, problem: { kind: 'nothing-to-save' } });
  expect(later.state.ended).toBe('aborted');
});

test('cancelling leaves nothing', async () => {
  const { analysed, reader } = await opened();
  const sink = memorySink();
  expect(await writeExtract(analysed.fs, 0, 4, { reader, sink, cancelled: () => true })).toMatchObject({ ok: false, problem: { kind: 'cancelled' } });
  expect(sink.state.ended).toBe('aborted');
});

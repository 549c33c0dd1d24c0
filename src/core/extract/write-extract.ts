/** Writes one file as its bytes, or whatever stands at a path as a tar, to a sink. */
import { CANCELLED } from '../archive/tar-run';
import { EntryFlag, EntryType } from '../image/layer-table';
import { rareOf, sizeOf, versionAt, type RootFs } from '../image/root-fs';
import { failure, ProblemError, success, type Outcome, type Problem } from '../problem';
import { sinkOutput, type BlockOutput } from '../writer/block-output';
import type { ByteSink } from '../writer/byte-sink';
import type { LayerReader } from '../writer/layer-reader';
import { layerBytes, writeLayer } from '../writer/layer-writer';
import { askSink } from '../writer/sink-problem';
import { folderEntries } from './folder-entries';

export type ExtractForm = 'content' | 'tar';

export interface ExtractHost {
  readonly reader: LayerReader;
  readonly sink: ByteSink;
  readonly onProgress?: (bytesDone: number, bytesTotal: number) => void;
  readonly cancelled?: () => boolean;
}

/**
 * Writes what `node` is after layer `layer`. As `content`, a regular file is its bytes and all else a tar; as `tar`, so is the file, with its
 * owner, mode and times. Answers how many bytes were written. The sink is closed on success and aborted on every failure.
 */
export async function writeExtract(fs: RootFs, node: number, layer: number, host: ExtractHost, form: ExtractForm = 'content'): Promise<Outcome<number>> {
  const { sink, reader } = host;
  try {
    const version = versionAt(fs, node, layer);
    if (node !== 0 && version < 0) throw new ProblemError(nothingToSave);
    const entries = form === 'content' && node !== 0 && fs.type[version] === EntryType.file ? undefined : folderEntries(fs, node, layer);
    const bytesTotal = entries === undefined ? sizeOf(fs, version) : layerBytes(entries);
    const output = sinkOutput(sink, (bytesDone) => {
      if (host.cancelled?.() === true) throw new ProblemError(CANCELLED);
      host.onProgress?.(bytesDone, bytesTotal);
    });
    if (entries === undefined) await writeFile(fs, version, reader, output);
    else await writeLayer(entries, fs.tables, reader, output);
    await output.drain();
    await askSink(async () => sink.settle?.());
    // Small outputs end before the first progress is told.
    if (host.cancelled?.() === true) throw new ProblemError(CANCELLED);
    await askSink(() => sink.close());
    return success(output.position);
  } catch (error) {
    await sink.abort().catch(() => undefined);
    if (error instanceof ProblemError) return failure(error.problem);
    throw error;
  } finally {
    await reader.close();
  }
}

async function writeFile(fs: RootFs, version: number, reader: LayerReader, output: BlockOutput): Promise<void> {
  const source = fs.payload[version]!;
  const layer = fs.born[source]!;
  const row = fs.row[source]!;
  const table = fs.tables[layer]!;
  if ((table.flags[row]! & EntryFlag.damaged) !== 0) throw new ProblemError(damaged(layer));
  const size = table.size[row]!;
  let stored = table.dataOffset[row]!;
  let at = 0;
  for (const [offset, length] of rareOf(table, row)?.sparse ?? [[0, size] as const]) {
    await output.zeros(offset - at);
    await reader.copy(layer, stored, length, output);
    stored += length;
    at = offset + length;
  }
  await output.zeros(size - at);
}

const nothingToSave: Problem = {
  kind: 'nothing-to-save', message: 'There is nothing at this path in this layer.', advice: 'A layer may have removed it: choose one in which it still is.',
};

function damaged(layer: number): Problem {
  return {
    kind: 'layer-damaged', message: `The content of this file is damaged in layer ${layer}, and cannot be saved whole.`,
    advice: 'Save the image again with `docker save IMAGE -o image.tar`.', where: { layer },
  };
}

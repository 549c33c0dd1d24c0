/** Compares the layers of an image with the digests and diffIDs that it states. */
import type { LayerScan, LayerScanner } from '../archive/scanner';
import { failure, success, type Diagnostic, type Outcome } from '../problem';
import type { LayerDescriptor } from './image';
import { inParallel } from './in-parallel';
import { estimatedCost, keyOf, readable, stopsAll } from './scan-layers';

type Computed = Pick<LayerScan, 'digestSha256' | 'diffIdSha256'>;

export interface Verification {
  /** Layers that are what the image says. */
  readonly sound: number;
  /** Layers that are not in the file, cannot be read to their end, or of which no SHA-256 is stated. */
  readonly unchecked: number;
  /** What does not match. */
  readonly diagnostics: readonly Diagnostic[];
}

/** Reads every layer once more, whole. `onProgress` is told the stored bytes done, and of how many. Fails when the source does, or on cancelling. */
export async function verifyLayers(
  layers: readonly LayerDescriptor[], scanner: LayerScanner, onProgress: (bytesDone: number, bytesTotal: number) => void,
): Promise<Outcome<Verification>> {
  const jobs = new Map(layers.filter(readable).map((layer) => [keyOf(layer), layer]));
  const computed = new Map<string, Computed>();
  const done = new Map<string, number>();
  const bytesTotal = [...jobs.values()].reduce((sum, { storedBytes }) => sum + storedBytes, 0);
  const tell = (key: string, bytes: number): void => {
    done.set(key, bytes);
    onProgress([...done.values()].reduce((sum, part) => sum + part, 0), bytesTotal);
  };
  const stopped = await inParallel([...jobs].sort(([, a], [, b]) => estimatedCost(b) - estimatedCost(a)), scanner.parallelism, async ([key, layer]) => {
    const outcome = await scanner.scan(layer, { verify: true }, (bytes) => tell(key, bytes));
    if (!outcome.ok && stopsAll(outcome.problem)) return outcome.problem;
    if (outcome.ok) computed.set(key, outcome.value);
    tell(key, layer.storedBytes);
    return undefined;
  });
  if (stopped !== undefined) return failure(stopped);
  let sound = 0;
  let unchecked = 0;
  const diagnostics: Diagnostic[] = [];
  for (const layer of layers) {
    const scan = computed.get(keyOf(layer));
    const stated = [layer.digest, layer.diffId].some((digest) => digest?.startsWith('sha256:'));
    if (scan?.digestSha256 === undefined || !stated) {
      unchecked += 1;
      continue;
    }
    const found = mismatches(layer, scan);
    if (found.length === 0) sound += 1;
    diagnostics.push(...found);
  }
  return success({ sound, unchecked, diagnostics });
}

/** Where what a layer is stated to be differs from what was computed; nothing where nothing was computed. */
export function mismatches(layer: LayerDescriptor, scan: Computed): Diagnostic[] {
  const found: Diagnostic[] = [];
  const check = (kind: string, what: string, stated: string | undefined, computed: string | undefined): void => {
    if (stated === undefined || computed === undefined || !stated.startsWith('sha256:') || stated === `sha256:${computed}`) return;
    found.push({
      kind,
      message: `Layer ${layer.index} is not what the image says: its ${what} is sha256:${computed}, stated is ${stated}.`,
      advice: 'The archive was changed or damaged after it was saved. Save it again, and compare checksums if you copied it.',
      where: { layer: layer.index, ...(layer.location === undefined ? {} : { entry: layer.location.member, archiveOffset: layer.location.offset }) },
    });
  };
  check('digest-mismatch', 'digest', layer.digest, scan.digestSha256);
  check('diffid-mismatch', 'diffID', layer.diffId, scan.diffIdSha256);
  return found;
}

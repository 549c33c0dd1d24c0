/** Starts layer workers, some of them ahead: while a file is opened they fetch their script and make ready. */
import layerWorker from './layer.worker.ts?worker&url';
import type { LayerApi } from './layer-protocol';
import { OwnWorker } from './own-worker';

const spares: OwnWorker<LayerApi>[] = [];

/** One that was started ahead, or a new one. */
export function startLayerWorker(): OwnWorker<LayerApi> {
  return spares.pop() ?? new OwnWorker(layerWorker, 'layer');
}

/** Makes sure that `count` are under way. Whoever calls this calls `endSpares` when no more are needed. */
export function startAhead(count: number): void {
  while (spares.length < count) spares.push(new OwnWorker(layerWorker, 'layer'));
}

/** Ends those that nobody took. */
export function endSpares(): void {
  for (const worker of spares.splice(0)) worker.terminate();
}

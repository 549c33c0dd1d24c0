/** Starts one layer worker. */
import layerWorker from './layer.worker.ts?worker&url';
import { startWorker } from './own-worker';

export function startLayerWorker(): Worker {
  return startWorker(layerWorker, 'layer');
}

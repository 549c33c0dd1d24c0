/** Starts one layer worker. */
import layerWorker from './layer.worker.ts?worker&url';
import type { LayerApi } from './layer-protocol';
import { OwnWorker } from './own-worker';

export function startLayerWorker(): OwnWorker<LayerApi> {
  return new OwnWorker(layerWorker, 'layer');
}

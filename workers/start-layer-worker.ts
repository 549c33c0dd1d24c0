/** Starts one layer worker. `new URL` must stand inside `new Worker`, else the file is inlined instead of built. */
export function startLayerWorker(): Worker {
  return new Worker(new URL('./layer.worker.ts', import.meta.url), { type: 'module', name: 'layer' });
}

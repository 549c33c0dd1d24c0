/** Behaves as badly as it is asked to: for the tests of the pool. */
import * as Comlink from 'comlink';
import { failure, success } from '../../src/core/problem';
import type { LayerApi } from '../../workers/layer-protocol';
import { holdLifeline } from '../../workers/own-worker';

const empty = success({ low: new Uint32Array(0), high: new Uint32Array(0), ok: new Uint8Array(0) });

function die(): Promise<never> {
  setTimeout(() => {
    throw new Error('died on purpose');
  });
  return new Promise(() => undefined);
}

/** What came of the last word of `scan`. */
let lastWord: Promise<unknown> = Promise.resolve();

const api: Pick<LayerApi, 'scan' | 'hashRows' | 'digestNext' | 'digestEnd' | 'readPortions'> = {
  // Has its last word after the answer.
  async scan(_bytes, _layer, _options, onProgress) {
    await Promise.resolve(onProgress(1));
    lastWord = new Promise((resolve) => setTimeout(() => resolve(onProgress(2))));
    return failure({ kind: 'unread', message: 'Nothing was read.', advice: 'None.' });
  },
  digestEnd: () => lastWord.then(String),
  digestNext: die,
  async hashRows(_, { count }) {
    // A worker whose name begins so dies whatever it is asked.
    if (count === 2 || self.name.startsWith('mortal')) return die();
    while (count === 3);
    if (count === 4) throw new Error('a bug');
    return Promise.resolve(empty);
  },
  // One row a portion; what is read of it is how many rows there were to read.
  async readPortions(_, { count }, _maxBytes, take) {
    for (let row = 0; row < count; row += 1) {
      await take(row, [Uint8Array.of(count)]);
      if (self.name.startsWith('mortal')) return die();
    }
    return success({});
  },
};

holdLifeline();
Comlink.expose(api);

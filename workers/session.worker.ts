/** Owns the models of the open files; answers the page's questions. */
import * as Comlink from 'comlink';
import { failure } from '../src/core/problem';
import type { SessionApi } from './protocol';

const pending = { kind: 'unsupported', message: 'Images are not read yet.', advice: 'Try a Dockerfile.' };

const api: SessionApi = {
  open: () => Promise.resolve(failure(pending)),
  analyse: () => Promise.resolve(failure(pending)),
  cancel: () => Promise.resolve(),
  close: () => Promise.resolve(),
  treeOpen: () => Promise.resolve(failure(pending)),
  treeRows: () => Promise.resolve([]),
  treeToggle: () => Promise.resolve({ rows: 0 }),
};
Comlink.expose(api);

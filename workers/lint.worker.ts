/** Dockerfile work: parser, rules, the shell inside RUN. */
import * as Comlink from 'comlink';
import { failure } from '../src/core/problem';
import type { LintApi } from './protocol';

const api: LintApi = {
  lint: () => Promise.resolve(failure({ kind: 'unsupported', message: 'Dockerfiles are not read yet.', advice: 'Try an image.' })),
};
Comlink.expose(api);

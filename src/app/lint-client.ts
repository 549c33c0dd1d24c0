/** The page's side of the lint worker. Only the newest text matters: a call that is overtaken answers `cancelled`. */
import type { DockerfileReport } from '../core/report/report';
import type { Outcome } from '../core/problem';
import type { LintConfig } from '../core/lint/config';
import type { LintApi } from '../../workers/protocol';
import { WorkerLink } from './worker-link';

export class LintClient {
  readonly #link: WorkerLink<LintApi>;

  constructor(start: () => Worker) {
    this.#link = new WorkerLink(start);
  }

  warm(): void {
    this.#link.warm();
  }

  lint(name: string, source: string | ArrayBuffer, signal: AbortSignal, config?: LintConfig): Promise<Outcome<DockerfileReport>> {
    return this.#link.call((api) => (config ? api.lint(name, source, config) : api.lint(name, source)), signal);
  }
}

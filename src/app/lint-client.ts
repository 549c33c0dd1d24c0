/** The page's side of the lint worker. Only the newest text of a document matters: a call that is overtaken answers `cancelled`. */
import * as Comlink from 'comlink';
import type { DockerfileReport } from '../core/report/report';
import { success, type Outcome } from '../core/problem';
import type { RuleDescription } from '../core/lint/rule';
import type { LintApi } from '../../workers/protocol';
import { WorkerLink } from './worker-link';

export class LintClient {
  readonly #link: WorkerLink<LintApi>;
  readonly #descriptions = new Map<string, Promise<RuleDescription | undefined>>();

  constructor(start: () => Worker) {
    this.#link = new WorkerLink(start);
  }

  warm(): void {
    this.#link.warm();
  }

  /** `onFirst` gets the findings before ShellCheck has run; the outcome has all of them. */
  lint(document: string, name: string, source: string | ArrayBuffer, onFirst: (report: DockerfileReport) => void, signal: AbortSignal): Promise<Outcome<DockerfileReport>> {
    return this.#link.call((api) => api.lint(name, source, undefined, document, Comlink.proxy(onFirst)), signal);
  }

  /** How a rule describes itself; asked once a rule. */
  describe(code: string): Promise<RuleDescription | undefined> {
    let description = this.#descriptions.get(code);
    if (!description) {
      description = this.#link.call(async (api) => success(await api.describe(code))).then((outcome) => (outcome.ok ? outcome.value : undefined));
      this.#descriptions.set(code, description);
    }
    return description;
  }
}

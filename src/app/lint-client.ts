/** The page's side of the lint worker. Only the newest text of a document matters: a call that is overtaken answers `cancelled`. */
import type { DockerfileReport } from '../core/report/report';
import { success, type Outcome } from '../core/problem';
import type { LintConfig } from '../core/lint/config';
import type { ActionKind } from '../core/lint/fixes/actions';
import type { FixChoice } from '../core/lint/fixes/apply';
import type { RuleDescription } from '../core/lint/rule';
import type { AppliedChoice, LintApi } from '../../workers/protocol';
import type { OwnWorker } from '../../workers/own-worker';
import { WorkerLink } from './worker-link';

export class LintClient {
  readonly #link: WorkerLink<LintApi>;
  readonly #descriptions = new Map<string, Promise<RuleDescription | undefined>>();

  constructor(start: () => OwnWorker<LintApi>) {
    this.#link = new WorkerLink(start);
  }

  warm(): void {
    this.#link.warm();
  }

  /** `onFirst` gets the findings before ShellCheck has run; the outcome has all of them. */
  lint(
    document: string, name: string, source: string | ArrayBuffer, config: LintConfig, onFirst: (report: DockerfileReport) => void, signal: AbortSignal,
  ): Promise<Outcome<DockerfileReport>> {
    return this.#link.call((api, hear) => api.lint(name, source, config, document, hear(onFirst)), signal);
  }

  readConfig(text: string): Promise<Outcome<LintConfig>> {
    return this.#link.call((api) => api.readConfig(text));
  }

  fixAll(source: string, choice: FixChoice, config: LintConfig): Promise<Outcome<AppliedChoice>> {
    return this.#link.call((api) => api.fixAll(source, choice, config));
  }

  act(source: string, kind: ActionKind, config: LintConfig): Promise<Outcome<AppliedChoice>> {
    return this.#link.call((api) => api.act(source, kind, config));
  }

  /** How a rule describes itself; asked once a rule. */
  describe(code: string): Promise<RuleDescription | undefined> {
    let description = this.#descriptions.get(code);
    if (!description) {
      description = this.#link.call(async (api) => success(await api.describe(code))).then((outcome) => {
        if (outcome.ok) return outcome.value;
        this.#descriptions.delete(code);
        return undefined;
      });
      this.#descriptions.set(code, description);
    }
    return description;
  }
}

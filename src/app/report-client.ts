/** The page's side of the report worker: links, report files, and rules held against a report without its image. */
import type { Link, LinkOptions } from '../core/permalink/make-link';
import type { OpenedLink } from '../core/permalink/open-link';
import type { Outcome } from '../core/problem';
import type { BudgetReport, ImageReport, Report } from '../core/report/report';
import type { BudgetFiles, ReportApi } from '../../workers/protocol';
import type { OwnWorker } from '../../workers/own-worker';
import { WorkerLink } from './worker-link';

export class ReportClient {
  readonly #link: WorkerLink<ReportApi>;

  constructor(start: () => OwnWorker<ReportApi>) {
    this.#link = new WorkerLink(start);
  }

  makeLink(report: Report, options: LinkOptions, signal?: AbortSignal): Promise<Outcome<Link>> {
    return this.#link.call((api) => api.makeLink(report, options), signal);
  }

  openLink(text: string): Promise<Outcome<OpenedLink>> {
    return this.#link.call((api) => api.openLink(text));
  }

  read(file: Blob): Promise<Outcome<Report>> {
    return this.#link.call((api) => api.read(file));
  }

  holdAgainst(report: ImageReport, rules: BudgetFiles): Promise<Outcome<BudgetReport>> {
    return this.#link.call((api) => api.holdAgainst(report, rules));
  }
}

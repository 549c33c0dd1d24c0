/** The workers of the page. */
import lintWorker from '../../workers/lint.worker.ts?worker&url';
import reportWorker from '../../workers/report.worker.ts?worker&url';
import sessionWorker from '../../workers/session.worker.ts?worker&url';
import { OwnWorker } from '../../workers/own-worker';
import { LintClient } from './lint-client';
import { ReportClient } from './report-client';
import { SessionClient } from './session-client';

export const session = new SessionClient(() => new OwnWorker(sessionWorker, 'session'));
export const lint = new LintClient(() => new OwnWorker(lintWorker, 'lint'));
export const reports = new ReportClient(() => new OwnWorker(reportWorker, 'report'));

/** The workers of the page. `new URL` must stand inside `new Worker`, else the file is inlined instead of built. */
import { LintClient } from './lint-client';
import { ReportClient } from './report-client';
import { SessionClient } from './session-client';

export const session = new SessionClient(() => new Worker(new URL('../../workers/session.worker.ts', import.meta.url), { type: 'module', name: 'session' }));
export const lint = new LintClient(() => new Worker(new URL('../../workers/lint.worker.ts', import.meta.url), { type: 'module', name: 'lint' }));
export const reports = new ReportClient(() => new Worker(new URL('../../workers/report.worker.ts', import.meta.url), { type: 'module', name: 'report' }));

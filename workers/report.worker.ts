/** Reports as such: put into links, read from links and files, held against rules without their image. Off the page, since a report may be large. */
import * as Comlink from 'comlink';
import { parseDiveRules } from '../src/core/budget/dive-rules';
import { evaluateBudget } from '../src/core/budget/evaluate';
import { parseOwnRules } from '../src/core/budget/own-rules';
import { makeLink } from '../src/core/permalink/make-link';
import { openLink } from '../src/core/permalink/open-link';
import { success } from '../src/core/problem';
import { readReport } from '../src/core/report/validate';
import { holdLifeline } from './own-worker';
import type { ReportApi } from './protocol';

const api: ReportApi = {
  makeLink: (report, options) => Promise.resolve(makeLink(report, options)),
  openLink: (text) => Promise.resolve(openLink(text)),
  read: async (file) => readReport(await file.text()),
  holdAgainst: (report, { dive, own }) => Promise.resolve(success(evaluateBudget({
    report, ...(dive && { dive: parseDiveRules(dive.text, dive.name) }), ...(own && { own: parseOwnRules(own.text, own.name) }),
  }))),
};

holdLifeline();
Comlink.expose(api);

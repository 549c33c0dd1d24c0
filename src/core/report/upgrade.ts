/** Brings reports of older versions up to the present one, a step at a time, so that what was saved once opens for ever. */
import { failure, success, type Outcome } from '../problem';
import { REPORT_VERSION } from './report';

type Fields = Readonly<Record<string, unknown>>;

/** `UPGRADERS[n]` turns a report of version n into one of version n + 1 (its `version` is set by `upgradeReport`). Version 1 is the first. */
export type Upgraders = Readonly<Record<number, (report: Fields) => Fields>>;

export const UPGRADERS: Upgraders = {};

/** A report of the present version; problems of kind `report-newer-version` and `report-unknown-version`. */
export function upgradeReport(report: Fields, target: number = REPORT_VERSION, upgraders: Upgraders = UPGRADERS): Outcome<Fields> {
  const { version } = report;
  if (!Number.isInteger(version) || (version as number) < 1) {
    return failure({
      kind: 'report-unknown-version',
      message: 'The report does not say which version of the format it has.',
      advice: 'Make the report anew; a report begins with "schema", "version" and "kind".',
    });
  }
  if ((version as number) > target) {
    return failure({
      kind: 'report-newer-version',
      message: `The report has version ${version as number} of the format, and this copy of Plimsoll knows versions up to ${target}.`,
      advice: 'Reload the page to get the newest Plimsoll, then open the report again.',
    });
  }
  let current = report;
  for (let from = version as number; from < target; from += 1) {
    const upgrade = upgraders[from];
    if (upgrade === undefined) throw new Error(`No upgrader from report version ${from}`);
    current = { ...upgrade(current), version: from + 1 };
  }
  return success(current);
}

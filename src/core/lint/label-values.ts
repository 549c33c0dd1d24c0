/** The forms that label values can be held to. */
import { SPDX_LICENCES } from './spdx-licences';

/** RFC 3986: a scheme, perhaps an authority, a path, a query and a fragment. */
export function isUri(value: string): boolean {
  return URI.test(value);
}

const ESCAPED = '%[0-9A-Fa-f]{2}';
const PCHAR = `(?:[A-Za-z0-9\\-._~!$&'()*+,;=:@]|${ESCAPED})`;
const HOST = `(?:\\[[0-9A-Za-z:.]+\\]|(?:[A-Za-z0-9\\-._~!$&'()*+,;=]|${ESCAPED})*)`;
const AUTHORITY = `//(?:(?:[A-Za-z0-9\\-._~!$&'()*+,;=:]|${ESCAPED})*@)?${HOST}(?::\\d*)?(?=[/?#]|$)`;
const URI = new RegExp(`^[A-Za-z][A-Za-z0-9+.-]*:(?:${AUTHORITY}|(?!//))(?:${PCHAR}|/)*(?:\\?(?:${PCHAR}|[/?])*)?(?:#(?:${PCHAR}|[/?])*)?$`);

/** RFC 3339, date and time with an offset. */
export function isTimestamp(value: string): boolean {
  const match = /^(\d{4})-(\d\d)-(\d\d)[Tt](\d\d):(\d\d):(\d\d)(?:\.\d+)?(?:[Zz]|[+-](\d\d):(\d\d))$/.exec(value);
  if (match === null) return false;
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0] = match.slice(1, 7).map(Number);
  const leap = year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);
  const days = [31, leap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31][month - 1] ?? 0;
  return day >= 1 && day <= days && hour < 24 && minute < 60 && second <= 60;
}

/** One identifier of the SPDX list: hadolint takes neither expressions nor deprecated identifiers. */
export function isLicence(value: string): boolean {
  return SPDX_LICENCES.has(value);
}

/** A git commit, whole or abbreviated as git does it. */
export function isGitHash(value: string): boolean {
  return /^(?:[0-9a-f]{7}|[0-9a-f]{40})$/.test(value);
}

/** semver.org 2.0.0, leading zeros allowed as hadolint does. */
export function isSemanticVersion(value: string): boolean {
  return /^\d+\.\d+\.\d+(?:-[0-9A-Za-z-]+(?:\.[0-9A-Za-z-]+)*)?(?:\+[0-9A-Za-z-]+(?:\.[0-9A-Za-z-]+)*)?$/.test(value);
}

/** RFC 5322 `addr-spec` with a host's name (RFC 1123) for its domain; a comment may follow either part. */
export function isEmailAddress(value: string): boolean {
  const atom = "[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+";
  const label = '[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?';
  const comment = '(?:\\([^()\\\\]*\\))?';
  const local = `(?:${atom}(?:\\.${atom})*|"(?:[^"\\\\]|\\\\.)*")`;
  return new RegExp(`^${local}${comment}@(?:${label}(?:\\.${label})*\\.?|\\[[^\\[\\]\\\\]*\\])${comment}$`).test(value);
}

/** What every report begins with. */
import type { Problem } from '../../problem';

export const REPORT_VERSION = 1;

export interface ReportHead<Kind extends string> {
  readonly schema: 'plimsoll.report';
  readonly version: typeof REPORT_VERSION;
  readonly kind: Kind;
  readonly tool: { readonly name: 'plimsoll'; readonly version: string };
  /** What was analysed: the file's name and size in bytes. */
  readonly subject: { readonly name: string; readonly bytes: number };
  readonly diagnostics: readonly Problem[];
  /** What a shared link left out to stay within its length; absent in a report that was made from the file itself. */
  readonly omitted?: readonly Omission[];
}

/** One thing that a shared link does not carry, so that no shortened list passes for a whole one. */
export interface Omission {
  /** Name of the report's field, such as `waste`; `commands` where commands were shortened. */
  readonly what: string;
  readonly count: number;
  /** What the omitted rows add up to, where they have bytes. */
  readonly bytes?: number;
}

/** The report of a squash plan: what joining each range of layers saves. */
import type { ReportHead } from './head';

/** One way to squash. Bytes are of uncompressed layer tars, headers and padding included. */
export interface RangeReport {
  readonly from: number;
  readonly to: number;
  /** Negative where the squashed layer would be larger. */
  readonly savedBytes: number;
  /** Bytes of files that vanish; the rest of the saving are headers and padding. */
  readonly contentBytes?: number;
  /** Bytes of layers that the base image or other images share now, and that then have to be pulled again. */
  readonly pulledAgainBytes?: number;
}

/** Which layers to squash, and what each choice saves. */
export interface PlanReport extends ReportHead<'plan'> {
  readonly layers: readonly { readonly index: number; readonly command: string; readonly storedBytes: number; readonly tarBytes?: number; readonly base?: boolean; readonly shared?: boolean }[];
  /** Savings of squashing data layers `from` to `to`, both included. */
  readonly ranges: readonly { readonly from: number; readonly to: number; readonly savedBytes: number }[];
  readonly recommended?: RangeReport & { readonly reason: string };
  /** Why nothing is recommended. */
  readonly nothing?: string;
  /** Bytes of all layers' tars. */
  readonly bytes?: number;
  readonly all?: RangeReport;
  readonly aboveBase?: RangeReport;
  /** What docker-squash would save of the newest `count` history entries; without a range where they hold fewer than two layers. */
  readonly lastN?: readonly { readonly count: number; readonly range?: RangeReport }[];
  readonly base?: { readonly layers: number; readonly confidence: string; readonly name?: string; readonly reason: string };
}

/** The report of a build context: what a build would send. */
import type { ReportHead } from './head';

export interface ContextReport extends ReportHead<'context'> {
  readonly sent: { readonly files: number; readonly bytes: number };
  readonly ignored: { readonly files: number; readonly bytes: number };
  /** What COPY and ADD take of the sent files, and what travels for nothing; absent without a Dockerfile. */
  readonly copied?: { readonly files: number; readonly bytes: number };
  readonly unused?: { readonly files: number; readonly bytes: number };
  readonly largest: readonly { readonly path: string; readonly bytes: number; readonly files: number }[];
  readonly suggestions: readonly {
    readonly pattern: string; readonly bytes: number; readonly reason: string;
    readonly kind?: string; readonly files?: number; readonly examples?: readonly string[];
  }[];
  /** The ignore file that applies, as far as a patch needs it; redacted reports are without it. */
  readonly ignoreFile?: { readonly path: string; readonly text: string };
}

/** How an image stands against its rules. */
import type { Problem } from '../../problem';

/** One rule held against one set of figures. */
export interface BudgetCheck {
  /** `lowestEfficiency`, `totalSize`, `forbiddenPaths`, … */
  readonly rule: string;
  /** The file that asks for it. */
  readonly source: 'dive' | 'plimsoll';
  /** `dive`: what dive 0.13 would print, its known errors included; `exact`: ours. */
  readonly figures: 'dive' | 'exact';
  readonly outcome: 'pass' | 'fail' | 'skip';
  /** Shown beside a check that decides, but without a say itself. */
  readonly advisory?: boolean;
  /** The limit as written. */
  readonly limit: string;
  /** Bytes or a ratio, as the rule has it; null when the ratio cannot be computed. */
  readonly value?: number | null;
  /** One plain sentence. */
  readonly reason: string;
  /** What broke the rule, at most the first hundred. */
  readonly offenders?: readonly string[];
}

export interface BudgetReport {
  /** `fail` when a check that is not advisory fails; `invalid` when a rule could not be understood. */
  readonly outcome: 'pass' | 'fail' | 'invalid';
  readonly checks: readonly BudgetCheck[];
  readonly problems: readonly Problem[];
}

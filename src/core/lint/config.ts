/** Lint configuration: `.hadolint.yaml` in full, defaults included. */
import type { Severity } from '../report/report';

export interface LintConfig {
  readonly ignored: readonly string[];
  readonly override: { readonly error: readonly string[]; readonly warning: readonly string[]; readonly info: readonly string[]; readonly style: readonly string[] };
  readonly trustedRegistries: readonly string[];
  readonly labelSchema: Readonly<Record<string, string>>;
  readonly strictLabels: boolean;
  readonly disableIgnorePragma: boolean;
  readonly failureThreshold: Severity | 'ignore' | 'none';
  readonly noFail: boolean;
  readonly format?: string;
}

export const DEFAULT_LINT_CONFIG: LintConfig = {
  ignored: [], override: { error: [], warning: [], info: [], style: [] }, trustedRegistries: [], labelSchema: {},
  strictLabels: false, disableIgnorePragma: false, failureThreshold: 'info', noFail: false,
};

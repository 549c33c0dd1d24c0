/** Lint configuration: `.hadolint.yaml` in full, defaults included. */
import type { Finding, Severity } from '../report/report';

/** Worst first. */
export const SEVERITIES: readonly Severity[] = ['error', 'warning', 'info', 'style'];

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

/**
 * Findings for which hadolint would end with an error: its own and ShellCheck's that reach `failure-threshold`. None where `no-fail` is set, or
 * the threshold is `none` or `ignore`.
 */
export function failing(findings: readonly Finding[], { noFail, failureThreshold }: LintConfig): readonly Finding[] {
  if (noFail || failureThreshold === 'ignore' || failureThreshold === 'none') return [];
  const least = SEVERITIES.indexOf(failureThreshold);
  return findings.filter(({ source, severity }) => (source === 'hadolint' || source === 'shellcheck') && SEVERITIES.indexOf(severity) <= least);
}

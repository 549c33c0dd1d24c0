/** The second half of linting: a report without ShellCheck in, the same with it out. */
import { parseDockerfile } from '../../dockerfile/parse';
import type { DockerfileReport } from '../../report/report';
import { DEFAULT_LINT_CONFIG, type LintConfig } from '../config';
import { byPlace } from '../engine';
import { checkDockerfile } from './check-dockerfile';
import type { ShellcheckEngine } from './engine';

/** `source` is the text that the report is about. Scripts that fail become diagnostics; nothing of the report is lost. */
export async function addShellcheck(
  report: DockerfileReport, source: string, engine: ShellcheckEngine, config: LintConfig = DEFAULT_LINT_CONFIG, cancelled: () => boolean = () => false,
): Promise<DockerfileReport> {
  const { findings, diagnostics } = await checkDockerfile(parseDockerfile(source), config, engine, { cancelled });
  return {
    ...report,
    diagnostics: [...report.diagnostics, ...diagnostics],
    findings: [...report.findings, ...findings].sort(byPlace),
  };
}

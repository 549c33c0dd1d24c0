/** The report of a Dockerfile. */
import type { AdvicePlan } from './advice';
import type { Finding } from './finding';
import type { ReportHead } from './head';

export interface DockerfileReport extends ReportHead<'dockerfile'> {
  readonly findings: readonly Finding[];
  /** The linted text: it travels with a permalink, so that the reader can edit on. */
  readonly dockerfile?: string;
  /** What can be advised without the image. */
  readonly advice?: AdvicePlan;
}

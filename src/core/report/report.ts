/** The report: what every analysis ends in, what the page shows, exports and shares. One file a kind; the headless contract names the fixed fields. */
import type { ComparisonReport } from './kinds/comparison';
import type { ContextReport } from './kinds/context';
import type { DockerfileReport } from './kinds/dockerfile';
import type { ImageReport } from './kinds/image';
import type { PlanReport } from './kinds/plan';

export * from './kinds/head';
export type * from './kinds/image';
export type * from './kinds/budget';
export type * from './kinds/finding';
export type * from './kinds/advice';
export type * from './kinds/dockerfile';
export type * from './kinds/comparison';
export type * from './kinds/context';
export type * from './kinds/plan';

export type Report = ImageReport | DockerfileReport | ComparisonReport | ContextReport | PlanReport;

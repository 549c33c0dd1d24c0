/** The plan as a report: what the page shows and `squash FILE --plan` prints. */
import type { AnalysedImage } from '../image/analyse';
import { REPORT_VERSION, type PlanReport } from '../report/report';
import { VERSION } from '../version';
import { planSquash, type Plan } from './plan';
import { tarBytesOf } from './range';
import { recommend } from './recommend';

/** Makes the plan where none is given. */
export function planReport(analysed: AnalysedImage, plan: Plan = planSquash(analysed)): PlanReport {
  const { archive, image } = analysed;
  const advice = recommend(analysed, plan);
  const { base, shared, bytes, all, aboveBase, lastN } = plan;
  return {
    schema: 'plimsoll.report', version: REPORT_VERSION, kind: 'plan', tool: { name: 'plimsoll', version: VERSION },
    subject: { name: archive.name, bytes: archive.size },
    diagnostics: analysed.diagnostics,
    layers: image.layers.map((layer, index) => ({
      index, command: layer.historyIndex === undefined ? '' : (image.history[layer.historyIndex]?.createdBy ?? ''),
      storedBytes: layer.storedBytes, tarBytes: tarBytesOf(layer), base: index < (base?.layers ?? 0), shared: shared[index] === true,
    })),
    ranges: plan.ranges.map(({ from, to, savedBytes }) => ({ from, to, savedBytes })),
    ...(advice.worth ? { recommended: { ...advice.range, reason: advice.reason } } : { nothing: advice.reason }),
    bytes,
    ...(all === undefined ? {} : { all }),
    ...(aboveBase === undefined ? {} : { aboveBase }),
    lastN,
    ...(base === undefined ? {} : { base }),
  };
}

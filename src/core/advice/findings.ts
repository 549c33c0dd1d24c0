/** The bytes that each finding costs in the image, and what can be said of findings when there is no image. */
import type { AdviceStep, AdviceWay, Finding } from '../report/report';
import { concerns } from './plan';
import type { ImageFacts } from './price/facts';
import type { Saving } from './price/saving';

/** Rules on size, with the way to a smaller image that they belong to. */
const WAYS: Readonly<Record<string, AdviceWay>> = {
  DL3009: 'lean-install', DL3015: 'lean-install', DL3019: 'lean-install', DL3032: 'lean-install', DL3036: 'lean-install', DL3040: 'lean-install',
  DL3042: 'lean-install', DL3060: 'lean-install', DL3046: 'lean-install', DL4001: 'lean-install', DL3010: 'consolidate', DL3059: 'consolidate',
  PL002: 'consolidate', PL001: 'chown', DL3067: 'multi-stage', CopyIgnoredFile: 'dockerignore',
};
/** Those whose cost is measured: a finding of one of them on a line of this image costs 0 when nothing was found. */
const PRICED: ReadonlySet<string> = new Set(['DL3009', 'DL3010', 'DL3015', 'DL3019', 'DL3032', 'DL3036', 'DL3040', 'DL3042', 'DL3059', 'DL3060', 'PL001', 'PL002']);

/** The findings with `bytes` where the image tells them; the same objects where it does not. */
export function priceFindings(facts: ImageFacts, savings: readonly Saving[], findings: readonly Finding[]): readonly Finding[] {
  const built = new Set(facts.makers.flatMap(({ instructions }) => instructions.map(({ startLine }) => startLine)));
  return findings.map((finding) => {
    const payloads = new Set(savings.filter((saving) => concerns(saving, finding)).flatMap((saving) => saving.payloads));
    if (payloads.size === 0) return PRICED.has(finding.rule) && built.has(finding.instructionLine) ? { ...finding, bytes: 0 } : finding;
    let bytes = 0;
    for (const payload of payloads) bytes += facts.bytesOf(payload);
    return { ...finding, bytes };
  });
}

/** Steps that a Dockerfile alone gives: its findings on size, without figures. */
export function stepsWithoutImage(findings: readonly Finding[]): readonly AdviceStep[] {
  return findings.flatMap((finding, index): AdviceStep[] => {
    const way = WAYS[finding.rule];
    if (way === undefined) return [];
    return [{
      id: `${finding.rule}-line-${finding.line}-${finding.column}`, way, title: finding.message, detail: `${finding.rule} in line ${finding.line}.`, line: finding.instructionLine, layers: [],
      bytes: null, storedBytes: null, adds: { bytes: 0, storedBytes: 0 }, files: 0, basis: 'estimated', enabled: true, rank: 100, evidence: [], findings: [index],
      ...(finding.fix === undefined ? {} : { fix: finding.fix }),
    }];
  });
}

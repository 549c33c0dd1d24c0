/** The bytes that each finding costs in the image. */
import type { Finding } from '../report/report';
import { concerns } from './plan';
import type { ImageFacts } from './price/facts';
import type { Saving } from './price/saving';

/** Those whose cost is measured: a finding of one of them on a line of this image costs 0 when nothing was found. */
const PRICED: ReadonlySet<string> = new Set([
  'DL3009', 'DL3010', 'DL3015', 'DL3019', 'DL3032', 'DL3036', 'DL3040', 'DL3042', 'DL3059', 'DL3060', 'DL3067', 'PL001', 'PL002', 'PL003',
  'PL005', 'PL006', 'PL007', 'PL008', 'PL009', 'PL010', 'PL011', 'PL012', 'PL013', 'PL014', 'PL015', 'PL016', 'PL017', 'PL018', 'PL019', 'PL020', 'PL026', 'PL032', 'PL033', 'PL040', 'PL042',
]);

/** The same where rpm's database could be read. */
const BY_RPM: ReadonlySet<string> = new Set(['PL024', 'PL025']);

/** Rules on size that no image can price, and why. */
const UNPRICED: Readonly<Record<string, string>> = {
  PL034: 'What another base image would take on disk is in no figure of this one: PL034 has the registry’s compressed sizes instead, in the steps on the base image.',
};

/** The reasons that concern some of the findings, in plain sentences. */
export function unpriced(findings: readonly Finding[]): readonly string[] {
  return Object.entries(UNPRICED).filter(([rule]) => findings.some((finding) => finding.rule === rule)).map(([, reason]) => reason);
}

/** The findings with `bytes` where the image tells them; the same objects where it does not. */
export function priceFindings(facts: ImageFacts, savings: readonly Saving[], findings: readonly Finding[]): readonly Finding[] {
  const built = new Set(facts.makers.flatMap(({ instructions }) => instructions.map(({ startLine }) => startLine)));
  const manages = (...managers: readonly string[]): boolean => facts.packages.packages.some(({ manager }) => managers.includes(manager));
  const isPriced = ({ rule, instructionLine }: Finding): boolean => built.has(instructionLine) && (PRICED.has(rule) || (BY_RPM.has(rule) && manages('rpm')) || (rule === 'PL039' && manages('apk')));
  return findings.map((finding) => {
    const answering = savings.filter((saving) => concerns(saving, finding));
    const payloads = new Set(answering.flatMap((saving) => saving.payloadsOfLine?.get(finding.instructionLine) ?? saving.payloads));
    if (payloads.size === 0) return isPriced(finding) ? { ...finding, bytes: 0 } : finding;
    let bytes = 0;
    for (const payload of payloads) bytes += facts.bytesOf(payload);
    return { ...finding, bytes, ...(answering.every(({ basis }) => basis === 'estimated') && { estimated: true }) };
  });
}

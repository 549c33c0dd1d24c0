/** Turns a JSON of unknown origin into a report, or into a problem that says what is wrong with it. */
import { escapeUnseen } from '../bytes/unseen';
import { failure, success, type Outcome } from '../problem';
import { mismatchOf } from './check-schema';
import { cleanJson } from './clean-json';
import { completeImageReport } from './complete';
import type { DockerfileReport, ImageReport, Report } from './report';
import { REPORT_DEFINITIONS, REPORT_KINDS } from './schema';
import { upgradeReport } from './upgrade';

/** Characters of a report file; JavaScript engines stop at about twice that. */
const MAX_TEXT = 256_000_000;

/** Reads a report from its JSON text. Problems: `report-too-big`, `report-not-json`, and those of `validateReport`. */
export function readReport(text: string): Outcome<Report> {
  if (text.length > MAX_TEXT) {
    return failure({
      kind: 'report-too-big', message: `The report has ${text.length} characters; ${MAX_TEXT} can be read.`,
      advice: 'Open the image itself instead.',
    });
  }
  let value: unknown;
  try {
    value = JSON.parse(text.startsWith('\uFEFF') ? text.slice(1) : text);
  } catch (error) {
    // Engines quote the text itself there.
    const why = error instanceof Error ? escapeUnseen(error.message) : 'it cannot be parsed';
    return failure({
      kind: 'report-not-json', message: `The report is not valid JSON: ${why}.`,
      advice: 'Check that the file was copied whole: a report of Plimsoll begins with "{" and ends with "}".',
    });
  }
  return validateReport(value);
}

/**
 * Checks every field that the page and the exports rely on, after upgrading older versions; fields that we do not know are kept.
 * Problems: `report-not-ours`, `report-newer-version`, `report-unknown-version`, `report-invalid`, `report-too-big`.
 */
export function validateReport(value: unknown): Outcome<Report> {
  if (!isOurs(value)) {
    return failure({
      kind: 'report-not-ours', message: 'This JSON is not a report of Plimsoll.',
      advice: 'A report has "schema": "plimsoll.report". Export one as JSON, or drop the image or the Dockerfile itself.',
    });
  }
  const cleaned = cleanJson(value);
  if (!cleaned.ok) return cleaned;
  const upgraded = upgradeReport(cleaned.value as Readonly<Record<string, unknown>>);
  if (!upgraded.ok) return upgraded;
  const kind = REPORT_KINDS.find((name) => name === upgraded.value['kind']);
  if (kind === undefined) return invalid(`kind should be one of ${REPORT_KINDS.join(', ')}`);
  const report = kind === 'image' ? completeImageReport(upgraded.value) : upgraded.value;
  const mismatch = mismatchOf(report, REPORT_DEFINITIONS[kind]!) ?? mismatchOfReferences(report as unknown as Report);
  return mismatch === undefined ? success(report as unknown as Report) : invalid(mismatch);
}

/** Whether a parsed JSON claims to be a report, whatever its version: for telling what a dropped file is. */
function isOurs(value: unknown): boolean {
  return typeof value === 'object' && value !== null && Object.hasOwn(value, 'schema')
    && (value as { readonly schema: unknown }).schema === 'plimsoll.report';
}

/** Indexes that the page follows must lead somewhere. */
function mismatchOfReferences(report: Report): string | undefined {
  if (report.kind === 'dockerfile') return mismatchOfAdvice(report, Infinity);
  if (report.kind !== 'image') return undefined;
  const { layers } = report;
  if (report.images.length > 0 && report.image >= report.images.length) return 'image points past the end of images';
  const badLayer = layers.findIndex((layer, index) => layer.index !== index);
  if (badLayer >= 0) return `layers[${badLayer}].index should be ${badLayer}`;
  const badWaste = report.waste.findIndex((row) => row.layers.some((layer) => layer >= layers.length) || (row.hiddenBy ?? -1) >= layers.length);
  return badWaste >= 0 ? `waste[${badWaste}] names a layer that is not there` : mismatchOfAdvice(report, layers.length);
}

function mismatchOfAdvice({ advice, findings }: ImageReport | DockerfileReport, layers: number): string | undefined {
  if (advice === undefined) return undefined;
  const { steps, shares } = advice;
  const badShare = shares.findIndex((share) => share.steps.some((step) => step >= steps.length));
  if (badShare >= 0) return `advice.shares[${badShare}] names a step that is not there`;
  const badStep = steps.findIndex((step) => step.layers.some((layer) => layer >= layers) || step.findings.some((index) => index >= (findings?.length ?? 0)));
  if (badStep >= 0) return `advice.steps[${badStep}] names a layer or a finding that is not there`;
  const badLayer = advice.layers?.findIndex(({ layer }) => layer >= layers) ?? -1;
  return badLayer >= 0 ? `advice.layers[${badLayer}] names a layer that is not there` : undefined;
}

function invalid(mismatch: string): Outcome<Report> {
  return failure({
    kind: 'report-invalid', message: `The report cannot be read: ${mismatch}.`,
    advice: 'It may have been edited by hand; export it again from Plimsoll.',
  });
}

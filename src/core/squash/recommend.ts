/** Which range is worth squashing: what it saves against what has to be pulled again because nobody shares it any more. */
import { shareText, sizeText } from '../export/figures';
import type { AnalysedImage } from '../image/analyse';
import { rangeProblem, tooFewLayers } from './range';
import type { Plan, RangeSaving } from './plan';

export type Recommendation =
  | { readonly worth: true; readonly range: RangeSaving; readonly reason: string }
  | { readonly worth: false; readonly reason: string };

/** Content below this, and below a hundredth of all content, is not worth a changed layer. */
const SMALL = 1_000_000;
/** A range that saves this share of the most that can be saved is as good, if it leaves more layers as they are. */
const AS_GOOD = 0.98;

/** Never recommends what would make the image larger, nor what saves headers and padding alone. */
export function recommend(analysed: AnalysedImage, plan: Plan): Recommendation {
  if (analysed.image.layers.length < 2) return { worth: false, reason: tooFewLayers(analysed).message };
  if (plan.ranges.length === 0) {
    const problem = rangeProblem(analysed, { from: 0, to: analysed.image.layers.length - 1 });
    return { worth: false, reason: problem?.message ?? `The image has ${analysed.image.layers.length} layers, more than a plan is made for.` };
  }
  const most = plan.ranges.reduce((best, range) => (net(range) > net(best) ? range : best));
  if (most.contentBytes === 0 || net(most) <= 0) return { worth: false, reason: whyNothing(plan) };
  if (most.contentBytes < SMALL && most.contentBytes < analysed.waste.bytes / 100) {
    return { worth: false, reason: `Layers hide only ${sizeText(most.contentBytes)} of ${sizeText(analysed.waste.bytes)}: too little for layers that others may share.` };
  }
  const enough = net(most) * AS_GOOD;
  const range = plan.ranges.filter((candidate) => candidate.contentBytes > 0 && net(candidate) >= enough).reduce((best, candidate) => (isBetter(candidate, best) ? candidate : best));
  return { worth: true, range, reason: reasonFor(range, plan) };
}

/** Bytes saved less bytes that have to be pulled again. */
function net(range: RangeSaving): number {
  return range.savedBytes - range.pulledAgainBytes;
}

/** Fewer layers changed first, then the larger saving, then the higher range, which fewer other images can share. */
function isBetter(a: RangeSaving, b: RangeSaving): boolean {
  const [widthA, widthB] = [a.to - a.from, b.to - b.from];
  return widthA !== widthB ? widthA < widthB : net(a) !== net(b) ? net(a) > net(b) : a.from > b.from;
}

function whyNothing({ ranges, base }: Plan): string {
  const most = ranges.reduce((best, range) => (range.savedBytes > best.savedBytes ? range : best));
  if (most.contentBytes === 0) return 'No layer hides a byte of another: squashing would only save headers and padding.';
  const whose = base === undefined ? 'layers that other images of the archive share' : `the base image's layers (${basis(base.layers)})`;
  return `Layers ${most.from} to ${most.to} would save ${sizeText(most.savedBytes)}, but ${sizeText(most.pulledAgainBytes)} of ${whose} would have to be pulled again.`;
}

function reasonFor(range: RangeSaving, { bytes, base, all }: Plan): string {
  const parts = [`Squashing layers ${range.from} to ${range.to} saves ${sizeText(range.savedBytes)} of ${sizeText(bytes)} (${shareText(range.savedBytes / bytes)})`];
  if (range.pulledAgainBytes > 0) parts.push(`; ${sizeText(range.pulledAgainBytes)} of shared layers have to be pulled again`);
  else if (base !== undefined) parts.push(` and leaves ${basis(base.layers)} of the base image shared`);
  parts.push('.');
  if (all !== undefined && all.pulledAgainBytes > range.pulledAgainBytes && (all.from !== range.from || all.to !== range.to)) {
    const more = all.savedBytes - range.savedBytes;
    parts.push(` Squashing everything would ${more > 0 ? `save ${sizeText(more)} more` : 'save no more'}, and ${sizeText(all.pulledAgainBytes)} of shared layers would have to be pulled again.`);
  }
  return parts.join('');
}

function basis(layers: number): string {
  return layers === 1 ? 'layer 0' : `layers 0 to ${layers - 1}`;
}

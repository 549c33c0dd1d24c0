/** Which line of the Dockerfile made which layer: the image's history laid beside the instructions. */
import type { Dockerfile } from '../../dockerfile/model';
import type { HistoryEntry } from '../../image/image';
import { align } from './align';
import { readHistoryCommand, type HistoryCommand } from './history-command';
import { DATA_WEIGHT, describeMatch, rootOf, type Candidate, type HistoryMatch, type MatchedImage } from './match-result';
import { LEAST_SCORE, similarity } from './similarity';
import { formsOf, type StepForm } from './step-form';

/** A share of the best possible score from which other stages need not be tried. */
const SURE = 0.9;

/** Matches a whole image. Never fails: without a history, or with a foreign Dockerfile, the matches are empty and a diagnostic says why. */
export function matchHistory(image: MatchedImage, dockerfile: Dockerfile): HistoryMatch {
  const commands = image.history.map(readHistoryCommand);
  const given = givenValues(image);
  const last = dockerfile.stages.length - 1;
  let best = tryTarget(commands, image.history, dockerfile, given, Math.max(last, 0));
  for (let target = last - 1; target >= 0 && best.share < SURE; target -= 1) {
    const other = tryTarget(commands, image.history, dockerfile, given, target);
    if (other.share > best.share + 0.05) best = other;
  }
  return describeMatch(image, dockerfile, commands, best);
}

function tryTarget(
  commands: readonly HistoryCommand[], history: readonly HistoryEntry[], dockerfile: Dockerfile, given: ReadonlyMap<string, string>, target: number,
): Candidate {
  const forms = formsOf(dockerfile, target, given);
  const scratch = rootOf(dockerfile, target)?.from.image.value === 'scratch';
  const weight = (index: number): number => (forms[index]!.data ? DATA_WEIGHT : 1);
  const marked = stageBegin(history);
  const partners = align(commands.length, forms.length, {
    score: (a, b) => {
      if (a < marked) return 0;
      const { score } = similarity(commands[a]!, forms[b]!);
      return score < LEAST_SCORE ? 0 : score * weight(b);
    },
    // Of a base image anything may be in the history; between the Dockerfile's own entries only what ONBUILD left there.
    skipFirst: (a, early) => (early && !scratch ? 0 : history[a]!.emptyLayer ? 0.1 : 0.5),
    skipSecond: (b) => (forms[b]!.data ? 0.3 : 0.05),
  });
  fillGaps(commands, history, forms, partners);
  let got = 0;
  partners.forEach((b, a) => {
    if (b >= 0) got += similarity(commands[a]!, forms[b]!).score * weight(b);
  });
  const possible = forms.reduce((sum, _, index) => sum + weight(index), 0);
  return { target, forms, partners, share: possible === 0 ? 0 : got / possible };
}

/** Platform arguments by the image's platform, build arguments by what RUN entries tell of them (`|1 VERSION=1.2 /bin/sh -c …`). */
function givenValues({ history, platform }: MatchedImage): ReadonlyMap<string, string> {
  const [os = '', arch = '', variant = ''] = platform.split('/');
  const given = new Map([['TARGETPLATFORM', platform], ['TARGETOS', os], ['TARGETARCH', arch], ['TARGETVARIANT', variant]]);
  for (const { createdBy } of history) {
    const args = /^(?:RUN )?\|(\d+) (.*)$/s.exec(createdBy.slice(0, 20_000));
    if (args === null) continue;
    for (const pair of args[2]!.split(' ', Number(args[1]))) {
      const equals = pair.indexOf('=');
      if (equals > 0) given.set(pair.slice(0, equals), pair.slice(equals + 1));
    }
  }
  return given;
}

/** buildah writes the base's name beside the first entry of a stage: index of the last such entry, 0 without one. */
function stageBegin(history: readonly HistoryEntry[]): number {
  const named = history.findLastIndex(({ comment }) => comment !== undefined && /^FROM (?![0-9a-f]{12}$)\S/.test(comment));
  if (named < 0) return 0;
  // Without --layers the name stands beside the last entry, behind those that were committed with it, which have no comment.
  let begin = named;
  while (begin > 0 && history[begin - 1]!.comment === undefined && history[begin - 1]!.emptyLayer) begin -= 1;
  return begin;
}

/** Between two certain neighbours, what is left over on both sides belongs together if it agrees in number and keyword. */
function fillGaps(commands: readonly HistoryCommand[], history: readonly HistoryEntry[], forms: readonly StepForm[], partners: Int32Array): void {
  const anchors = [...partners.entries()].filter(([, b]) => b >= 0);
  const ends = [...anchors, [partners.length, forms.length] as const];
  anchors.forEach(([a, b], index) => {
    const [nextA, nextB] = ends[index + 1]!;
    const entries: number[] = [];
    const steps: number[] = [];
    for (let at = a + 1; at < nextA; at += 1) if (!history[at]!.emptyLayer) entries.push(at);
    for (let at = b + 1; at < nextB; at += 1) if (forms[at]!.data) steps.push(at);
    const agrees = entries.length === steps.length && entries.every((at, k) => ['', forms[steps[k]!]!.keyword].includes(commands[at]!.keyword));
    if (agrees) entries.forEach((at, k) => (partners[at] = steps[k]!));
  });
}

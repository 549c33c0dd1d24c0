/** Which line of the Dockerfile made which layer: the image's history laid beside the instructions. */
import type { Dockerfile, PairsInstruction } from '../../dockerfile/model';
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
  const given = givenValues(image, declaredArguments(dockerfile));
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
  const squashed = history.map((entry, index) => isSquashed(commands[index]!, entry));
  const partners = align(commands.length, forms.length, {
    score: (a, b) => {
      if (a < marked || squashed[a] === true) return 0;
      const { score } = similarity(commands[a]!, forms[b]!);
      return score < LEAST_SCORE ? 0 : score * weight(b);
    },
    // Of a base image anything may be in the history; between the Dockerfile's own entries only what ONBUILD left there.
    skipFirst: (a, early) => (early && !scratch ? 0 : history[a]!.emptyLayer ? 0.1 : 0.5),
    skipSecond: (b) => (forms[b]!.data ? 0.3 : 0.05),
  });
  const merged = fillGaps(commands, history, forms, partners, squashed);
  uncross(commands, history, forms, partners);
  let got = 0;
  partners.forEach((b, a) => {
    if (b >= 0) got += similarity(commands[a]!, forms[b]!).score * weight(b);
  });
  const possible = forms.reduce((sum, _, index) => sum + weight(index), 0);
  return { target, forms, partners, merged, share: possible === 0 ? 0 : got / possible };
}

/** Platform arguments by the image's platform, build arguments by what RUN entries tell of them (`|1 VERSION=1.2 /bin/sh -c …`). */
function givenValues({ history, platform }: MatchedImage, declared: ReadonlySet<string>): ReadonlyMap<string, string> {
  const [os = '', arch = '', variant = ''] = platform.split('/');
  const given = new Map([['TARGETPLATFORM', platform], ['TARGETOS', os], ['TARGETARCH', arch], ['TARGETVARIANT', variant]]);
  for (const { createdBy } of history) {
    const args = /^(?:RUN )?\|(\d+) (.*)$/s.exec(createdBy.slice(0, 20_000));
    if (args === null) continue;
    for (const [name, value] of argumentsOf(args[2]!, Number(args[1]), declared)) given.set(name, value);
  }
  return given;
}

/** `A=one two B=3 /bin/sh -c …`: values may hold blanks and signs of equality, so that a pair begins only where the name of an ARG does. */
function argumentsOf(text: string, count: number, declared: ReadonlySet<string>): readonly (readonly [name: string, value: string])[] {
  const places = Array.from(text.matchAll(/(?:^| )([A-Za-z_]\w*)=/g)).filter(([, name]) => declared.has(name!)).slice(0, count);
  return places.map(({ 0: head, 1: name, index }, at) => {
    const rest = text.slice(index + head.length, places[at + 1]?.index);
    // Behind the last one stands the command.
    const value = at < places.length - 1 ? rest : /^(.*?) (?:\/\S*\/)?(?:sh|ash|bash|dash|zsh|ksh)(?: -\w+(?: pipefail)?)*? -\w*c /s.exec(rest)?.[1] ?? rest.split(' ', 1)[0]!;
    return [name!, value];
  });
}

function declaredArguments({ instructions }: Dockerfile): ReadonlySet<string> {
  return new Set(instructions.flatMap((one) => (one.kind === 'ARG' ? (one as PairsInstruction).pairs.map(({ key }) => key.value) : [])));
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

/**
 * Between two certain neighbours, what is left over on both sides belongs together if it agrees in number and keyword. One entry without a
 * text, or with the texts of several, is what squashing leaves: all that stood there is in it. Gives those entries with their steps.
 */
function fillGaps(
  commands: readonly HistoryCommand[], history: readonly HistoryEntry[], forms: readonly StepForm[], partners: Int32Array, squashed: readonly boolean[],
): ReadonlyMap<number, readonly number[]> {
  const merged = new Map<number, readonly number[]>();
  const known = [...partners.entries()].filter(([, b]) => b >= 0);
  // Squashing may have taken everything up to the first that is known, or all there was.
  const early = squashed.findLastIndex((is, a) => is && !history[a]!.emptyLayer && a < (known[0]?.[0] ?? squashed.length));
  const anchors = early < 0 ? known : [[early - 1, -1] as const, ...known];
  const ends = [...anchors, [partners.length, forms.length] as const];
  anchors.forEach(([a, b], index) => {
    const [nextA, nextB] = ends[index + 1]!;
    const entries: number[] = [];
    const steps: number[] = [];
    for (let at = a + 1; at < nextA; at += 1) if (!history[at]!.emptyLayer) entries.push(at);
    for (let at = b + 1; at < nextB; at += 1) if (forms[at]!.data) steps.push(at);
    const agrees = entries.length === steps.length && entries.every((at, k) => ['', forms[steps[k]!]!.keyword].includes(commands[at]!.keyword));
    if (agrees) entries.forEach((at, k) => (partners[at] = steps[k]!));
    else if (entries.length === 1 && steps.length > 1 && squashed[entries[0]!] === true) {
      partners[entries[0]!] = steps[0]!;
      merged.set(entries[0]!, steps);
    }
  });
  return merged;
}

function isSquashed({ keyword, text }: HistoryCommand, { createdBy, comment }: HistoryEntry): boolean {
  return (keyword === '' && text === '') || /\bsquashed\b|^merge sha256:/i.test(comment ?? '') || createdBy.split('\n').filter((line) => ENTRY.test(line)).length > 1;
}

/** How a line begins that is an entry of its own. */
const ENTRY = /^(?:RUN|COPY|ADD|ENV|WORKDIR|\/bin\/sh -c|\|\d+) /;
/** From here on two texts are the same. */
const SAME = 0.97;

/** Lines that have changed places since the build: what is told by its place, or not at all, goes to the line that reads the same. */
function uncross(commands: readonly HistoryCommand[], history: readonly HistoryEntry[], forms: readonly StepForm[], partners: Int32Array): void {
  const first = partners.findIndex((b) => b >= 0);
  if (first < 0) return;
  const sure = (a: number): boolean => partners[a]! >= 0 && similarity(commands[a]!, forms[partners[a]!]!).score >= SAME;
  const unsure = [...partners.keys()].filter((a) => a >= first && !history[a]!.emptyLayer && !sure(a));
  const taken = new Set([...partners.keys()].filter(sure).map((a) => partners[a]!));
  for (const a of unsure) {
    const same = forms.findIndex((form, b) => form.data && !taken.has(b) && similarity(commands[a]!, form).score >= SAME);
    if (same < 0) continue;
    const other = partners.indexOf(same);
    if (other >= 0) partners[other] = -1;
    partners[a] = same;
    taken.add(same);
  }
}

/** How well a history entry fits an instruction: a score from 0 to 1 and the reason for it. */
import type { HistoryCommand } from './history-command';
import { bare, type StepForm } from './step-form';

export interface Similarity {
  readonly score: number;
  readonly reason: string;
}

/** Below this, two texts have no more in common than any two of a kind. */
export const LEAST_SCORE = 0.3;
const NONE: Similarity = { score: 0, reason: '' };

/** Compares one entry with one instruction. */
export function similarity(command: HistoryCommand, step: StepForm): Similarity {
  if (step.keyword === 'RUN') return command.keyword === 'RUN' || command.keyword === '' ? likeRun(command, step) : NONE;
  const copies = (keyword: string): boolean => keyword === 'COPY' || keyword === 'ADD';
  if (copies(step.keyword) && copies(command.keyword)) {
    const fit = likeCopy(command, step);
    return command.keyword === step.keyword ? fit : { ...fit, score: fit.score * 0.7 };
  }
  return command.keyword === step.keyword ? likeWords(command, step) : NONE;
}

function likeRun(entry: HistoryCommand, step: StepForm): Similarity {
  const { text } = entry;
  const [command = ''] = step.texts;
  if (text === '' || command === '') return NONE;
  if (text === command) return { score: 1, reason: 'the same command' };
  // What is in front of it are build arguments whose values hold blanks, or a shell that we do not know.
  if (command.length > 3 && text.endsWith(` ${command}`)) return { score: 0.97, reason: 'the same command behind build arguments' };
  const shared = sharedWords(wordsOf(entry, text), wordsOf(step, command));
  return { score: shared < 0.5 ? shared * 0.5 : shared * 0.9, reason: `${Math.round(shared * 100)} % of the command’s words` };
}

function likeCopy(command: HistoryCommand, step: StepForm): Similarity {
  const wildcard = step.sources.some((source) => /[*?[]/.test(source));
  if (command.copy !== undefined) {
    if (!step.destinations.includes(bare(command.copy.destination))) return { score: 0.1, reason: 'another destination' };
    const several = command.copy.kind === 'multi';
    const fits = wildcard || several === step.sources.length > 1;
    if (!fits) return { score: 0.6, reason: 'the same destination, another number of sources' };
    return { score: 0.9, reason: `the same destination, ${command.copy.destination}` };
  }
  const words = command.text.split(' ').filter((word) => !word.startsWith('--'));
  const destination = bare(words.at(-1) ?? '');
  const sources = sharedWords(bagOf(words.slice(0, -1).map(bare)), bagOf(step.sources.map(bare)));
  const same = step.destinations.includes(destination);
  if (same && sources === 1) return { score: 1, reason: 'the same sources and destination' };
  return { score: (same ? 0.45 : 0) + 0.45 * sources, reason: same ? 'the same destination' : 'some of the same sources' };
}

function likeWords(command: HistoryCommand, step: StepForm): Similarity {
  if (step.texts.includes(command.text)) return { score: 1, reason: `the same ${step.keyword}` };
  const entry = settingWords(step.keyword, command.text);
  let best = 0;
  for (const text of step.texts) best = Math.max(best, sharedWords(entry, settingWords(step.keyword, text)));
  if (best === 1) return { score: 0.98, reason: `the same ${step.keyword}` };
  // buildah lists the ARGs before it along with one; CMD, USER and their like are rare enough for the keyword to say something.
  const floor = step.keyword === 'ARG' || step.keyword === 'ENV' || step.keyword === 'LABEL' ? 0 : LEAST_SCORE;
  return { score: Math.max(best * 0.9, floor), reason: `a ${step.keyword} with ${Math.round(best * 100)} % of the words` };
}

/** Words of a setting in whatever notation: `["a" "b"]`, `["a", "b"]`, `A=b`, `A b`, `map[80/tcp:{}]`. */
function settingWords(keyword: string, text: string): ReadonlyMap<string, number> {
  if (keyword === 'EXPOSE') return bagOf((text.match(/\d[\d-]*(?:\/\w+)?/g) ?? []).map((port) => (port.includes('/') ? port.toLowerCase() : `${port}/tcp`)));
  const words = text.split(/[\s"'=,[\]{}]+/).filter((word) => word !== '' && word !== '&');
  return bagOf(keyword === 'CMD' || keyword === 'ENTRYPOINT' ? words.filter((word) => word !== '/bin/sh' && word !== '-c') : words);
}

const bags = new WeakMap<object, ReadonlyMap<string, number>>();

/** Words of a command, worked out once for each entry and each instruction. */
function wordsOf(owner: object, text: string): ReadonlyMap<string, number> {
  let bag = bags.get(owner);
  if (bag === undefined) bags.set(owner, (bag = bagOf(text.split(/[\s;&|()]+/).filter((word) => word !== '' && word !== '\\'))));
  return bag;
}

function bagOf(words: readonly string[]): ReadonlyMap<string, number> {
  const bag = new Map<string, number>();
  for (const word of words) bag.set(word, (bag.get(word) ?? 0) + 1);
  return bag;
}

/** Sørensen–Dice coefficient of two bags; 1 for two empty ones. */
function sharedWords(a: ReadonlyMap<string, number>, b: ReadonlyMap<string, number>): number {
  let common = 0;
  let all = 0;
  for (const [word, count] of a) {
    common += Math.min(count, b.get(word) ?? 0);
    all += count;
  }
  for (const count of b.values()) all += count;
  return all === 0 ? 1 : (2 * common) / all;
}

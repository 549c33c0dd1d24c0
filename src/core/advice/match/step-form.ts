/** What an instruction of the Dockerfile looks like once a builder has written it into a history: its text, with and without variables. */
import { expand } from '../../dockerfile/expand';
import type { Dockerfile, Instruction } from '../../dockerfile/model';
import { stepsOf, type Step } from '../../dockerfile/scope';
import { oneSpaced } from './history-command';
import { trimEndOf } from '../../trim-chars';

export interface StepForm {
  readonly instruction: Instruction;
  /** The stage whose FROM brought it in. */
  readonly stage: number;
  readonly keyword: string;
  /** RUN, COPY or ADD: an instruction that makes a layer with every builder. */
  readonly data: boolean;
  /** As written and with variables expanded; for RUN its command. */
  readonly texts: readonly string[];
  /** COPY and ADD: as written, expanded, and as an absolute path. */
  readonly destinations: readonly string[];
  readonly sources: readonly string[];
}

/** A word with its variables expanded. */
type Expander = (text: string) => string;

/**
 * The instructions that an image of stage `target` has in its history, in order: those of the stages it builds on come first.
 * `given` are values that the build had and the Dockerfile does not tell: build arguments and the platform's.
 */
export function formsOf(dockerfile: Dockerfile, target: number, given: ReadonlyMap<string, string> = new Map()): readonly StepForm[] {
  const chain: number[] = [];
  for (let stage: number | undefined = target; stage !== undefined && !chain.includes(stage); stage = dockerfile.stages[stage]?.base) chain.unshift(stage);
  let workdir = '/';
  return chain.flatMap((stage) => stepsOf(dockerfile, stage).flatMap((step): StepForm[] => {
    const { instruction, scope } = step;
    // An expansion that fails leaves the text as it is: templates and half-typed files have such.
    const expanded: Expander = (text) => {
      const lookup = (name: string): string | undefined => (scope.declaration(name) === undefined ? undefined : given.get(name)) ?? scope.value(name);
      const expansion = expand(text, lookup, { escape: dockerfile.escape });
      return expansion.error === undefined && expansion.text !== '' ? expansion.text : text;
    };
    if (instruction.kind === 'FROM' || instruction.kind === 'UNKNOWN') return [];
    if (instruction.kind === 'WORKDIR') workdir = resolve(workdir, expanded(instruction.args.text.trim()));
    return [formOf(step, stage, workdir, expanded)];
  }));
}

function formOf({ instruction }: Step, stage: number, workdir: string, expanded: Expander): StepForm {
  const data = instruction.kind === 'RUN' || instruction.kind === 'COPY' || instruction.kind === 'ADD';
  const base = { instruction, stage, keyword: instruction.keyword, data };
  if (instruction.kind === 'RUN') return { ...base, texts: [runTextOf(instruction)], destinations: [], sources: [] };
  if (instruction.kind === 'COPY' || instruction.kind === 'ADD') {
    const sources = [...instruction.sources.map((word) => expanded(word.raw)), ...instruction.heredocs.map((heredoc) => `<<${heredoc.name}`)];
    const written = instruction.destination?.value ?? '';
    const destination = instruction.destination === undefined ? '' : expanded(instruction.destination.raw);
    const destinations = unique([written, destination, resolve(workdir, destination)].map(bare));
    return { ...base, texts: [oneSpaced([...sources, destination].join(' '))], destinations, sources };
  }
  if (instruction.kind === 'WORKDIR') return { ...base, texts: unique([oneSpaced(instruction.args.text), workdir]), destinations: [], sources: [] };
  const raw = oneSpaced(instruction.args.text);
  return { ...base, texts: unique([raw, oneSpaced(expanded(raw))]), destinations: [], sources: [] };
}

/** The command as the builder hands it over: the exec form joined with blanks, a heredoc as its content. */
function runTextOf(instruction: Instruction): string {
  if (instruction.json !== undefined) return oneSpaced(instruction.json.map((word) => word.value).join(' '));
  const text = instruction.args.text;
  if (instruction.heredocs.length === 0) return oneSpaced(text);
  const first = text.split('\n', 1)[0]!;
  const bodies = instruction.heredocs.map((heredoc) => heredoc.content).join('\n');
  return oneSpaced(/^\s*<<-?\S+\s*$/.test(first) ? bodies : `${first}\n${bodies}`);
}

function resolve(workdir: string, path: string): string {
  const parts: string[] = [];
  for (const part of (path.startsWith('/') ? path : `${workdir}/${path}`).split('/')) {
    if (part === '..') parts.pop();
    else if (part !== '' && part !== '.') parts.push(part);
  }
  return `/${parts.join('/')}`;
}

/** A destination without what builders add or drop: slashes at the end, `./` in front. */
export function bare(path: string): string {
  const plain = path.trim().replace(/^["']|["']$/g, '').replace(/^\.\/+(?=.)/, '');
  if (plain === './') return '.';
  return trimEndOf(plain, '/') || plain.slice(0, 1);
}

function unique(texts: readonly string[]): readonly string[] {
  return [...new Set(texts)];
}

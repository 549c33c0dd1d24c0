/** Runs through the stages as BuildKit's `dispatch` does: reachable ones in order, each with its triggers, up to the first failure. */
import { expand, type Expansion } from '../../dockerfile/expand';
import type { Dockerfile, Instruction, Span } from '../../dockerfile/model';
import { readMount } from '../../dockerfile/mounts';
import { type Scope, type Step, stepsOf } from '../../dockerfile/scope';
import { failureAbove, failureOf, type Failure } from './failure';
import { progressOf } from './progress';

/** A piece of an instruction in which the builder expands variables. */
export interface Expanded {
  readonly span: Span;
  readonly scope: Scope;
  readonly result: Expansion;
}

export interface StageStep extends Step {
  readonly stage: number;
  /** The stage that `stage` builds on. */
  readonly base: number | undefined;
  /** The instruction that BuildKit reports: for a trigger the FROM that it runs at. */
  readonly reported: Instruction;
  /** All that is expanded, in the builder's order. */
  readonly expanded: readonly Expanded[];
  /** The builder refuses it, so that it is the last one. */
  readonly failure?: Failure;
}

const made = new WeakMap<Dockerfile, readonly StageStep[]>();

/** All steps that a build without arguments runs; a text without FROM is one stage. */
export function stepsThrough(dockerfile: Dockerfile): readonly StageStep[] {
  let steps = made.get(dockerfile);
  if (!steps) made.set(dockerfile, (steps = collect(dockerfile)));
  return steps;
}

function collect(dockerfile: Dockerfile): StageStep[] {
  const { stages } = dockerfile;
  const steps: StageStep[] = [];
  if (!progressOf(dockerfile).toSteps || failureAbove(dockerfile)) return steps;
  for (const index of stages.length === 0 ? [0] : stages.keys()) {
    const stage = stages[index];
    if (stage && !stage.reachable) continue;
    for (const step of stepsOf(dockerfile, index)) {
      const all = expandAll(step);
      const wrong = all.findIndex(({ result }) => result.error !== undefined);
      const expanded = wrong < 0 ? all : all.slice(0, wrong + 1);
      const failure = failureOf(step, expanded);
      const reported = step.triggered && stage ? stage.from : step.instruction;
      steps.push({ ...step, stage: index, base: stage?.base, reported, expanded, ...(failure && { failure }) });
      if (failure) return steps;
    }
  }
  return steps;
}

/** Which words each instruction expands, as its `Expand` in BuildKit's instructions/commands.go. */
function expandAll({ instruction, scope, pairScopes }: Step): Expanded[] {
  const expanded: Expanded[] = [];
  const add = (text: string | undefined, span: Span, at = scope) => {
    if (text?.includes('$') || text?.includes("'") || text?.includes('"')) expanded.push({ span, scope: at, result: at.expand(text) });
  };
  const flag = (name: string) => {
    for (const each of instruction.flags) if (each.name === name) add(each.value, each.valueSpan ?? each);
  };
  switch (instruction.kind) {
    case 'ENV':
    case 'LABEL':
      for (const { key, value } of instruction.pairs) {
        add(key.raw, key);
        if (value) add(value.raw, value);
      }
      break;
    case 'ARG':
      instruction.pairs.forEach(({ value }, index) => {
        if (value) add(value.raw, value, pairScopes[index]);
      });
      break;
    case 'COPY':
    case 'ADD':
      for (const name of ['chown', 'chmod', 'checksum', 'exclude']) flag(name);
      for (const word of [...instruction.sources, ...(instruction.destination ? [instruction.destination] : [])]) add(instruction.json ? word.value : word.raw, word);
      for (const heredoc of instruction.heredocs) {
        if (heredoc.expand && heredoc.content.includes('$')) {
          expanded.push({ span: heredoc.mark, scope, result: expand(heredoc.content, scope.value, { escape: '\\', skipQuotes: true }) });
        }
      }
      break;
    case 'RUN':
      for (const each of instruction.flags) {
        if (each.name !== 'mount' || each.value === undefined) continue;
        for (const field of readMount(each.value) ?? []) add(field.value, each.valueSpan ?? each);
      }
      break;
    case 'WORKDIR':
    case 'USER':
    case 'STOPSIGNAL':
      for (const word of instruction.words) add(word.raw, word);
      break;
    case 'VOLUME':
      for (const word of instruction.words) add(instruction.json ? word.value : word.raw, word);
      break;
    default:
      break;
  }
  return expanded;
}

/** What stops a build without arguments, wherever it stands, unless an argument or the base image could change it. */
export function buildFailureOf(dockerfile: Dockerfile): (Failure & { readonly instruction: Instruction }) | undefined {
  if (!progressOf(dockerfile).toSteps) return undefined;
  const last = stepsThrough(dockerfile).at(-1);
  const failure = failureAbove(dockerfile) ?? (last?.failure && { instruction: last.instruction, ...last.failure });
  return failure?.certain === true ? failure : undefined;
}

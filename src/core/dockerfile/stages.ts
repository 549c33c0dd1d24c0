/** The stage graph: names, bases, and which stages the final one needs. */
import { expand } from './expand';
import type { FromInstruction, Instruction, PairsInstruction, ParseError, Stage } from './model';
import { mountSource } from './mounts';
import { parseError } from './parse-error';
import { globalVariables } from './variables';

interface Draft {
  readonly from: FromInstruction;
  readonly index: number;
  readonly name: string | undefined;
  base: number | undefined;
  readonly dependsOn: Set<number>;
  /** What ONBUILD in this stage makes stages that build on it depend on. */
  readonly passesOn: Instruction[];
}

/** Builds the graph from all instructions in order; the errors are those that show in the graph only. */
export function buildStages(instructions: readonly Instruction[], escape: '\\' | '`'): { stages: Stage[]; errors: ParseError[] } {
  const errors: ParseError[] = [];
  const first = instructions.findIndex((instruction) => instruction.kind === 'FROM');
  if (first < 0) return { stages: [], errors };
  const globals = globalVariables(instructions.slice(0, first).filter((each): each is PairsInstruction => each.kind === 'ARG'), escape);
  const stray = instructions.slice(0, first).find((each) => each.kind !== 'ARG');
  if (stray) {
    errors.push(parseError(
      'dockerfile-instruction', stray.startLine, stray.keywordSpan,
      `${stray.keyword} stands before the first FROM.`,
      'Only ARG may stand there. Move it behind FROM.',
    ));
  }

  const drafts: Draft[] = [];
  const byName = new Map<string, number>();
  for (const instruction of instructions) {
    if (instruction.kind !== 'FROM') continue;
    const index = drafts.length;
    const wanted = expand(instruction.image.raw, (name) => globals.find(name, Infinity, true)?.value, { escape });
    // Names are kept in lower case, but FROM is compared as written: BuildKit takes `FROM Base` for an image.
    const base = wanted.error === undefined ? byName.get(wanted.text) : undefined;
    const name = instruction.alias?.raw.toLowerCase();
    drafts.push({ from: instruction, index, name, base, dependsOn: new Set(base === undefined ? [] : [base]), passesOn: [] });
    if (name !== undefined) byName.set(name, index);
  }
  collectDependencies(instructions, drafts, byName, errors, escape);

  const reachable = reachableFrom(drafts, drafts.length - 1);
  for (const draft of drafts) {
    const later = [...draft.dependsOn].find((index) => index >= draft.index);
    if (later === undefined || (later !== draft.index && !reachable.has(draft.index))) continue;
    const message = later === draft.index ? 'A stage takes files from itself.' : 'A stage takes files from one that comes after it.';
    errors.push(parseError(
      'dockerfile-stage', draft.from.startLine, draft.from.keywordSpan,
      message,
      'Put the stage that is taken from above this one.',
    ));
  }
  const stages = drafts.map(({ from, index, name, base, dependsOn }): Stage => ({
    index, from, dependsOn: [...dependsOn], reachable: reachable.has(index), final: index === drafts.length - 1,
    ...(name === undefined ? {} : { name }), ...(base === undefined ? {} : { base }),
  }));
  return { stages, errors };
}

function collectDependencies(instructions: readonly Instruction[], drafts: readonly Draft[], byName: ReadonlyMap<string, number>, errors: ParseError[], escape: '\\' | '`'): void {
  const add = (draft: Draft, instruction: Instruction) => {
    if (instruction.kind === 'COPY' && instruction.from !== undefined && variesIn(instruction.from, escape)) {
      errors.push(parseError(
        'dockerfile-stage', instruction.startLine, instruction.flags.find(({ name }) => name === 'from') ?? instruction.keywordSpan,
        'COPY --from takes a name as it is: variables and quotes are not expanded there.',
        'Name the image in a FROM of its own, where an ARG above the first FROM may stand, and copy from that stage.',
      ));
      return;
    }
    for (const reference of references(instruction)) {
      if (reference.numeric !== undefined && (reference.numeric < 0 || reference.numeric >= drafts.length)) {
        errors.push(parseError(
          'dockerfile-stage', instruction.startLine, instruction.keywordSpan,
          `There is no stage number ${reference.numeric}.`,
          'Stages count from 0; a name (FROM … AS name) is safer.',
        ));
        continue;
      }
      const index = reference.numeric ?? byName.get(reference.name.toLowerCase());
      if (index !== undefined) draft.dependsOn.add(index);
    }
  };
  for (const instruction of instructions) {
    const draft = instruction.stage === undefined ? undefined : drafts[instruction.stage];
    if (!draft) continue;
    if (instruction.kind !== 'ONBUILD') add(draft, instruction);
    else if (instruction.inner) draft.passesOn.push(instruction.inner);
  }
  for (const draft of drafts) {
    const base = draft.base === undefined ? undefined : drafts[draft.base];
    for (const trigger of base?.passesOn ?? []) add(draft, trigger);
  }
}

/** Whether expansion without any variable would change a name, which BuildKit refuses. */
function variesIn(name: string, escape: '\\' | '`'): boolean {
  return expand(name, () => undefined, { escape }).text !== name;
}

/** Stages that an instruction names: by number or name in COPY --from, by name in RUN --mount. */
function references(instruction: Instruction): { readonly name: string; readonly numeric?: number }[] {
  if (instruction.kind === 'COPY') {
    const name = instruction.from;
    if (name === undefined || name === '') return [];
    return [/^[+-]?\d{1,9}$/.test(name) ? { name, numeric: Number(name) } : { name }];
  }
  if (instruction.kind !== 'RUN') return [];
  return instruction.flags.flatMap((flag) => {
    const name = flag.name === 'mount' && flag.value ? mountSource(flag.value) : undefined;
    return name ? [{ name }] : [];
  });
}

/** Indexes of the stages that `target` needs, itself included: what `docker build --target` runs. */
export function reachableFrom(stages: readonly { readonly dependsOn: Iterable<number> }[], target: number): ReadonlySet<number> {
  const reached = new Set<number>();
  const open = [target];
  for (let index = open.pop(); index !== undefined; index = open.pop()) {
    const stage = stages[index];
    if (!stage || reached.has(index)) continue;
    reached.add(index);
    open.push(...stage.dependsOn);
  }
  return reached;
}

/** Resolved ARG and ENV: which variables an instruction sees and with which values, stage inheritance included. */
import { expand, type Expansion } from './expand';
import type { Dockerfile, Instruction, PairsInstruction } from './model';
import { DEFAULT_PATH, globalVariables, MAX_STEPS, usable, VariableTable, type Declaration } from './variables';

/** What is known about variables at one point of a Dockerfile. */
export interface Scope {
  /** The value as a build without arguments has it; undefined when the variable is not set or only the base image knows. */
  value(name: string): string | undefined;
  /** ARG or ENV declares it, here or in a stage below; without a default it has no value. */
  declaration(name: string): Declaration | undefined;
  /** Names that have a value. */
  names(): ReadonlySet<string>;
  /** Expands a word as BuildKit would here; `unmatched` holds the names without a value. */
  expand(word: string): Expansion;
  /** The image at the bottom of the stage chain brings variables that are not written in this file. */
  readonly baseImage: string | undefined;
}

/** One step of a stage: an instruction, or one that ONBUILD in the stage below left for this one. */
export interface Step {
  readonly instruction: Instruction;
  readonly triggered: boolean;
  readonly scope: Scope;
  /** For ARG, what each of its pairs sees: the ones before it included. */
  readonly pairScopes: readonly Scope[];
}

interface Resolution {
  readonly globals: VariableTable;
  readonly globalsAt: Scope;
  readonly stages: readonly (readonly Step[])[];
  readonly scopes: ReadonlyMap<Instruction, Scope>;
}

const resolutions = new WeakMap<Dockerfile, Resolution>();

/** The variables that `instruction` sees: those declared before it. FROM and ARGs above it see the global ones. */
export function scopeBefore(dockerfile: Dockerfile, instruction: Instruction): Scope {
  const { scopes, globalsAt } = resolve(dockerfile);
  return scopes.get(instruction) ?? globalsAt;
}

/** The scope of FROM lines: predefined platform arguments and the ARGs before the first FROM. */
export function globalScope(dockerfile: Dockerfile): Scope {
  return resolve(dockerfile).globalsAt;
}

/**
 * What a stage runs, in order, with scopes: first the triggers of the stage below, then its own instructions after FROM.
 * A text without FROM is one stage, number 0.
 */
export function stepsOf(dockerfile: Dockerfile, stage: number): readonly Step[] {
  return resolve(dockerfile).stages[stage] ?? [];
}

function resolve(dockerfile: Dockerfile): Resolution {
  const known = resolutions.get(dockerfile);
  if (known) return known;
  const made = new Resolver(dockerfile).resolve();
  resolutions.set(dockerfile, made);
  return made;
}

class Resolver {
  private readonly dockerfile: Dockerfile;
  private readonly escape: '\\' | '`';
  private readonly scopes = new Map<Instruction, Scope>();
  private readonly budget = { steps: MAX_STEPS };
  private count = 0;

  constructor(dockerfile: Dockerfile) {
    this.dockerfile = dockerfile;
    this.escape = dockerfile.escape;
  }

  resolve(): Resolution {
    const { instructions, stages } = this.dockerfile;
    const fragment = stages.length === 0;
    const above = fragment ? [] : instructions.filter((each): each is PairsInstruction => each.stage === undefined && each.kind === 'ARG');
    const globals = globalVariables(above, this.escape);
    let step = 0;
    for (const arg of above) {
      this.scopes.set(arg, this.scopeAt(globals, step, undefined));
      step += arg.pairs.length;
    }
    const globalsAt = this.scopeAt(globals, Infinity, undefined);
    for (const stage of stages) this.scopes.set(stage.from, globalsAt);

    const own: Instruction[][] = fragment ? [[...instructions]] : stages.map(() => []);
    if (!fragment) for (const each of instructions) if (each.kind !== 'FROM' && each.stage !== undefined) own[each.stage]?.push(each);
    const tables: VariableTable[] = [];
    const images: (string | undefined)[] = [];
    const steps = own.map((list, index): Step[] => {
      const stage = stages[index];
      const base = stage?.base;
      const table = new VariableTable(base === undefined ? undefined : tables[base]);
      if (base === undefined) table.declare('PATH', { value: DEFAULT_PATH, origin: 'predefined', step: -1 });
      tables.push(table);
      images.push(base === undefined ? stage && globalsAt.expand(stage.from.image.raw).text : images[base]);
      const triggers = base === undefined ? [] : (own[base] ?? []).flatMap((each) => (each.kind === 'ONBUILD' && each.inner ? [each.inner] : []));
      const run = (triggered: boolean) => (each: Instruction) => this.step(each, triggered, table, globals, images[index]);
      return [...triggers.map(run(true)), ...list.map(run(false))];
    });
    return { globals, globalsAt, stages: steps, scopes: this.scopes };
  }

  private step(instruction: Instruction, triggered: boolean, table: VariableTable, globals: VariableTable, image: string | undefined): Step {
    const scope = this.scopeAt(table, this.count, image);
    const pairScopes: Scope[] = [];
    if (!triggered) {
      this.scopes.set(instruction, scope);
      if (instruction.kind === 'ONBUILD' && instruction.inner) this.scopes.set(instruction.inner, scope);
    }
    if (instruction.kind === 'ENV') {
      for (const { key, value } of instruction.pairs) {
        const name = scope.expand(key.raw);
        const text = value && scope.expand(value.raw);
        if (name.error === undefined) table.declare(name.text, { value: value ? usable(text) : '', origin: 'env', step: this.count });
      }
      this.count++;
    } else if (instruction.kind === 'ARG') {
      // Each pair of an ARG sees the ones before it, unlike those of an ENV.
      for (const { key, value } of instruction.pairs) {
        const seen = this.scopeAt(table, this.count, image);
        const resolved = value && seen.expand(value.raw);
        pairScopes.push(seen);
        const given = value ? usable(resolved) : globals.find(key.raw, Infinity, true)?.value;
        table.declare(key.raw, { value: given, origin: 'arg', step: this.count });
        this.count++;
      }
    }
    return { instruction, triggered, scope, pairScopes };
  }

  private scopeAt(table: VariableTable, step: number, baseImage: string | undefined): Scope {
    const { escape, budget } = this;
    const value = (name: string) => table.find(name, step, true)?.value;
    return {
      baseImage,
      value,
      declaration: (name) => table.find(name, step, false),
      names: () => table.names(step, true),
      expand: (word) => expand(word, value, { escape, budget }),
    };
  }
}

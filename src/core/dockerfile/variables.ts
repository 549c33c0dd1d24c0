/** Tables of variables: what ARG and ENV give, step by step, in the global scope and in each stage. */
import { expand, type Expansion } from './expand';
import type { PairsInstruction } from './model';

export type VariableOrigin = 'predefined' | 'arg' | 'env';

/** One declaration. `value` is undefined where a build argument has no default, so that only the build knows it. */
export interface Declaration {
  readonly value: string | undefined;
  readonly origin: VariableOrigin;
  /** Steps count up inside a table; a step sees the declarations of earlier ones. */
  readonly step: number;
}

/** How far FROM stage chains are followed; longer ones cannot be built anyway. */
const MAX_CHAIN = 128;

/** Declarations of one scope, and the table that it continues. */
export class VariableTable {
  readonly base: VariableTable | undefined;
  private readonly declarations = new Map<string, Declaration[]>();

  constructor(base?: VariableTable) {
    this.base = base;
  }

  declare(name: string, declaration: Declaration): void {
    const known = this.declarations.get(name);
    if (known) known.push(declaration);
    else this.declarations.set(name, [declaration]);
  }

  /** The last declaration before `step`, here or in the tables below; with `valued` the last one that has a value. */
  find(name: string, step: number, valued: boolean): Declaration | undefined {
    const own = lastBefore(this.declarations.get(name), step, valued);
    if (own) return own;
    let below = this.base;
    for (let depth = 1; below && depth < MAX_CHAIN; depth++, below = below.base) {
      const found = lastBefore(below.declarations.get(name), Infinity, valued);
      if (found) return found;
    }
    return undefined;
  }

  /** All names declared before `step`; with `valued` those that have a value. */
  names(step: number, valued: boolean): Set<string> {
    const names = new Set<string>();
    const add = (table: VariableTable, limit: number) => {
      for (const [name, declarations] of table.declarations) if (lastBefore(declarations, limit, valued)) names.add(name);
    };
    add(this, step);
    let below = this.base;
    for (let depth = 1; below && depth < MAX_CHAIN; depth++, below = below.base) add(below, Infinity);
    return names;
  }
}

function lastBefore(declarations: readonly Declaration[] | undefined, limit: number, valued: boolean): Declaration | undefined {
  if (!declarations) return undefined;
  let low = 0;
  let high = declarations.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((declarations[middle]?.step ?? 0) < limit) low = middle + 1;
    else high = middle;
  }
  if (!valued) return declarations[low - 1];
  for (let i = low - 1; i >= 0; i--) if (declarations[i]?.value !== undefined) return declarations[i];
  return undefined;
}

/** The build arguments that BuildKit sets by itself, for a build of linux/amd64 on the same, without a target. */
const PREDEFINED_ARGS: Readonly<Record<string, string>> = {
  BUILDPLATFORM: 'linux/amd64', BUILDOS: 'linux', BUILDOSVERSION: '', BUILDARCH: 'amd64', BUILDVARIANT: '',
  TARGETPLATFORM: 'linux/amd64', TARGETOS: 'linux', TARGETOSVERSION: '', TARGETARCH: 'amd64', TARGETVARIANT: '',
  TARGETSTAGE: 'default',
};

/** A longer value cannot be handed to a process (Linux' MAX_ARG_STRLEN); ENV A=$A$A a few times over gets there. */
const MAX_VALUE = 131_072;

/** PATH of an image whose configuration has none. */
export const DEFAULT_PATH = '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin';

/** Steps that all expansions of one file may take. */
export const MAX_STEPS = 30_000_000;

/** The text of an expansion as a variable's value; undefined where it failed or is too long to be one. */
export function usable(expansion: Expansion | undefined): string | undefined {
  return expansion && expansion.error === undefined && expansion.text.length <= MAX_VALUE ? expansion.text : undefined;
}

/** Adds the ARGs before the first FROM, in order, to a table that holds the predefined ones. */
export function globalVariables(args: Iterable<PairsInstruction>, escape: '\\' | '`'): VariableTable {
  const table = new VariableTable();
  for (const [name, value] of Object.entries(PREDEFINED_ARGS)) table.declare(name, { value, origin: 'predefined', step: -1 });
  const budget = { steps: MAX_STEPS };
  let step = 0;
  for (const arg of args) {
    for (const { key, value } of arg.pairs) {
      const resolved = value && expand(value.raw, (name) => table.find(name, step, true)?.value, { escape, budget });
      table.declare(key.raw, { value: usable(resolved), origin: 'arg', step });
      step++;
    }
  }
  return table;
}

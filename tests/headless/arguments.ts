/** Splits a command line into positionals and `--name [value]` options, by what the command declares. */
import { parseArgs, type ParseArgsConfig } from 'node:util';
import { type CommandResult, usageProblem } from './command';

type Options = NonNullable<ParseArgsConfig['options']>;

export interface Arguments {
  readonly positionals: readonly string[];
  /** Value of `--name value`, where it was given. */
  text(name: string): string | undefined;
  /** `--name` was given. */
  flag(name: string): boolean;
  /** `--name 3` as a whole number from 0; `NaN` when it is something else. */
  number(name: string): number | undefined;
}

/**
 * `options` says which options take a value (`string`) and which do not (`boolean`); `usage` is the command's line of the contract.
 * Answers a usage problem for unknown options, missing values and a wrong number of positionals.
 */
export function readArguments(
  argv: readonly string[],
  options: Readonly<Record<string, 'string' | 'boolean'>>,
  positionals: number | readonly number[],
  usage: string,
): { readonly ok: true; readonly value: Arguments } | { readonly ok: false; readonly result: CommandResult } {
  const declared: Options = Object.fromEntries(Object.entries(options).map(([name, type]) => [name, { type }]));
  let parsed: ReturnType<typeof parseArgs>;
  try {
    parsed = parseArgs({ args: [...argv], options: declared, allowPositionals: true, strict: true });
  } catch (error) {
    return { ok: false, result: usageProblem((error instanceof Error ? error.message : String(error)).replaceAll('\n', ' '), usage) };
  }
  const wanted = typeof positionals === 'number' ? [positionals] : positionals;
  if (!wanted.includes(parsed.positionals.length)) {
    return { ok: false, result: usageProblem(`Expected ${wanted.join(' or ')} file or folder names, got ${parsed.positionals.length}.`, usage) };
  }
  const values = new Map(Object.entries(parsed.values));
  const text = (name: string): string | undefined => {
    const value = values.get(name);
    return typeof value === 'string' ? value : undefined;
  };
  return {
    ok: true,
    value: {
      positionals: parsed.positionals,
      text,
      flag: (name) => values.get(name) === true,
      number: (name) => {
        const value = text(name);
        return value === undefined ? undefined : /^\d+$/.test(value) ? Number(value) : Number.NaN;
      },
    },
  };
}

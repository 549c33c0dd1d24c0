/** What a headless command answers; the dispatcher prints it. */
import type { Problem } from '../../src/core/problem';

export type CommandResult =
  | { readonly kind: 'json'; readonly value: unknown }
  | { readonly kind: 'ndjson'; readonly rows: Iterable<unknown> | AsyncIterable<unknown> }
  /** `notes` are for the person: they go to standard error. */
  | { readonly kind: 'text'; readonly text: string; readonly notes?: readonly string[] }
  | { readonly kind: 'problem'; readonly problem: Problem };

/** Takes the words after the command's name. Throws only for bugs. */
export type Command = (argv: readonly string[]) => Promise<CommandResult>;

/** A command line that cannot be understood: `usage` is the line of the contract. */
export function usageProblem(message: string, usage: string): CommandResult {
  return { kind: 'problem', problem: { kind: 'usage', message, advice: `Usage: headless ${usage}` } };
}

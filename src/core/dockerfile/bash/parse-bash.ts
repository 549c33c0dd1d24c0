/** Reads a whole script. */
import type { ShellNode } from '../shell-tree';
import { node, Reader } from './reader';
import { readStatements } from './statements';

export interface BashReading {
  readonly root: ShellNode;
  /** Where reading stopped though the text goes on; 0 if nothing of it makes sense. */
  readonly stop?: number;
  /** Beyond bounds: deeper, or harder to read, than anything that is written by hand. */
  readonly exceeded: boolean;
}

/**
 * Reads a bash script by the grammar of ShellCheck's parser, for hadolint's rules see what that one sees: a fault spoils the
 * script, but what cannot begin a command only ends the reading.
 */
export function parseBash(text: string): BashReading {
  const reader = new Reader(text);
  const statements = readStatements(reader, true);
  if (reader.heredocs.length > 0) reader.fail();
  const root = node('program', 0, text.length, reader.broken ? [] : statements);
  const stop = reader.broken ? 0 : reader.at < text.length ? reader.at : undefined;
  return { root, exceeded: reader.exceeded, ...(stop === undefined ? {} : { stop }) };
}

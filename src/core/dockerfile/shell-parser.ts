/** The shell parser: a script to its commands, in plain code and at once. */
import { parseBash } from './bash/parse-bash';
import type { ShellParser } from './shell';
import { readScript, TOO_MUCH } from './shell-commands';

/** Longer scripts are not parsed (in UTF-16 units): nobody writes them, and parsing time must stay bounded. */
const MAX_LENGTH = 256 * 1024;

export const shellParser: ShellParser = {
  parse(text, offsetAt) {
    if (text.length > MAX_LENGTH) return TOO_MUCH;
    const { root, stop, exceeded } = parseBash(text);
    return exceeded ? TOO_MUCH : readScript(text, root, stop, offsetAt);
  },
};

/** The shell parser over tree-sitter-bash in WebAssembly: the host brings the bytes, after that everything is synchronous. */
import { Language, Parser, type Tree } from 'web-tree-sitter';
import { milliseconds } from '../clock';
import type { ShellParser, ShellScript } from './shell';
import { easeForGrammar } from './shell-break';
import { readScript, TOO_MUCH } from './shell-commands';
import { copyTree } from './shell-tree';

/** The two WebAssembly files, as bytes: `web-tree-sitter.wasm` and `tree-sitter-bash.wasm`. */
export interface ShellGrammar {
  readonly parserWasm: Uint8Array;
  readonly bashWasm: Uint8Array;
}

/** Longer scripts are not parsed (in UTF-16 units): nobody writes them, and parsing time must stay bounded. */
const MAX_LENGTH = 256 * 1024;

/** Unfinished pipelines take memory with the square of their length: 4,000 commands a quarter of a gigabyte, 16,000 more than there is. */
const MAX_PIPES = 2_000;

/** A script of 200 lines takes a few milliseconds; what takes this long is made to be slow, and the parser's steps can be slow too. */
const MAX_MILLISECONDS = 500;

/** Starts the parser. Rejects only if the bytes are not the two files they should be. */
export async function createShellParser(grammar: ShellGrammar): Promise<ShellParser> {
  await Parser.init({ wasmBinary: grammar.parserWasm } as Parameters<typeof Parser.init>[0]);
  const language = await Language.load(grammar.bashWasm);
  const start = (): Parser => new Parser().setLanguage(language);
  let parser = start();

  const treeOf = (text: string): Tree | null => {
    const deadline = milliseconds() + MAX_MILLISECONDS;
    try {
      const tree = parser.parse(text, null, { progressCallback: () => milliseconds() > deadline });
      if (tree === null) parser.reset();
      return tree;
    } catch (error) {
      if (!(error instanceof Error) || error.name !== 'RuntimeError') throw error;
      // It gave up for want of memory. What state it is in nobody knows.
      parser = start();
      return null;
    }
  };

  const parse = (text: string, offsetAt: (index: number) => number): ShellScript => {
    if (text.length > MAX_LENGTH || hasMore(text, '|', MAX_PIPES)) return TOO_MUCH;
    const tree = treeOf(easeForGrammar(text));
    if (tree === null) return TOO_MUCH;
    try {
      const cursor = tree.walk();
      try {
        const { root, faults, cut } = copyTree(cursor);
        return cut ? TOO_MUCH : readScript(text, root, faults, offsetAt);
      } finally {
        cursor.delete();
      }
    } finally {
      tree.delete();
    }
  };
  return { parse };
}

function hasMore(text: string, char: string, most: number): boolean {
  let count = 0;
  for (let at = text.indexOf(char); at >= 0 && count <= most; at = text.indexOf(char, at + 1)) count += 1;
  return count > most;
}

/** The shell parser over tree-sitter-bash in WebAssembly: the host brings the bytes, after that everything is synchronous. */
import { Language, Parser } from 'web-tree-sitter';
import { milliseconds } from '../clock';
import type { ShellParser, ShellScript } from './shell';
import { easeForGrammar } from './shell-break';
import { readScript, UNREADABLE } from './shell-commands';
import { copyTree } from './shell-tree';

/** The two WebAssembly files, as bytes: `web-tree-sitter.wasm` and `tree-sitter-bash.wasm`. */
export interface ShellGrammar {
  readonly parserWasm: Uint8Array;
  readonly bashWasm: Uint8Array;
}

/** Longer scripts are not parsed (in UTF-16 units): nobody writes them, and parsing time must stay bounded. */
const MAX_LENGTH = 256 * 1024;

/** A script of 200 lines takes a few milliseconds; what takes this long is made to be slow, and the parser's steps can be slow too. */
const MAX_MILLISECONDS = 500;

/** Starts the parser. Rejects only if the bytes are not the two files they should be. */
export async function createShellParser(grammar: ShellGrammar): Promise<ShellParser> {
  await Parser.init({ wasmBinary: grammar.parserWasm } as Parameters<typeof Parser.init>[0]);
  const language = await Language.load(grammar.bashWasm);
  const parser = new Parser();
  parser.setLanguage(language);

  const parse = (text: string, offsetAt: (index: number) => number): ShellScript => {
    if (text.length > MAX_LENGTH) return UNREADABLE;
    const deadline = milliseconds() + MAX_MILLISECONDS;
    const progressCallback = (): boolean => milliseconds() > deadline;
    const tree = parser.parse(easeForGrammar(text), null, { progressCallback });
    if (tree === null) {
      parser.reset();
      return UNREADABLE;
    }
    try {
      const cursor = tree.walk();
      try {
        const { root, faults, cut } = copyTree(cursor);
        return cut ? UNREADABLE : readScript(text, root, faults, offsetAt);
      } finally {
        cursor.delete();
      }
    } finally {
      tree.delete();
    }
  };
  return { parse };
}

/** Names in a text that turn out to be removed files: paths, shared libraries, and programs in places where programs are named. */
import type { NameInterest } from './interest';

export interface NamedFiles {
  /** Absolute paths, as written. */
  readonly paths: readonly string[];
  /** Names of shared libraries that the text opens by itself. */
  readonly libraries: readonly string[];
  /** Bare names of programs. */
  readonly programs: readonly string[];
}

const PATH = /(?:^|[\s"'`=:(,[{<>;|&@])(\/(?:[\w@+.-]+\/)+[\w@+.-]+)/gm;
/** `"libz.so.1"` in quotes; names that foreign function interfaces complete: ctypes, Ruby's FFI, LuaJIT's. */
const LIBRARY = /["']([\w+-][\w.+-]*\.so(?:\.\d+)*)["']|\b(?:find_library|ffi_lib|ffi\.load)\s*\(?\s*\[?\s*["']([\w+-]+)["']/g;
/** A program's name begins a quoted text, stands behind a pipe, or is what a variable is without a value of its own. */
const PROGRAM = /(?:["'`|]|&quot;|\$\(|:[-=]|\bexec\b)\s*([a-z][\w.+-]+)(?![\w/])/g;
/** In shell scripts and settings also what a variable is given, and each word of a list that is gone through. */
const ASSIGNED = /^\s*(?:export\s+|set\s+)?[\w.-]+\s*[=:]\s*([a-z][\w.+-]+)(?![\w/])/gm;
const LISTED = /\bin\s+([^;\n$]+)/g;

/** Settings and tables of programs have these for words; nobody means the program. */
export const WORDS: ReadonlySet<string> = new Set([
  'yes', 'true', 'false', 'test', 'file', 'date', 'time', 'host', 'users', 'groups', 'id', 'link', 'dir', 'size', 'sync', 'more', 'last', 'login', 'print', 'open', 'edit', 'view', 'write', 'from', 'init', 'script', 'info',
  'factor', 'paste', 'join', 'split', 'install', 'compose', 'see', 'service', 'route', 'prove', 'enc', 'dot', 'gc', 'look', 'col',
]);

/** `script`: the text is a shell script or a file of settings. Only names in which somebody is interested come back, each once. */
export function readNames(text: string, interest: NameInterest, script: boolean): NamedFiles {
  const paths = new Set<string>();
  const libraries = new Set<string>();
  const programs = new Set<string>();
  for (const match of text.matchAll(PATH)) if (interest.path(match[1]!)) paths.add(match[1]!);
  for (const match of text.matchAll(LIBRARY)) {
    for (const name of match[1] === undefined ? interest.versionsOf(match[2]!) : [match[1]]) if (interest.library(name)) libraries.add(name);
  }
  const take = (word: string): void => {
    if (interest.program(word)) programs.add(word);
  };
  for (const match of text.matchAll(PROGRAM)) take(match[1]!);
  if (script) {
    for (const match of text.matchAll(ASSIGNED)) if (!WORDS.has(match[1]!)) take(match[1]!);
    for (const match of text.matchAll(LISTED)) for (const word of match[1]!.split(/\s+/)) take(word);
  }
  return { paths: [...paths], libraries: [...libraries], programs: [...programs] };
}

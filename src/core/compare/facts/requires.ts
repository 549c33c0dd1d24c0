/** What sources in JavaScript, Ruby, Perl and PHP load by name. */
import { lineAt } from './python';

export type RequireKind = 'module' | 'relative' | 'folder';

export interface Require {
  /** As written: `./a`, `express/lib/x`, `json/ext`, `JSON::PP`, `inc/header.php`. */
  readonly name: string;
  /** `relative`: to the file itself; `folder`: a name put together at run time, of which this is the fixed beginning. */
  readonly kind: RequireKind;
  readonly line: number;
}

type Reader = (source: string) => Require[];

const MAX_REQUIRES = 2000;

/** `require`, `import` and `export … from` with a literal; `require('./x/' + name)` and templates give their folder. */
export const readNodeRequires: Reader = (source) => {
  const text = source.replace(/\/\*[\s\S]*?\*\//g, (comment) => comment.replace(/[^\n]/g, ' ')).replace(/^\s*\/\/.*$/gm, '');
  const found = matches(text, /\brequire(?:\.resolve)?\(\s*(['"`])([^'"`\n$]+)\1\s*\)|\b(?:import|export)\b[^'"`;()]*?\bfrom\s*(['"])([^'"\n]+)\3|\bimport\s*\(?\s*(['"`])([^'"`\n$]+)\5/g, (match) => match[2] ?? match[4] ?? match[6]);
  const folders = matches(text, /\b(?:require|import)\(\s*(?:(['"])(\.[^'"\n]*\/)[^'"\n]*\1\s*\+|`(\.[^`$\n]*\/)[^`$\n]*\$\{|(?:path\.)?(?:join|resolve)\(\s*__dirname\s*,\s*(['"])([^'"\n]+)\4)/g, (match) => match[2] ?? match[3] ?? match[5]);
  return [
    ...found.map(({ name, line }) => ({ name, line, kind: /^\.{0,2}\//.test(name) || name === '.' || name === '..' ? 'relative' as const : 'module' as const })),
    ...folders.map(({ name, line }) => ({ name, line, kind: 'folder' as const })),
  ];
};

export const readRubyRequires: Reader = (source) => {
  const text = source.replace(/^=begin[\s\S]*?^=end/gm, (comment) => comment.replace(/[^\n]/g, ' ')).replace(/^\s*#.*$/gm, '');
  return [
    ...matches(text, /(?:^|[\s;(])(?:require|load|gem)\s*\(?\s*(['"])([\w./-]+)\1/g, (match) => match[2]).map((row) => ({ ...row, kind: 'module' as const })),
    ...matches(text, /\bautoload\s*\(?\s*:\w+\s*,\s*(['"])([\w./-]+)\1/g, (match) => match[2]).map((row) => ({ ...row, kind: 'module' as const })),
    ...matches(text, /\brequire_relative\s*\(?\s*(['"])([\w./-]+)\1/g, (match) => match[2]).map((row) => ({ ...row, kind: 'relative' as const })),
  ];
};

export const readPerlRequires: Reader = (source) => {
  const end = source.search(/^__(?:END|DATA)__/m);
  const text = (end < 0 ? source : source.slice(0, end)).replace(/^=\w[\s\S]*?^=cut/gm, (pod) => pod.replace(/[^\n]/g, ' ')).replace(/^\s*#.*$/gm, '');
  return [
    ...matches(text, /(?:^|[;{}\s])(?:use|require|no)\s+([A-Z_a-z]\w*(?:::\w+)*)\b(?!\s*=>)/gm, (match) => (/^v?\d/.test(match[1]!) ? undefined : match[1])).map((row) => ({ ...row, kind: 'module' as const })),
    ...matches(text, /\buse\s+(?:parent|base)\s+(?:-norequire,\s*)?(?:qw\s*[(/{[]?\s*)?['"]?([\w:]+)/g, (match) => match[1]).map((row) => ({ ...row, kind: 'module' as const })),
  ];
};

export const readPhpRequires: Reader = (source) => {
  const text = source.replace(/\/\*[\s\S]*?\*\//g, (comment) => comment.replace(/[^\n]/g, ' '));
  // `__DIR__ . '/x'` begins with a slash that does not mean the root.
  const pick = (match: RegExpMatchArray): string => (match[1] === undefined ? match[3]! : match[3]!.replace(/^\//, ''));
  return matches(text, /\b(?:require|include)(?:_once)?\s*\(?\s*(__DIR__\s*\.\s*|dirname\(__FILE__\)\s*\.\s*)?(['"])([^'"\n$]+)\2/g, pick)
    .map((row) => ({ ...row, kind: 'relative' as const }));
};

function matches(text: string, pattern: RegExp, pick: (match: RegExpMatchArray) => string | undefined): { readonly name: string; readonly line: number }[] {
  const found = [];
  for (const match of text.matchAll(pattern)) {
    const name = pick(match);
    if (name !== undefined) found.push({ name, line: lineAt(text, match.index) });
    if (found.length >= MAX_REQUIRES) break;
  }
  return found;
}

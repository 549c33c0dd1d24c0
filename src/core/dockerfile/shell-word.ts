/** Takes one shell word apart: quotes and escapes removed, expansions kept, after POSIX XCU 2.2 and bash's `$'…'`. */
import type { ShellNode } from './shell-tree';

/** What a word amounts to; `ShellWord` without its place. */
export interface WordText {
  readonly value: string;
  readonly simplified: string;
  readonly literal: boolean;
}

const EXPANSIONS: ReadonlySet<string> = new Set([
  'simple_expansion', 'expansion', 'command_substitution', 'arithmetic_expansion', 'process_substitution',
]);

function isExpansion(node: ShellNode): boolean {
  return EXPANSIONS.has(node.type);
}

const NONE: readonly ShellNode[] = [];

/** The outermost expansions below `node` (or the node itself), in order. */
export function expansionsOf(node: ShellNode): readonly ShellNode[] {
  if (isExpansion(node)) return [node];
  if (node.children.length === 0) return NONE;
  return node.children.flatMap(expansionsOf);
}

/** The same of several nodes; most words are one without any. */
export function expansionsIn(nodes: readonly ShellNode[]): readonly ShellNode[] {
  const [only] = nodes;
  if (only !== undefined && nodes.length === 1) return expansionsOf(only);
  return nodes.flatMap(expansionsOf);
}

/** Characters that a backslash escapes inside double quotes; before others it stays. */
const ESCAPED_IN_DOUBLE_QUOTES = '"$`\\\n';

/** How ShellCheck writes an expansion whose text it does not look into. */
const ANY = '${VAR}';
/** Expansions inside one another that are looked into; nobody compares what lies deeper. */
const MAX_NESTING = 8;

/** Braces and globs of a word that are looked for, and the characters that each may have: hostile words have thousands that do not end. */
const MAX_PATTERNS = 50;
const MAX_PATTERN = 4000;

/**
 * Reads the word text[start, end).
 * @param expansions outermost expansions inside it, in order
 */
export function readWord(text: string, start: number, end: number, expansions: readonly ShellNode[], nesting = 0): WordText {
  const raw = text.slice(start, end);
  if (expansions.length === 0 && !/['"\\$`{(]/.test(raw)) return { value: raw, simplified: raw, literal: true };
  let value = '';
  let simplified = '';
  let literal = true;
  let next = 0;
  let inDouble = false;
  // ShellCheck's reading of a word leaves out braces, extended globs and `$"…"`: what stands before `shown` is only in the value.
  let shown = start;
  let ansiDouble = false;
  let patterns = 0;
  const add = (part: string, at: number, written = part): void => {
    value += part;
    if (at >= shown && !ansiDouble) simplified += written;
  };
  for (let at = start; at < end;) {
    const expansion = expansions[next];
    if (expansion !== undefined && at >= expansion.start) {
      next += 1;
      if (at >= expansion.end) continue;
      add(text.slice(at, expansion.end), at, simplify(text, expansion, nesting));
      literal = false;
      at = Math.min(expansion.end, end);
      continue;
    }
    const char = text.charAt(at);
    const variable = char === '$' ? variableAt(text, at, end) : undefined;
    if (variable !== undefined) {
      add(variable, at, simplifyVariable(variable));
      literal = false;
      at += variable.length;
    } else if (inDouble) {
      if (char === '"') inDouble = ansiDouble = false;
      else if (char === '\\' && at + 1 < end && ESCAPED_IN_DOUBLE_QUOTES.includes(text.charAt(at + 1))) {
        at += 1;
        if (text.charAt(at) !== '\n') add(text.charAt(at), at);
      } else add(char, at);
      at += 1;
    } else if (char === '"') {
      inDouble = true;
      at += 1;
    } else if (char === "'") {
      const close = text.indexOf("'", at + 1);
      const stop = close < 0 || close >= end ? end : close;
      add(text.slice(at + 1, stop), at);
      at = stop + 1;
    } else if (char === '$' && text.charAt(at + 1) === "'") {
      const stop = endOfAnsiString(text, at + 2, end);
      add(text.slice(at + 2, stop), at);
      at = stop + 1;
    } else if (char === '$' && text.charAt(at + 1) === '"') {
      inDouble = ansiDouble = true;
      at += 2;
    } else if (char === '\\' && at + 1 < end) {
      if (text.charAt(at + 1) !== '\n') add(text.charAt(at + 1), at);
      at += 2;
    } else {
      if (at >= shown && patterns < MAX_PATTERNS && '{@!?+*'.includes(char)) {
        patterns += 1;
        shown = endOfPattern(text, at, Math.min(end, at + MAX_PATTERN), expansions, next) ?? shown;
      }
      add(char, at);
      at += 1;
    }
  }
  return { value, simplified, literal };
}

/** Where `{a,b}`, `{1..3}` or `@(a|b)` ends that begins at `at`; undefined if none does. `next` is the first expansion behind `at`. */
function endOfPattern(text: string, at: number, end: number, expansions: readonly ShellNode[], next: number): number | undefined {
  const first = text.charAt(at);
  const brace = first === '{';
  if (!brace && !(text.charAt(at + 1) === '(' && '@!?+*'.includes(first))) return undefined;
  const [open, close] = brace ? ['{', '}'] : ['(', ')'];
  let depth = 0;
  let several = !brace;
  let ahead = next;
  for (let index = brace ? at : at + 1; index < end; index += 1) {
    const char = text.charAt(index);
    while ((expansions[ahead]?.end ?? Infinity) <= index) ahead += 1;
    const expansion = expansions[ahead];
    if (expansion !== undefined && expansion.start <= index) index = expansion.end - 1;
    else if (char === "'" || char === '"') {
      const stop = text.indexOf(char, index + 1);
      if (stop < 0 || stop >= end) return undefined;
      index = stop;
    } else if (char === open) depth += 1;
    else if (char === close) {
      depth -= 1;
      if (depth === 0) return several ? index + 1 : undefined;
    } else if (char === ',' || (char === '.' && text.charAt(index + 1) === '.')) several = true;
  }
  return undefined;
}

/** `$name` or `$1` at `at`: the grammar misses the second of two that touch, and what follows a colon in `${…}`. */
function variableAt(text: string, at: number, end: number): string | undefined {
  VARIABLE.lastIndex = at;
  const [variable] = VARIABLE.exec(text) ?? [];
  return variable === undefined || at + variable.length > end ? undefined : variable;
}

const VARIABLE = /\$(?:[A-Za-z_]\w*|[\d@*#?$!-])/y;

/** `$X` is `${X}`, and `$10` is `${1}0`. */
function simplifyVariable(written: string): string {
  const stop = /^\$\d/.test(written) ? 2 : written.length;
  return `\${${written.slice(1, stop)}}${written.slice(stop)}`;
}

/** An expansion as ShellCheck 0.11 writes it where it turns a word into text: `$X` as `${X}`, `$(id -u)` as `${id-u}`. */
function simplify(text: string, node: ShellNode, nesting: number): string {
  if (nesting >= MAX_NESTING || text.charAt(node.start) === '`') return ANY;
  switch (node.type) {
    case 'simple_expansion':
      return simplifyVariable(text.slice(node.start, node.end));
    case 'expansion':
      return `\${${bracedText(text, node.start + 2, node.end - 1, expansionsIn(node.children), nesting + 1)}}`;
    case 'command_substitution':
      return `\${${node.children.map((child) => commandText(text, child, nesting + 1)).join('')}}`;
    case 'arithmetic_expansion':
      return text.startsWith('$[', node.start) ? '' : ANY;
    default:
      return '';
  }
}

/** What stands between the braces of `${…}`, quotes removed. */
function bracedText(text: string, start: number, end: number, expansions: readonly ShellNode[], nesting: number): string {
  let simplified = '';
  let next = 0;
  for (let at = start; at < end;) {
    const expansion = expansions[next];
    const char = text.charAt(at);
    const variable = char === '$' ? variableAt(text, at, end) : undefined;
    if (expansion !== undefined && at >= expansion.start) {
      next += 1;
      if (at >= expansion.end) continue;
      simplified += simplify(text, expansion, nesting);
      at = expansion.end;
    } else if (variable !== undefined) {
      simplified += simplifyVariable(variable);
      at += variable.length;
    } else if (char === '\\' && '}"$`\'\n'.includes(text.charAt(at + 1))) {
      simplified += text.charAt(at + 1).trim();
      at += 2;
    } else {
      if (char !== '"' && char !== "'") simplified += char;
      at += 1;
    }
  }
  return simplified;
}

/** The words of a simple command without anything between them; pipes, lists and compound commands count for nothing. */
function commandText(text: string, node: ShellNode, nesting: number): string {
  if (node.type === 'redirected_statement') return node.children.map((child) => commandText(text, child, nesting)).join('');
  if (node.type !== 'command') return '';
  const parts = node.children.filter(({ type }) => type !== 'variable_assignment' && !type.endsWith('_redirect'));
  return parts.map((part) => readWord(text, part.start, part.end, expansionsOf(part), nesting).simplified).join('');
}

function endOfAnsiString(text: string, from: number, end: number): number {
  for (let at = from; at < end; at += 1) {
    if (text.charAt(at) === '\\') at += 1;
    else if (text.charAt(at) === "'") return at;
  }
  return end;
}

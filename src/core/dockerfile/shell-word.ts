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

export function isExpansion(node: ShellNode): boolean {
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

/** `{a,b}` and `{1..3}`, which ShellCheck's reading of a word leaves out. */
const BRACES = /\{[^{}\s'"$`]*(?:,|\.\.)[^{}\s'"$`]*\}/g;

/**
 * Reads the word text[start, end).
 * @param expansions outermost expansions inside it, in order; what they hold is not looked at
 */
export function readWord(text: string, start: number, end: number, expansions: readonly ShellNode[]): WordText {
  const raw = text.slice(start, end);
  if (expansions.length === 0 && !/['"\\$`{]/.test(raw)) return { value: raw, simplified: raw, literal: true };
  let value = '';
  let simplified = '';
  let plain = '';
  let literal = true;
  let next = 0;
  let inDouble = false;
  const flush = (): void => {
    simplified += plain.includes('{') ? plain.replace(BRACES, '') : plain;
    plain = '';
  };
  const quoted = (part: string): void => {
    flush();
    value += part;
    simplified += part;
  };
  for (let at = start; at < end;) {
    const expansion = expansions[next];
    if (expansion !== undefined && at >= expansion.start) {
      next += 1;
      if (at >= expansion.end) continue;
      flush();
      value += text.slice(at, expansion.end);
      if (expansion.type !== 'process_substitution') simplified += '${VAR}';
      literal = false;
      at = Math.min(expansion.end, end);
      continue;
    }
    const char = text.charAt(at);
    if (inDouble) {
      if (char === '"') inDouble = false;
      else if (char === '\\' && at + 1 < end && ESCAPED_IN_DOUBLE_QUOTES.includes(text.charAt(at + 1))) {
        at += 1;
        if (text.charAt(at) !== '\n') quoted(text.charAt(at));
      } else quoted(char);
      at += 1;
    } else if (char === '"') {
      inDouble = true;
      at += 1;
    } else if (char === "'") {
      const close = text.indexOf("'", at + 1);
      const stop = close < 0 || close >= end ? end : close;
      quoted(text.slice(at + 1, stop));
      at = stop + 1;
    } else if (char === '$' && text.charAt(at + 1) === "'") {
      const stop = endOfAnsiString(text, at + 2, end);
      quoted(text.slice(at + 2, stop));
      at = stop + 1;
    } else if (char === '$' && text.charAt(at + 1) === '"') {
      at += 1;
    } else if (char === '\\' && at + 1 < end) {
      if (text.charAt(at + 1) !== '\n') quoted(text.charAt(at + 1));
      at += 2;
    } else {
      value += char;
      plain += char;
      at += 1;
    }
  }
  flush();
  return { value, simplified, literal };
}

function endOfAnsiString(text: string, from: number, end: number): number {
  for (let at = from; at < end; at += 1) {
    if (text.charAt(at) === '\\') at += 1;
    else if (text.charAt(at) === "'") return at;
  }
  return end;
}

/** YAML of unknown origin as a plain value: text that nests or repeats itself without end is refused before it can overflow the stack. */
import { Lexer, parseDocument, Parser } from 'yaml';

/**
 * Rules and configurations nest three or four deep. The parser composes its values by recursion, and a regular expression that is compiled
 * at the end of the stack takes the whole process down, which no `catch` can stop: depth is measured first, on tokens, without recursion.
 */
const MOST_LEVELS = 64;
/** Uses of one anchor. */
const MOST_ALIASES = 100;

export type YamlOutcome =
  | { readonly ok: true; readonly value: unknown }
  /** `why` is a clause without a full stop; line and column count from 1. */
  | { readonly ok: false; readonly why: string; readonly line?: number; readonly column?: number };

/**
 * The value of one document, null for an empty one; mappings as `Map`, so that no key can reach a prototype. What is not `strict` also takes
 * indentation that YAML 1.2 forbids.
 */
export function parseYaml(text: string, strict: boolean): YamlOutcome {
  const clean = text.replace(/^\uFEFF/, '');
  if (nestsTooDeep(clean)) return { ok: false, why: `it nests deeper than ${MOST_LEVELS} levels` };
  const document = parseDocument(clean, { uniqueKeys: true, strict });
  const [error] = document.errors;
  if (error !== undefined) {
    const place = error.linePos?.[0];
    const why = error.message.split('\n')[0]!.replace(/ at line \d+, column \d+:?$/, '').replace(/[.:]\s*$/, '');
    return { ok: false, why, ...(place && { line: place.line, column: place.col }) };
  }
  try {
    return { ok: true, value: document.toJS({ maxAliasCount: MOST_ALIASES, mapAsMap: true }) };
  } catch {
    return { ok: false, why: 'it repeats itself through too many aliases' };
  }
}

function nestsTooDeep(text: string): boolean {
  const parser = new Parser();
  for (const lexeme of new Lexer().lex(text)) {
    for (const _finished of parser.next(lexeme));
    // The document itself and the scalar that is being read stand on the stack as well.
    if (parser.stack.length > MOST_LEVELS + 2) return true;
  }
  return false;
}

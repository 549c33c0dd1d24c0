/** How a Dockerfile can be wrong, and at which step of a build that shows. */
import type { ParseError, Span } from './model';

/**
 * `dockerfile-syntax` stops BuildKit before it looks at any instruction; `dockerfile-instruction` stops it at that instruction;
 * `dockerfile-stage` after all were read.
 */
export type ParseErrorKind = 'dockerfile-syntax' | 'dockerfile-instruction' | 'dockerfile-stage';

/** Builds a parse error; `line` counts from 1. */
export function parseError(kind: ParseErrorKind, line: number, span: Span, message: string, advice: string): ParseError {
  return { kind, message, advice, where: { line }, line, span: { start: span.start, end: span.end } };
}

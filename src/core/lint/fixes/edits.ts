/** Edits of whole instructions that leave everything around them as it is. */
import type { Dockerfile, Instruction } from '../../dockerfile/model';
import { once } from '../../once';
import type { Fix, TextEdit } from '../../report/report';

/** The line end that the file uses. */
export const lineEndOf = once((dockerfile: Dockerfile): string => (dockerfile.text.includes('\r\n') ? '\r\n' : '\n'));

/** Where an instruction stands among all; -1 if it is none of them. */
export function indexIn(instructions: readonly Instruction[], instruction: Instruction): number {
  return indexes(instructions).get(instruction) ?? -1;
}

const indexes = once((instructions: readonly Instruction[]): ReadonlyMap<Instruction, number> => new Map(instructions.map((one, index) => [one, index])));

/** The blanks that the line of an offset begins with. */
export function indentAt(dockerfile: Dockerfile, offset: number): string {
  const start = dockerfile.offsetOfLine(dockerfile.positionAt(offset).line);
  return /^[ \t]*/.exec(dockerfile.text.slice(start, start + 200))?.[0] ?? '';
}

/** Whether a comment above says something to a tool about the instruction below it: it must not come to stand above another one. */
export function hasPragma(instruction: Instruction): boolean {
  return instruction.leadingComments.some(({ text }) => /hadolint|shellcheck|check\s*=/i.test(text));
}

/** Takes an instruction out with its lines; none for one inside ONBUILD, or under a pragma. Comments above it stay. */
export function removeInstruction(dockerfile: Dockerfile, instruction: Instruction): TextEdit | undefined {
  if (instruction.onbuild || hasPragma(instruction)) return undefined;
  const { text } = dockerfile;
  const start = dockerfile.offsetOfLine(instruction.startLine);
  if (text.slice(start, instruction.span.start).trim() !== '') return undefined;
  const rest = /^[ \t]*(?:\r\n|\n|$)/.exec(text.slice(instruction.span.end, instruction.span.end + 200));
  return rest === null ? undefined : { start, end: instruction.span.end + rest[0].length, text: '' };
}

/** A fix of these edits, or none where one of them cannot be made. */
export function fixOf(title: string, safety: Fix['safety'], edits: readonly (TextEdit | undefined)[]): Fix | undefined {
  const all = edits.flatMap((edit) => edit ?? []);
  return all.length === 0 || all.length < edits.length ? undefined : { title, safety, edits: all };
}

/** `{ fix }` to spread into a finding, or nothing. */
export function withFix(fix: Fix | undefined): { readonly fix?: Fix } {
  return fix === undefined ? {} : { fix };
}

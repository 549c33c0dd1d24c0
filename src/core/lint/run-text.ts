/** The shell text of an instruction, as the builder hands it to the shell and as hadolint reads it, with its places in the file. */
import type { CommandInstruction, Heredoc, Instruction, LogicalText } from '../dockerfile/model';
import { lastAtOrBefore } from '../search';

/** A text and where each of its characters stands in the file. */
export interface PlacedText {
  readonly text: string;
  offsetAt(index: number): number;
}

/**
 * hadolint's reading: the exec form joined with blanks; a heredoc only where no command stands before its mark, and then behind
 * what follows the mark in that line.
 */
export function hadolintText(instruction: Instruction): PlacedText {
  if (instruction.json !== undefined) return joined(instruction.json.map((word) => ({ text: word.value, start: word.start + 1 })));
  const [heredoc] = instruction.heredocs;
  if (heredoc === undefined) return instruction.args;
  // The descriptor of `3<<EOF` is a command to hadolint.
  const mark = indexAtOffset(instruction.args, heredoc.mark.start) + (/^\d+/.exec(markText(instruction, heredoc))?.[0].length ?? 0);
  const before = instruction.args.text.slice(0, mark);
  if (before.trim() !== '') return { text: before, offsetAt: (index) => instruction.args.offsetAt(index) };
  const after = instruction.args.text.indexOf('\n', mark);
  const rest = indexAtOffset(instruction.args, heredoc.mark.end);
  const line = instruction.args.text.slice(rest, after < 0 ? undefined : after);
  const body = heredocText(heredoc);
  const cut = line.length + 1;
  return {
    text: `${line}\n${body.text}`,
    offsetAt: (index) => (index < cut ? instruction.args.offsetAt(rest + index) : body.offsetAt(index - cut)),
  };
}

function markText({ args }: Instruction, { mark }: Heredoc): string {
  return args.text.slice(indexAtOffset(args, mark.start), indexAtOffset(args, mark.end));
}

function heredocText(heredoc: Heredoc): PlacedText {
  return { text: heredoc.content, offsetAt: (index) => heredoc.offsetAt(index) };
}

/** The scripts that a shell-form RUN, CMD or ENTRYPOINT really runs: its text, or its heredocs where it has no command of its own. */
export function shellTexts(instruction: CommandInstruction): readonly PlacedText[] {
  if (instruction.json !== undefined) return [];
  const [heredoc] = instruction.heredocs;
  if (heredoc === undefined) return [instruction.args];
  const first = indexAtOffset(instruction.args, heredoc.mark.start);
  if (instruction.args.text.slice(0, first).trim() === '') return instruction.heredocs.map(heredocText);
  const end = instruction.args.text.indexOf('\n');
  return [{ text: end < 0 ? instruction.args.text : instruction.args.text.slice(0, end), offsetAt: (index) => instruction.args.offsetAt(index) }];
}

function joined(parts: readonly { readonly text: string; readonly start: number }[]): PlacedText {
  const text = parts.map((part) => part.text).join(' ');
  const starts: number[] = [];
  let at = 0;
  for (const part of parts) {
    starts.push(at);
    at += part.text.length + 1;
  }
  return {
    text,
    offsetAt: (index) => {
      const part = lastAtOrBefore(starts, index);
      return (parts[part]?.start ?? 0) + index - (starts[part] ?? 0);
    },
  };
}

/** First index of the text that stands at or behind an offset of the file. */
export function indexAtOffset(text: LogicalText, offset: number): number {
  let low = 0;
  let high = text.text.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (text.offsetAt(middle) < offset) low = middle + 1;
    else high = middle;
  }
  return low;
}

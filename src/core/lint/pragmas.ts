/** hadolint's pragmas in comments: what is ignored where, and which shell a stage runs. */
import type { Comment, Dockerfile } from '../dockerfile/model';
import { once } from '../once';
import { lastAtOrBefore } from '../search';

export interface Pragmas {
  /** Codes to ignore, by the line that they are ignored in. */
  readonly byLine: ReadonlyMap<number, ReadonlySet<string>>;
  /** Codes to ignore behind that line, up to the next that is in here: of every FROM, and of what follows a stage pragma. */
  readonly byStage: ReadonlyMap<number, ReadonlySet<string>>;
  /** The lines of `byStage`, ascending. */
  readonly stageLines: readonly number[];
  readonly everywhere: ReadonlySet<string>;
  /** The comments that ignore something in the line below, in order: what DL1001 reports. */
  readonly inline: readonly Comment[];
  /** `shell=`, by the line of the comment. */
  readonly shells: readonly { readonly line: number; readonly shell: string }[];
}

const BLANK = '[ \\t]*';
/** One code that is none, such as a name, voids the whole pragma. */
const CODES = '([DLSCP0-9]+(?:[ \\t]*,[ \\t]*[DLSCP0-9]+)*)';
const REMARK = '[ \\t]*(?:#.*)?$';
const IGNORE = new RegExp(`^${BLANK}hadolint[ \\t]+(?:(global|stage)[ \\t]+)?ignore${BLANK}=${BLANK}${CODES}${REMARK}`);
const SHELL = new RegExp(`^${BLANK}hadolint[ \\t]+shell${BLANK}=${BLANK}([^\\s]+)${REMARK}`);

/** Reads all pragmas of a file. Comments inside an instruction do not count. */
export const readPragmas = once((dockerfile: Dockerfile): Pragmas => {
  const byLine = new Map<number, ReadonlySet<string>>();
  const byStage = new Map<number, ReadonlySet<string>>();
  const sets = new Map<string, ReadonlySet<string>>();
  const everywhere = new Set<string>();
  const inline: Comment[] = [];
  const shells: { line: number; shell: string }[] = [];
  for (const instruction of dockerfile.instructions) if (instruction.kind === 'FROM') byStage.set(instruction.startLine, new Set());
  let next = 0;
  for (const comment of dockerfile.comments) {
    if (!comment.text.includes('hadolint')) continue;
    while ((dockerfile.instructions[next]?.span.end ?? Infinity) < comment.start) next += 1;
    if ((dockerfile.instructions[next]?.span.start ?? Infinity) < comment.start) continue;
    const shell = SHELL.exec(comment.text)?.[1];
    if (shell !== undefined) shells.push({ line: comment.line, shell });
    const [, scope, list] = IGNORE.exec(comment.text) ?? [];
    if (list === undefined) continue;
    let codes = sets.get(list);
    if (codes === undefined) sets.set(list, (codes = new Set(list.split(',').map((code) => code.trim()))));
    if (scope === 'global') codes.forEach((code) => everywhere.add(code));
    else if (scope === 'stage') byStage.set(comment.line + 1, codes);
    else {
      byLine.set(comment.line + 1, codes);
      inline.push(comment);
    }
  }
  return { byLine, byStage, stageLines: [...byStage.keys()].sort((a, b) => a - b), everywhere, inline, shells };
});

/** Whether the pragmas silence a code for an instruction that begins in `line`. */
export function isIgnored(pragmas: Pragmas, code: string, line: number): boolean {
  if (pragmas.everywhere.has(code) || pragmas.byLine.get(line)?.has(code) === true) return true;
  const stage = pragmas.stageLines[lastAtOrBefore(pragmas.stageLines, line - 1)];
  return stage !== undefined && stage < line && pragmas.byStage.get(stage)?.has(code) === true;
}

/** Applies the fixes of findings to a text: edits that do not touch one another, rule by rule until nothing changes any more. */
import { parseDockerfile } from '../../dockerfile/parse';
import type { Finding, Fix, NewFile, TextEdit } from '../../report/report';
import { EditIndex } from './edit-index';
import { FIX_ORDER } from './order';

export interface FixChoice {
  /** Only these rules; all when it is left out. */
  readonly rules?: readonly string[];
  /** `safe` leaves out what a person should look at. */
  readonly safety?: 'safe' | 'review';
}

export interface AppliedFixes {
  readonly text: string;
  /** New files of the fixes that were applied. */
  readonly files: readonly NewFile[];
  readonly applied: readonly Finding[];
  /** Chosen, but in the way of one before them: they apply to the new text, if they still stand there. */
  readonly skipped: readonly Finding[];
}

/** Applies the chosen fixes of `findings` (those in `more` included) to the text they were made for, the first come first. */
export function applyFixes(text: string, findings: readonly Finding[], choice: FixChoice = {}): AppliedFixes {
  const chosen = findings.flatMap((one) => [one, ...(one.more ?? [])]).filter(({ rule, fix }) => fix !== undefined && isChosen(rule, fix, choice));
  const fits = whichFit(text, chosen.map(({ fix }) => fix!));
  const applied = chosen.filter((_, index) => fits[index]);
  return {
    text: applyEdits(text, applied.flatMap(({ fix }) => fix!.edits)), files: applied.flatMap(({ fix }) => fix!.files ?? []),
    applied, skipped: chosen.filter((_, index) => !fits[index]),
  };
}

/**
 * Which of `fixes` can be applied to the text together: the first come first, and what touches one of them is left out, unless `mayStand`
 * says that both can be made.
 */
export function whichFit(text: string, fixes: readonly Fix[], mayStand: (a: TextEdit, b: TextEdit) => boolean = () => false): readonly boolean[] {
  const made = new EditIndex(text.length);
  return fixes.map((fix) => {
    const fits = isSound(text, fix.edits) && fix.edits.every((edit) => !made.some(edit, (other) => touches(edit, other) && !mayStand(edit, other)));
    if (fits) for (const edit of fix.edits) made.add(edit);
    return fits;
  });
}

/** Replaces the spans of `edits`, which must not overlap, in `text`. */
export function applyEdits(text: string, edits: readonly TextEdit[]): string {
  let result = '';
  let at = 0;
  for (const edit of [...edits].sort((a, b) => a.start - b.start || a.end - b.end)) {
    result += text.slice(at, edit.start) + edit.text;
    at = edit.end;
  }
  return result + text.slice(at);
}

function isChosen(rule: string, fix: Fix, choice: FixChoice): boolean {
  return (choice.rules === undefined || choice.rules.includes(rule)) && (choice.safety !== 'safe' || fix.safety === 'safe');
}

/** In the text, and none of one fix in the way of another. */
function isSound(text: string, edits: readonly TextEdit[]): boolean {
  if (!edits.every(({ start, end }) => start >= 0 && start <= end && end <= text.length)) return false;
  // Only insertions may stand where others begin or end.
  const ordered = edits.toSorted((a, b) => a.start - b.start || a.end - b.end);
  let reached = 0;
  return ordered.every(({ start, end }) => {
    const clear = start >= reached;
    reached = Math.max(reached, end);
    return clear;
  });
}

function overlaps(a: TextEdit, b: TextEdit): boolean {
  return a.start < b.end && b.start < a.end;
}

/** Insertions at one place count as touching too: which of them comes first may matter. */
function touches(a: TextEdit, b: TextEdit): boolean {
  return overlaps(a, b) || (a.start <= b.end && b.start <= a.end && (a.start === a.end || b.start === b.end));
}

export interface FixAllOptions extends FixChoice {
  /** Lints a text, with the ignore file that a repair has made; with ShellCheck's findings if those are wanted. */
  readonly lint: (text: string, dockerignore?: string) => readonly Finding[] | Promise<readonly Finding[]>;
}

export interface FixedDockerfile {
  readonly text: string;
  /** Files to make beside it. */
  readonly files: readonly NewFile[];
  /** How many fixes of each rule were applied. */
  readonly applied: ReadonlyMap<string, number>;
  /**
   * How many chosen repairs of each rule were not made: the builder would refuse the text, they change nothing, would never end, or are no
   * edits of this text.
   */
  readonly left: ReadonlyMap<string, number>;
}

/** A rule that still finds something to repair after so many rounds is left. */
const MAX_ROUNDS_A_RULE = 12;

/**
 * Lints and repairs until nothing more changes: one rule at a time, those that change the shape of the file first. A repair that the
 * builder would refuse is not kept.
 */
export async function fixAll(source: string, options: FixAllOptions): Promise<FixedDockerfile> {
  let text = source;
  let errors = parseDockerfile(text).errors.length;
  const applied = new Map<string, number>();
  const rounds = new Map<string, number>();
  const given = new Set<string>();
  const seen = new Set([text]);
  const files = new Map<string, NewFile>();
  for (;;) {
    const findings = await options.lint(text, files.get('.dockerignore')?.text);
    const next = ruleToFix(findings, options, given);
    if (next === undefined) return { text, files: [...files.values()], applied, left: countChosen(findings, options) };
    const round = (rounds.get(next) ?? 0) + 1;
    rounds.set(next, round);
    const result = applyFixes(text, findings, { ...options, rules: [next] });
    const left = parseDockerfile(result.text).errors.length;
    const made = result.files.filter(({ path }) => !files.has(path));
    if (result.applied.length === 0 || (seen.has(result.text) && made.length === 0) || left > errors || round > MAX_ROUNDS_A_RULE) given.add(next);
    else {
      for (const file of made) files.set(file.path, file);
      text = result.text;
      errors = left;
      seen.add(text);
      applied.set(next, (applied.get(next) ?? 0) + result.applied.length);
    }
  }
}

function ruleToFix(findings: readonly Finding[], choice: FixChoice, given: ReadonlySet<string>): string | undefined {
  const rules = [...countChosen(findings, choice).keys()].filter((rule) => !given.has(rule));
  const rank = (rule: string): number => (FIX_ORDER.includes(rule) ? FIX_ORDER.indexOf(rule) : FIX_ORDER.length);
  return rules.sort((a, b) => rank(a) - rank(b) || (a < b ? -1 : 1))[0];
}

/** How many repairs of each rule are chosen. */
function countChosen(findings: readonly Finding[], choice: FixChoice): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const { rule, fix } of findings.flatMap((one) => [one, ...(one.more ?? [])])) {
    if (fix !== undefined && isChosen(rule, fix, choice)) counts.set(rule, (counts.get(rule) ?? 0) + 1);
  }
  return counts;
}

/** One patch of all the steps that are taken: their edits joined, those that are in the way of a step before them left out. */
import type { Dockerfile } from '../dockerfile/model';
import { parseDockerfile } from '../dockerfile/parse';
import { applyEdits, whichFit } from '../lint/fixes/apply';
import type { AdviceStep, Fix, NewFile, TextEdit } from '../report/report';
import { newFileDiff, unifiedDiff } from './patch';

export interface PlanPatch {
  /** What `git apply` takes; empty when no step changes anything. */
  readonly patch: string;
  /** Ids of the steps that it carries out. */
  readonly applied: readonly string[];
  /** Ids of steps whose edits touch those of one before them, or make what no builder takes. */
  readonly skipped: readonly string[];
  /** Ids of steps without a repair: they are for a person to do. */
  readonly without: readonly string[];
}

/** The patch of `steps`, in their order, against the Dockerfile that they were worked out from. */
export function patchOfSteps({ name, text }: { readonly name: string; readonly text: string }, steps: readonly AdviceStep[]): PlanPatch {
  // Steps that the same finding answers bring the same repair: it is made once, and carries all of them out.
  const fixes = new Map<string, Fix>();
  const keys = steps.map(({ fix }) => {
    if (fix === undefined) return undefined;
    const key = JSON.stringify([fix.edits, fix.files ?? []]);
    fixes.set(key, fixes.get(key) ?? fix);
    return key;
  });
  const once = [...fixes.values()];
  const fits = whichFit(text, once, (a, b) => mayStand(a, b) || besideWords(text, a, b) || besideWords(text, b, a));
  const dockerfile = parseDockerfile(text);
  const fitting = keptByBuilder(dockerfile, once.filter((_, index) => fits[index]));
  const files = joined(fitting.flatMap((fix) => fix.files ?? []));
  const edits = editsOf(dockerfile, fitting);
  const made = new Set(once.filter((fix) => fitting.includes(fix) || isPointless(fix, edits)));
  const idsWhere = (holds: (key: string | undefined) => boolean): readonly string[] => steps.flatMap(({ id }, index) => (holds(keys[index]) ? [id] : []));
  return {
    patch: unifiedDiff(name, text, applyEdits(text, edits)) + files.map((file) => (file.before === undefined ? newFileDiff(file.path, file.text) : unifiedDiff(file.path, file.before, withLines(file.before, file.text)))).join(''),
    applied: idsWhere((key) => key !== undefined && made.has(fixes.get(key)!)),
    skipped: idsWhere((key) => key !== undefined && !made.has(fixes.get(key)!)),
    without: idsWhere((key) => key === undefined),
  };
}

/** Files of several fixes with the same path are one, with the lines of all of them. */
function joined(files: readonly NewFile[]): readonly NewFile[] {
  const byPath = new Map<string, NewFile>();
  for (const file of files) {
    const first = byPath.get(file.path);
    byPath.set(file.path, first === undefined ? file : { ...first, text: withLines(first.text, file.text) });
  }
  return [...byPath.values()];
}

/** A text with those lines of another one behind it that it has not got. Comments come along with what is below them only. */
function withLines(text: string, more: string): string {
  const known = new Set(text.split(/\r?\n/).map((line) => line.trim()));
  const added = more.split('\n').filter((line) => line.trim() !== '' && !line.startsWith('#') && !known.has(line.trim()));
  if (added.length === 0) return text;
  const lineEnd = text.includes('\r\n') ? '\r\n' : '\n';
  return `${text}${text === '' || text.endsWith('\n') ? '' : lineEnd}${added.map((line) => line + lineEnd).join('')}`;
}

/** Without those after which the builder would refuse more than it did. */
function keptByBuilder(dockerfile: Dockerfile, fixes: readonly Fix[]): readonly Fix[] {
  const { text } = dockerfile;
  let errors = dockerfile.errors.length;
  let kept: readonly Fix[] = [];
  for (const fix of fixes) {
    const next = [...kept, fix];
    const left = parseDockerfile(applyEdits(text, editsOf(dockerfile, next))).errors.length;
    if (left > errors) continue;
    errors = left;
    kept = next;
  }
  return kept;
}

/** All it does is to clean up behind an instruction that the patch takes away. */
function isPointless(fix: Fix, edits: readonly TextEdit[]): boolean {
  return fix.edits.length > 0 && fix.edits.every((edit) => edit.start === edit.end && APPENDED.test(edit.text)
    && edits.some(({ start, end, text }) => text === '' && start < edit.start && edit.start < end));
}

/** What two fixes share is done once, and of several commands behind one RUN each but the first gets a line of its own. */
function editsOf({ escape, text }: Dockerfile, fixes: readonly Fix[]): readonly TextEdit[] {
  const edits = new Map(fixes.flatMap((fix) => fix.edits).map((edit) => [`${edit.start} ${edit.end} ${edit.text}`, edit]));
  const newLine = `${escape}${text.includes('\r\n') ? '\r\n' : '\n'}    `;
  const grown = new Set<number>();
  return [...edits.values()].map((edit) => {
    if (edit.start !== edit.end || !APPENDED.test(edit.text)) return edit;
    if (grown.has(edit.start) && edit.text.startsWith(' && ')) return { ...edit, text: ` ${newLine}${edit.text.slice(1)}` };
    grown.add(edit.start);
    return edit;
  });
}

/** A command behind the others of a RUN, or in front of them. */
const APPENDED = /^\s*(?:[\\`]\r?\n\s*)?&& \S/;
const PREPENDED = /\s&& $/;
/** A line of its own. */
const LINES = /\n$/;

/**
 * Edits at one place of which both can be made, in the order of their steps: the same edit twice; commands behind the same RUN, or in front
 * of it; a command behind or in front of one that the other joins to the next; a whole line above one that goes.
 */
function mayStand(a: TextEdit, b: TextEdit): boolean {
  if (a.start === b.start && a.end === b.end && a.text === b.text) return true;
  if (a.start !== a.end && b.start !== b.end) return false;
  const [insertion, other] = a.start === a.end ? [a, b] : [b, a];
  if (other.start === other.end) return (APPENDED.test(a.text) && APPENDED.test(b.text)) || (PREPENDED.test(a.text) && PREPENDED.test(b.text));
  if (LINES.test(insertion.text)) return insertion.start === other.start || insertion.start === other.end;
  return (insertion.start === other.start && APPENDED.test(insertion.text) && APPENDED.test(`${other.text}x`))
    || (insertion.start === other.end && PREPENDED.test(insertion.text) && PREPENDED.test(`x${other.text}`));
}

/** Names of packages with the space in front of them, continued lines included. */
const WORDS = /^(?:(?:[ \t]|[\\`]\r?\n)+[a-z0-9][\w.+:~=-]*)+$/;
/** An option or name of the same command. */
const WORD = /^ [\w=.+-]+(?: [\w=.+-]+)*$/;

/** Names taken out of a command, and an option or name put where they begin or end, or commands behind them. */
function besideWords(text: string, gone: TextEdit, put: TextEdit): boolean {
  if (gone.start === gone.end || put.start !== put.end || !WORDS.test(text.slice(gone.start, gone.end)) || (gone.text !== '' && !WORD.test(gone.text))) return false;
  return (put.start === gone.start && WORD.test(put.text)) || (put.start === gone.end && (WORD.test(put.text) || APPENDED.test(put.text)));
}

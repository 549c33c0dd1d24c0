/** The report on a build context: what travels, what stays, what is large, what should stay too. */
import type { Dockerfile } from '../dockerfile/model';
import { failure, success, type Diagnostic, type Outcome } from '../problem';
import { REPORT_VERSION, type ContextReport } from '../report/report';
import { applyIgnore } from './apply-ignore';
import { copySources, splitByCopy } from './copied';
import { readIgnoreFile } from './ignore-file';
import type { ContextEntry } from './listing';
import { createMatcher, type IgnoreMatcher } from './matcher';
import { suggestLines } from './suggestions';

export interface ContextInput {
  /** The folder's name. */
  readonly name: string;
  readonly entries: readonly ContextEntry[];
  /** The Dockerfile's path in the context, where it lies in it. */
  readonly dockerfilePath?: string;
  readonly dockerfile?: Dockerfile;
  /** The ignore file that applies: `NAME.dockerignore` beside the Dockerfile before `.dockerignore` at the top. */
  readonly ignoreFile?: { readonly path: string; readonly text: string };
  readonly toolVersion: string;
  /** What the walk could not read. */
  readonly diagnostics?: readonly Diagnostic[];
}

const LARGEST = 20;
/** Characters of an ignore file that a report takes along. */
const MOST_TEXT = 100_000;

/** Where a Dockerfile's ignore file may stand, the one that wins first. */
export function ignoreFileCandidates(dockerfilePath: string): readonly string[] {
  return [`${dockerfilePath}.dockerignore`, '.dockerignore'];
}

/** Analyses a context. Fails only where a build would: on an ignore file with a malformed pattern. */
export function analyseContext(input: ContextInput): Outcome<ContextReport> {
  let matcher: IgnoreMatcher | undefined;
  if (input.ignoreFile) {
    const made = createMatcher(readIgnoreFile(input.ignoreFile.text), input.ignoreFile.path);
    if (!made.ok) return failure(made.problem);
    matcher = made.value;
  }
  const always = new Set([input.dockerfilePath, input.ignoreFile?.path].filter((path) => path !== undefined));
  const { sent, ignored, hidden, uses } = applyIgnore(input.entries, matcher, always);

  const sources = input.dockerfile ? copySources(input.dockerfile) : undefined;
  const split = sources ? splitByCopy(sent, sources, hidden) : undefined;
  const unused = (split?.unused ?? []).filter((entry) => !always.has(entry.path));
  const suggestions = suggestLines(sent, unused, always);

  return success({
    schema: 'plimsoll.report', version: REPORT_VERSION, kind: 'context',
    tool: { name: 'plimsoll', version: input.toolVersion },
    subject: { name: input.name, bytes: sum(input.entries) },
    diagnostics: [
      ...(input.diagnostics ?? []), ...remarks(input, matcher, uses, sources?.some((source) => source.whole) ?? false),
      ...nothingLeft(input, sent.every((entry) => hidden.has(entry)), (sources ?? []).length > 0),
    ],
    sent: { files: sent.length, bytes: sum(sent) },
    ignored: { files: ignored.length, bytes: sum(ignored) },
    ...(split && { copied: { files: split.copied.length, bytes: sum(split.copied) }, unused: { files: unused.length, bytes: sum(unused) } }),
    largest: largestParts(sent),
    suggestions, ...(input.ignoreFile && input.ignoreFile.text.length <= MOST_TEXT && { ignoreFile: input.ignoreFile }),
  });
}

function sum(entries: readonly ContextEntry[]): number {
  return entries.reduce((total, entry) => total + entry.bytes, 0);
}

/** What stands out without stopping a build: lines that do nothing, an ignored Dockerfile, no ignore file at all. */
function remarks(input: ContextInput, matcher: IgnoreMatcher | undefined, uses: readonly number[], whole: boolean): Diagnostic[] {
  const result: Diagnostic[] = [];
  if (!matcher) {
    if (whole) {
      result.push({
        kind: 'ignore-file-missing', message: 'There is no .dockerignore, and the Dockerfile copies the whole folder.',
        advice: 'Put a .dockerignore beside the Dockerfile; the suggestions say what belongs in it.', where: { file: '.dockerignore' },
      });
    }
    return result;
  }
  const file = input.ignoreFile!.path;
  matcher.lines.forEach((line, index) => {
    if (uses[index] !== 0) return;
    result.push({
      kind: 'ignore-line-unused', message: `Line ${line.line} of ${file} (${line.text.trim()}) decides about no path of this folder.`,
      advice: 'Remove it, or correct it: patterns start at the top of the context; **/ in front matches at any depth.', where: { file, line: line.line, column: 1 },
    });
  });
  if (input.dockerfilePath !== undefined && matcher.ignores(input.dockerfilePath)) {
    result.push({
      kind: 'dockerfile-ignored', message: `${file} leaves out ${input.dockerfilePath}.`,
      advice: 'That is fine: the builder still reads it, but COPY cannot take it, and a change of it breaks no cache.', where: { file },
    });
  }
  return result;
}

/** A context of which a COPY can take nothing: a wrong folder, or an ignore file that goes too far. */
function nothingLeft({ entries, ignoreFile }: ContextInput, nothing: boolean, copies: boolean): Diagnostic[] {
  const files = entries.some(({ kind }) => kind !== 'dir');
  if (!nothing || (files && !copies)) return [];
  if (!files) return [{ kind: 'context-empty', message: 'There is no file in this folder.', advice: 'Choose the folder that docker build is given: the one with the sources.' }];
  return [{
    kind: 'context-ignored', message: `${ignoreFile!.path} leaves out all that the Dockerfile could copy.`,
    advice: 'Take back what the build needs, in lines below: !src, for example.', where: { file: ignoreFile!.path },
  }];
}

/** The files and folders that weigh most, each counted whole; a folder with one heavy child gives way to that child. */
function largestParts(sent: readonly ContextEntry[]): ContextReport['largest'] {
  const folders = new Map<string, { bytes: number; files: number }>();
  const add = (path: string, bytes: number): void => {
    const sums = folders.get(path);
    if (sums) {
      sums.bytes += bytes;
      sums.files += 1;
    } else folders.set(path, { bytes, files: 1 });
  };
  for (const entry of sent) {
    add(entry.path, entry.bytes);
    for (let slash = entry.path.lastIndexOf('/'); slash > 0; slash = entry.path.lastIndexOf('/', slash - 1)) add(entry.path.slice(0, slash), entry.bytes);
  }
  const heavyChild = new Set<string>();
  for (const [path, sums] of folders) {
    const slash = path.lastIndexOf('/');
    if (slash > 0 && sums.bytes > 0.9 * folders.get(path.slice(0, slash))!.bytes) heavyChild.add(path.slice(0, slash));
  }
  return [...folders]
    .filter(([path, { bytes }]) => bytes > 0 && !heavyChild.has(path))
    .map(([path, { bytes, files }]) => ({ path, bytes, files }))
    .sort((a, b) => b.bytes - a.bytes || (a.path < b.path ? -1 : 1))
    .slice(0, LARGEST);
}

/** Repairs for what a COPY should not bring: lines for the ignore file; where the build reads it in between, COPY --exclude and a mount. */
import { compilePattern } from '../context/pattern';
import type { CopyInstruction, Dockerfile, Instruction } from '../dockerfile/model';
import { ALIVE, versionAt } from '../image/root-fs';
import { isPipInstall, operands, type Command } from '../lint/commands';
import { useOfPath, MOUNT_ASSUMES } from '../lint/fixes/bind-mount';
import { fixOf } from '../lint/fixes/edits';
import { installed } from '../lint/plimsoll/packages';
import { absolutePath, workdirAt } from '../lint/plimsoll/paths';
import { commandsOf } from '../lint/plimsoll/plimsoll-rule';
import type { LintContext } from '../lint/rule';
import type { AdviceStep, ContextReport, Fix, NewFile } from '../report/report';
import type { ImageFacts, Maker } from './price/facts';
import { byFirstMaker, type Saving } from './price/saving';
import { trimEndOf } from '../trim-chars';

/** What COPY and an ignore file take literally. */
const PLAIN = /^[\w./@%+:,-]+$/;
/** More lines than this are no repair that anybody would read. */
const MOST_PATHS = 6;
/** Commands that read nothing of a project. */
const BLIND = /^(?:apt-get|apt|apk|dnf|microdnf|yum|zypper|mkdir|chown|chmod|chgrp|rm|rmdir|unlink|ln|user(?:add|mod)|group(?:add|mod)|add(?:user|group)|echo|printf|true|:|set|export|curl|wget|locale-gen|update-ca-certificates|test|\[)$/;

/** Lines for the ignore file: new where there is none, added where the context shows one. */
export function ignoreFix(patterns: readonly string[], context: ContextReport | undefined, assumes: readonly string[] = []): Fix {
  const before = context?.ignoreFile;
  const unknown = context === undefined ? ['There is no .dockerignore yet; to one that exists, add the lines.'] : [];
  return {
    title: before === undefined ? 'Add a .dockerignore' : `Add to ${before.path}`, safety: 'review', edits: [],
    files: [{ path: '.dockerignore', text: `${patterns.join('\n')}\n` }].map((file) => onTop(file, context)), assumes: [...unknown, ...assumes],
  };
}

/** The fixes of all steps as they have to be beside the ignore file that the context shows. */
export function besideIgnoreFile(steps: readonly AdviceStep[], context: ContextReport | undefined): readonly AdviceStep[] {
  if (context === undefined) return steps;
  return steps.map((step) => (step.fix?.files === undefined ? step : { ...step, fix: { ...step.fix, files: step.fix.files.map((file) => onTop(file, context)) } }));
}

function onTop(file: NewFile, context: ContextReport | undefined): NewFile {
  const before = context?.ignoreFile;
  return file.path !== '.dockerignore' || before === undefined ? file : { path: before.path, text: file.text, before: before.text };
}

/** A source of COPY as a path of the context. */
function belowContext(source: string): string {
  return trimEndOf(source.replace(/^(?:\.?\/)+/, ''), '/');
}

/** The first line of a COPY or ADD that takes something by the very name that a pattern leaves out. */
export function lineThatNames({ instructions }: Dockerfile, pattern: string): number | undefined {
  const compiled = compilePattern(pattern);
  return compiled === undefined ? undefined : instructions.find((one) => (one.kind === 'COPY' || one.kind === 'ADD') && one.from === undefined
    && one.sources.some(({ value }) => compiled.matches(belowContext(value))))?.startLine;
}

/**
 * What a COPY of a folder brought and a later RUN deleted. Where nothing in between can have read it, the ignore file keeps it out; where
 * RUNs do, COPY leaves it out and they get it as a mount. Undefined where that cannot be told.
 */
export function notCopiedFix(facts: ImageFacts, lint: LintContext, saving: Saving, context: ContextReport | undefined): Fix | undefined {
  const parts = [...byFirstMaker(facts, saving.payloads)].map(([maker, payloads]) => partOf(facts, lint, maker, payloads));
  const known = parts.flatMap((part) => part ?? []);
  if (known.length !== 1 || parts.length !== 1) return undefined;
  const [{ copy, names, deleter }] = known as [Part];
  const between = lint.instructions.slice(lint.instructions.indexOf(copy) + 1, lint.instructions.indexOf(deleter) + 1);
  // Another COPY into the same place, or one that needs the names, is more than this can see.
  const patterns = names.map(({ context: path }) => path);
  if (patterns.some((pattern) => lineThatNames(lint.dockerfile, pattern) !== undefined)) return undefined;
  const runs = between.flatMap((one) => (one.kind === 'RUN' ? [one] : []));
  const deletes = (command: Command): boolean => command.name === 'rm' || command.name === 'unlink';
  const forced = runs.at(-1) === deleter && commandsOf(lint, deleter).filter(deletes).every(({ flags }) => flags.some(({ name }) => name === 'f' || name === 'force'));
  if (!forced) return undefined;
  const reading = runs.filter((run) => run !== deleter && !isBlind(lint, run));
  const usesOf = (run: Instruction): readonly string[] => names.map(({ image }) => (run.kind !== 'RUN' ? 'none' : useOfPath(lint, run, image, workdirAt(lint.instructions, run), run === deleter ? commandsOf(lint, run).find(deletes) : undefined)));
  if (usesOf(deleter).some((use) => use !== 'none')) return undefined;
  if (reading.length === 0 && !lint.instructions.some((one) => one !== copy && takes(one, patterns))) {
    return ignoreFix(patterns, context, [`No build of this folder needs ${patterns.join(', ')}: line ${deleter.startLine} deletes what line ${copy.startLine} copies of it.`]);
  }
  // Those that name it otherwise than to read it may write there; those that do not name it may read it all the same.
  if (reading.some((run) => usesOf(run).includes('unclear'))) return undefined;
  const fix = fixOf(reading.length === 0 ? 'Leave it out of the COPY' : 'Leave it out of the COPY and mount it', 'review', [
    { start: copy.keywordSpan.end, end: copy.keywordSpan.end, text: names.map(({ copied }) => ` --exclude=${copied}`).join('') },
    ...reading.map(({ keywordSpan: { end } }) => ({ start: end, end, text: names.map(({ context: source, image }) => ` --mount=type=bind,source=${source},target=${image}`).join('') })),
  ]);
  return fix === undefined ? undefined : { ...fix, assumes: ['Its builder knows COPY --exclude: Dockerfile syntax 1.19 or later, which # syntax=docker/dockerfile:1 in the first line asks for.', ...(reading.length === 0 ? [] : MOUNT_ASSUMES)] };
}

/** Whether another COPY or ADD takes the context, or a folder of it, with any of the paths in it. */
function takes(one: Instruction, paths: readonly string[]): boolean {
  return (one.kind === 'COPY' || one.kind === 'ADD') && one.from === undefined && one.sources.some(({ value }) => {
    const source = belowContext(value);
    return source === '' || source === '.' || /[*?[$]/.test(source) || paths.some((path) => path.startsWith(`${source}/`));
  });
}

interface Part {
  readonly copy: CopyInstruction;
  readonly deleter: Instruction;
  /** Each as a path of the context, as COPY counts it (from its source), and in the image. */
  readonly names: readonly { readonly context: string; readonly copied: string; readonly image: string }[];
}

function partOf(facts: ImageFacts, lint: LintContext, maker: Maker, payloads: readonly number[]): Part | undefined {
  const { fs } = facts;
  const line = maker.instructions.length === 1 ? maker.instructions[0]!.startLine : undefined;
  const copy = lint.instructions.find((one): one is CopyInstruction => one.kind === 'COPY' && one.startLine === line);
  const source = copy?.sources.length === 1 ? belowContext(copy.sources[0]!.value) : undefined;
  if (copy === undefined || copy.from !== undefined || copy.onbuild || source === undefined || !(source === '' || source === '.' || PLAIN.test(source)) || source.includes('..')) return undefined;
  const { destination } = maker;
  if (destination === undefined) return undefined;
  const [root, folder] = [destination === '' ? '' : `${destination}/`, source === '' || source === '.' ? '' : `${source}/`];
  const tops = new Set<string>();
  let deleter: number | undefined;
  for (const payload of payloads) {
    const died = fs.died[payload]!;
    if (died === ALIVE) return undefined;
    // A copy that was stored again died of that; the last one of the file tells who deleted it.
    if (versionAt(fs, fs.node[payload]!, died) >= 0) continue;
    if (deleter !== undefined && died !== deleter) return undefined;
    deleter = died;
    let top = fs.node[payload]!;
    for (let above = fs.paths.parentOf(top); above > 0 && versionAt(fs, above, died) < 0; above = fs.paths.parentOf(above)) top = above;
    const path = nodePath(facts, top);
    if (!path.startsWith(root) || path === destination) return undefined;
    tops.add(path.slice(root.length));
  }
  const deleting = deleter === undefined ? undefined : facts.makers[deleter]?.instructions;
  const by = deleting?.length === 1 ? lint.instructions.find(({ startLine }) => startLine === deleting[0]!.startLine) : undefined;
  // `COPY file /dir/`: the file itself is all that is copied.
  const [only] = tops;
  if (by === undefined || tops.size === 0 || tops.size > MOST_PATHS || ![...tops].every((name) => PLAIN.test(name)) || (tops.size === 1 && only === source.replace(/^.*\//s, ''))) return undefined;
  return { copy, deleter: by, names: [...tops].sort().map((name) => ({ context: `${folder}${name}`, copied: name, image: `/${root}${name}` })) };
}

function nodePath({ fs }: ImageFacts, node: number): string {
  return String.fromCharCode(...fs.paths.pathOf(node));
}

/** Whether a RUN surely looks at nothing of the project: installs of packages, folders, users, deletions. */
function isBlind(lint: LintContext, run: Instruction): boolean {
  const commands = run.json === undefined ? commandsOf(lint, run) : [];
  return commands.length > 0 && commands.every((command) => installed(command).every(({ value }) => !value.includes('/')) && (BLIND.test(command.name)
    || (isPipInstall(command) && !command.args.some((arg) => arg === '-e' || arg === '--editable') && operands(command, ['r', 'requirement', 'c', 'i', 't']).every(({ value }) => !/^[./]|:\/\//.test(value) && absolutePath(value, '/') !== undefined))));
}

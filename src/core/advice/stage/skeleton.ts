/** A proposal for a Dockerfile of one stage: build in it, and run what it makes on an image without the tools. */
import type { Instruction, PairsInstruction } from '../../dockerfile/model';
import type { ShellParser } from '../../dockerfile/shell';
import type { Dockerfile } from '../../dockerfile/model';
import { DEFAULT_LINT_CONFIG } from '../../lint/config';
import { makeContext } from '../../lint/engine';
import { lineEndOf } from '../../lint/fixes/edits';
import { parseImageReference } from '../../lint/image-reference';
import { absolutePath } from '../../lint/plimsoll/paths';
import { commandsOf } from '../../lint/plimsoll/plimsoll-rule';
import type { LintContext } from '../../lint/rule';
import type { AdviceStep, Fix } from '../../report/report';
import { findInCatalogue } from '../base/recognise';
import { ECOSYSTEMS, type Ecosystem, type Program, type Skeleton } from './ecosystems';

/** Settings of the build stage that the last one needs as well. */
const REPEATED: ReadonlySet<string> = new Set(['ENV', 'WORKDIR', 'LABEL', 'EXPOSE', 'VOLUME', 'STOPSIGNAL', 'HEALTHCHECK', 'CMD', 'ENTRYPOINT', 'USER', 'ARG']);
/** Users that the images bring themselves. */
const KNOWN_USERS: Readonly<Record<string, RegExp>> = { node: /^node$/ };

/** At most one step; none where the file has stages already, or does not tell what would have to be copied. Not in the plan by default. */
export function skeletonSteps(dockerfile: Dockerfile, shell: ShellParser, platform: string): readonly AdviceStep[] {
  const [stage] = dockerfile.stages;
  if (stage === undefined || dockerfile.stages.length > 1 || dockerfile.errors.length > 0 || stage.from.image.raw.includes('$')) return [];
  const context = makeContext(dockerfile, DEFAULT_LINT_CONFIG, shell, undefined);
  const program = programOf(context, stage.from.image.value);
  if (program === undefined) return [];
  for (const ecosystem of ECOSYSTEMS) {
    const skeleton = ecosystem.plan(program);
    const fix = skeleton === undefined ? undefined : skeletonFix(context, skeleton);
    if (skeleton !== undefined && fix !== undefined) return [stepOf(ecosystem, skeleton, fix, program, stage.from.startLine, platform)];
  }
  return [];
}

function programOf(context: LintContext, base: string): Program | undefined {
  const { registry, name, tag = 'latest' } = parseImageReference(base);
  if (registry !== undefined && registry !== 'docker.io') return undefined;
  const { instructions } = context;
  if (instructions.some(({ kind }) => kind === 'ONBUILD' || kind === 'UNKNOWN')) return undefined;
  const runs = instructions.filter(({ kind }) => kind === 'RUN');
  const of = (kind: Instruction['kind']): Instruction | undefined => instructions.findLast((one) => one.kind === kind);
  const starts = [of('ENTRYPOINT'), of('CMD')].flatMap((one) => one ?? []);
  const words = starts.flatMap((one) => (one.json === undefined ? one.args.text.trim().replace(/^exec\s+/, '').split(/\s+/) : one.json.map(({ value }) => value)));
  let workdir = '/';
  for (const one of instructions) if (one.kind === 'WORKDIR') workdir = absolutePath(one.args.text.trim(), workdir) ?? '/';
  return {
    repository: name.replace(/^library\//, ''), tag, base, commands: runs.flatMap((run) => commandsOf(context, run)), workdir, words,
    copied: new Set(instructions.flatMap((one) => (one.kind === 'COPY' || one.kind === 'ADD' ? one.sources.map(({ value }) => value.replace(/^.*\//, '')) : []))),
    shellForm: starts.some(({ json }) => json === undefined), text: instructions.map(({ args }) => args.text).join('\n'),
  };
}

/** Only new lines, and a name for the stage. */
function skeletonFix(context: LintContext, { runtime, copies, endsWith, beginsWith = [], settings = [], assumes }: Skeleton): Fix | undefined {
  const { dockerfile, instructions } = context;
  const { text } = dockerfile;
  const { from } = dockerfile.stages[0]!;
  const last = instructions.findLastIndex(({ kind }) => kind === 'RUN' || kind === 'COPY' || kind === 'ADD');
  const first = instructions.findIndex(({ kind }) => kind === 'RUN');
  if (last < 0 || first < 0) return undefined;
  const rest = /^[ \t]*(\r?\n|$)/.exec(text.slice(instructions[last]!.span.end));
  if (rest === null) return undefined;
  const end = instructions[last]!.span.end + rest[0].length;
  const above = instructions.slice(0, last).filter(({ keyword, stage }) => stage === 0 && REPEATED.has(keyword));
  const used = `${above.filter(({ kind }) => kind !== 'ARG').map(({ args }) => args.text).join('\n')}\n${text.slice(end)}`;
  const repeated = above.filter((one) => one.kind !== 'ARG' || (one as PairsInstruction).pairs.some(({ key }) => new RegExp(`\\$\\{?${key.value}\\b`).test(used)));
  const accounts = accountsFor(context, runtime);
  if (accounts === undefined) return undefined;
  const newLine = lineEndOf(dockerfile);
  const name = from.alias?.raw ?? 'build';
  const source = ({ span }: Instruction): string => text.slice(span.start, span.end);
  const lines = [
    ...(endsWith === undefined ? [] : [`RUN ${endsWith}`]), '', '# What runs: none of the tools above are in the image.', `FROM ${runtime}`,
    ...accounts.map(source), ...copies.map((path) => `COPY --from=${name} ${path} ${path}`), ...settings, ...repeated.map(source),
  ];
  const start = dockerfile.offsetOfLine(instructions[first]!.leadingComments[0]?.line ?? instructions[first]!.startLine);
  return {
    title: `Build in one stage, run on ${runtime}`, safety: 'review', assumes,
    edits: [
      ...(from.alias === undefined ? [{ start: from.image.end, end: from.image.end, text: ' AS build' }] : []),
      ...(beginsWith.length === 0 ? [] : [{ start, end: start, text: beginsWith.map((line) => `${line}${newLine}`).join('') }]),
      { start: end, end, text: `${rest[1] === '' ? newLine : ''}${lines.map((line) => `${line}${newLine}`).join('')}` },
    ],
  };
}

/** The RUNs that make the user who runs the program; undefined where that user would be missing. */
function accountsFor({ dockerfile, instructions }: LintContext, runtime: string): readonly Instruction[] | undefined {
  const users = instructions.flatMap((one) => (one.kind === 'USER' ? [one.args.text.trim().split(':')[0] ?? ''] : []));
  const named = users.filter((user) => !/^(?:\d+|root)$/.test(user) && KNOWN_USERS[parseImageReference(runtime).name]?.test(user) !== true);
  if (named.length === 0) return [];
  const making = instructions.filter((one) => one.kind === 'RUN' && /^(?:user|group)add\b|^add(?:user|group)\b/.test(one.args.text.trim()));
  const complete = named.every((user) => making.some(({ args }) => new RegExp(`\\b${user.replace(/\W/g, '\\$&')}\\b`).test(args.text)));
  return complete && !runtime.includes('distroless') && making.every(({ span }) => dockerfile.text.slice(span.start, span.end).length < 500) ? making : undefined;
}

function stepOf({ id, name }: Ecosystem, { runtime, copies }: Skeleton, fix: Fix, { base }: Program, line: number, platform: string): AdviceStep {
  const arch = platform.endsWith('/arm64') ? 'arm64' : 'amd64';
  const [from, to] = [findInCatalogue(base)?.[arch], findInCatalogue(runtime)?.[arch]];
  const asOf = findInCatalogue(runtime)?.asOf;
  return {
    id: `skeleton-${id}`, way: 'multi-stage', title: `${name}: build in a stage of its own and run on ${runtime}`,
    detail: `A proposal from the Dockerfile alone: the program is copied as ${copies.join(' and ')}. ${fix.assumes!.join(' ')}`,
    line, layers: [], bytes: null, storedBytes: null, adds: { bytes: 0, storedBytes: 0 }, files: 0, basis: 'estimated', enabled: false, rank: 84, evidence: [], findings: [], fix,
    ...(to === undefined || asOf === undefined ? {} : { pull: { ...(from === undefined ? {} : { from }), to, platform: `linux/${arch}`, asOf } }),
  };
}

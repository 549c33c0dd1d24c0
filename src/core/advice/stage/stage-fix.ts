/** The edits that make a range of instructions a build stage: the lines stay as they are, new ones stand around them. */
import type { Dockerfile, FromInstruction, Instruction, PairsInstruction } from '../../dockerfile/model';
import { lineEndOf } from '../../lint/fixes/edits';
import type { Fix, TextEdit } from '../../report/report';
import type { MovedTools } from './moved-tools';
import type { Outputs } from './outputs';
import type { Placed, Range } from './roles';

/** Builders know these without ARG. */
const NAMES = ['build', 'builder', 'build-stage', 'make'];
/** Names of tools that the title lists. */
const SHOWN = 3;
const BASES = ['base', 'runtime', 'base-stage', 'common'];

/** Undefined where a line cannot be taken or put: several instructions on one line, no free name. `moved` comes from lines above the range. */
export function stageFix(
  dockerfile: Dockerfile, from: FromInstruction, placed: readonly Placed[], range: Range, outputs: Outputs, moved: MovedTools | undefined,
): Fix | undefined {
  const first = placed[range.from]!.instruction;
  const last = placed[range.to]!.instruction;
  const taken = new Set(dockerfile.stages.flatMap(({ name }) => name ?? []));
  const free = (names: readonly string[]): string | undefined => names.find((name) => !taken.has(name));
  const name = free(NAMES);
  const end = lineEndAfter(dockerfile, last);
  if (name === undefined || end === undefined) return undefined;
  const newLine = lineEndOf(dockerfile);
  const edits: TextEdit[] = [...(moved?.edits ?? [])];
  const keyword = (word: string): string => (first.rawKeyword === first.rawKeyword.toLowerCase() ? word.toLowerCase() : word);
  // Where nothing stands above the range, the stage itself becomes the build stage.
  let base = from.alias?.raw;
  const whole = range.from === placed.findIndex(({ role }) => role !== 'config') && base === undefined && !placed.slice(0, range.from).some(({ role }) => role === 'config');
  if (base === undefined) {
    base = whole ? `${dockerfile.text.slice(from.image.start, from.image.end)}` : free(BASES);
    if (base === undefined) return undefined;
    edits.push({ start: from.image.end, end: from.image.end, text: ` ${keyword('AS')} ${whole ? name : base}` });
  }
  const platform = whole && from.platform !== undefined ? `--platform=${from.platform} ` : '';
  const args = placed.slice(0, range.from).filter(({ instruction }) => instruction.kind === 'ARG');
  if (!whole) {
    const start = startOf(dockerfile, first);
    const lines = ['', '# What only the build needs: of this stage nothing is in the image but what is copied below.', `${keyword('FROM')} ${base} ${keyword('AS')} ${name}`, ...args.map(({ instruction }) => source(dockerfile, instruction)), ...(moved === undefined ? [] : [`${keyword('RUN')} ${moved.command}`])];
    edits.push({ start, end: start, text: lines.map((line) => `${line}${newLine}`).join('') });
  }
  const inside = placed.slice(range.from, range.to + 1);
  const after = dockerfile.text.slice(end.at);
  const used = (one: Instruction): boolean => (one as PairsInstruction).pairs.some(({ key }) => after.includes(key.value));
  const accounts = inside.filter(({ role }) => role === 'account');
  const config = inside.filter(({ role, instruction }) => role === 'config' && (instruction.kind !== 'ARG' || used(instruction)));
  const lines = [
    ...(outputs.removed.length === 0 ? [] : [`${keyword('RUN')} rm -f ${outputs.removed.join(' ')}`]), '',
    `${keyword('FROM')} ${platform}${base}`,
    ...args.filter(({ instruction }) => used(instruction)).map(({ instruction }) => source(dockerfile, instruction)),
    ...(outputs.packages.command === undefined ? [] : [`${keyword('RUN')} ${outputs.packages.command}`]),
    ...accounts.map(({ instruction }) => source(dockerfile, instruction)),
    ...outputs.paths.map((path) => `${keyword('COPY')} --from=${name} ${path} ${path}`),
    ...attributesOf(outputs).map((command) => `${keyword('RUN')} ${command}`),
    ...config.map(({ instruction }) => source(dockerfile, instruction)),
  ];
  edits.push({ start: end.at, end: end.at, text: `${end.missing ? newLine : ''}${lines.map((line) => `${line}${newLine}`).join('')}` });
  const tools = moved !== undefined || inside.some(({ role }) => role === 'tools');
  const along = moved === undefined ? '' : ` with ${moved.names.length > SHOWN ? `${moved.names.length} build tools of its own` : moved.names.join(' and ')}`;
  return {
    title: `Build in a stage of its own${along}, lines ${first.startLine} to ${last.endLine}, and copy ${outputs.paths.join(', ')}`, safety: 'review', edits,
    assumes: [
      `Of what lines ${first.startLine} to ${last.endLine} make, the program needs ${outputs.paths.join(', ')}: this image holds no other product of theirs.`,
      ...(tools ? [`${moved === undefined ? 'The tools that they install' : `The tools (${moved.names.join(', ')})`} are not called when the container runs.`] : []),
      ...(moved !== undefined && moved.named.length > 0 ? [`Of what came with them the program needs ${moved.named.join(', ')}.`] : []),
      ...(outputs.packages.names.length > 0 ? [`Of the packages that they install, the program needs ${outputs.packages.names.join(', ')}: the start of the container names them, or their headers were asked for.`] : []),
      ...(outputs.removed.length > 0 ? [`Nobody reads ${outputs.removed.join(', ')} any more.`] : []),
    ],
  };
}

/** One command for each folder that the base has and the range changed: COPY leaves those as they are. */
function attributesOf({ changed }: Outputs): readonly string[] {
  return changed.map(({ path, mode, uid, gid }) => `chown ${uid}:${gid} ${path} && chmod ${mode.toString(8)} ${path}`);
}

function source({ text }: Dockerfile, { span }: Instruction): string {
  return text.slice(span.start, span.end);
}

/** The beginning of its first line, comments right above it included. */
function startOf(dockerfile: Dockerfile, { leadingComments, startLine }: Instruction): number {
  return dockerfile.offsetOfLine(leadingComments[0]?.line ?? startLine);
}

/** Where the line behind an instruction begins. */
function lineEndAfter({ text }: Dockerfile, { span }: Instruction): { readonly at: number; readonly missing: boolean } | undefined {
  const rest = /^[ \t]*(\r?\n|$)/.exec(text.slice(span.end, span.end + 200));
  return rest === null ? undefined : { at: span.end + rest[0].length, missing: rest[1] === '' };
}

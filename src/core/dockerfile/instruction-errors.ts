/** What BuildKit refuses in a single instruction once the grammar is right: arguments, flags, forms. */
import { trim } from './chars';
import { readHeredocWord } from './heredoc';
import { INSTRUCTION_KEYWORDS } from './instruction';
import type { CopyInstruction, FromInstruction, HealthcheckInstruction, Instruction, OnbuildInstruction, ParseError, Span } from './model';
import { readMount } from './mounts';
import { parseError } from './parse-error';
import { suggest } from './suggest';

type FlagKind = 'text' | 'texts' | 'boolean';
type FlagTable = Readonly<Record<string, FlagKind>>;

const NO_FLAGS: FlagTable = {};
const FLAGS: Readonly<Record<string, FlagTable>> = {
  FROM: { platform: 'text' },
  RUN: { mount: 'texts', network: 'text', security: 'text', device: 'texts' },
  COPY: { chown: 'text', chmod: 'text', from: 'text', link: 'boolean', parents: 'boolean', exclude: 'texts' },
  ADD: {
    'chown': 'text', 'chmod': 'text', 'link': 'boolean', 'keep-git-dir': 'boolean', 'checksum': 'text', 'exclude': 'texts', 'unpack': 'boolean',
  },
  HEALTHCHECK: { 'interval': 'text', 'timeout': 'text', 'start-period': 'text', 'start-interval': 'text', 'retries': 'text' },
};
/** BuildKit never looks at the flags of these. */
const FLAGS_IGNORED = new Set(['ARG', 'STOPSIGNAL', 'UNKNOWN']);
const STAGE_NAME = /^[a-z][a-z0-9-_.]*$/;
const DURATION = /^[+-]?(?:0|(?:(?:\d+(?:\.\d*)?|\.\d+)(?:ns|us|µs|μs|ms|s|m|h))+)$/;
const NANOSECONDS: Readonly<Record<string, number>> = { ns: 1, us: 1e3, 'µs': 1e3, 'μs': 1e3, ms: 1e6, s: 1e9, m: 6e10, h: 3.6e12 };

interface Complaint {
  readonly message: string;
  readonly advice: string;
  readonly span?: Span;
}

/** The first thing wrong with an instruction, or undefined. Inner instructions of ONBUILD are not looked at, as BuildKit does not. */
export function checkInstruction(instruction: Instruction): ParseError | undefined {
  const complaint = complaintOf(instruction);
  if (!complaint) return undefined;
  const { message, advice, span = instruction.keywordSpan } = complaint;
  return parseError('dockerfile-instruction', instruction.startLine, span, message, advice);
}

function complaintOf(instruction: Instruction): Complaint | undefined {
  const { keyword } = instruction;
  const empty = instruction.args.text === '';
  switch (instruction.kind) {
    case 'UNKNOWN': {
      const near = suggest(keyword, INSTRUCTION_KEYWORDS);
      return {
        message: `${instruction.rawKeyword.slice(0, 60)} is no instruction.`,
        advice: near ? `Did you mean ${near}?` : 'A line that goes on from the one before needs a continuation mark there.',
      };
    }
    case 'ENV':
    case 'LABEL':
      return flagComplaint(instruction) ?? (empty ? needs(keyword, 'at least one name=value') : blankName(instruction.pairs, keyword));
    case 'ARG':
      if (instruction.pairs.length === 0) return needs('ARG', 'at least one name');
      return blankName(instruction.pairs, 'ARG');
    case 'MAINTAINER':
    case 'WORKDIR':
    case 'USER':
      return empty ? needs(keyword, 'exactly one argument') : flagComplaint(instruction);
    case 'STOPSIGNAL':
      return empty ? needs(keyword, 'exactly one argument') : undefined;
    case 'EXPOSE':
    case 'VOLUME':
      if (instruction.words.length === 0) return needs(keyword, 'at least one argument');
      return flagComplaint(instruction) ?? (instruction.kind === 'VOLUME' && instruction.json?.some((word) => trim(word.value) === '')
        ? { message: 'VOLUME names an empty path.', advice: 'Give the path of a directory.' } : undefined);
    case 'COPY':
    case 'ADD':
      return copyComplaint(instruction);
    case 'FROM':
      return fromComplaint(instruction) ?? flagComplaint(instruction);
    case 'RUN':
      return flagComplaint(instruction) ?? runFlagComplaint(instruction);
    case 'CMD':
    case 'ENTRYPOINT':
      return flagComplaint(instruction);
    case 'SHELL':
      return flagComplaint(instruction) ?? shellComplaint(instruction);
    case 'HEALTHCHECK':
      return healthcheckComplaint(instruction);
    case 'ONBUILD':
      return onbuildComplaint(instruction);
  }
}

function needs(keyword: string, what: string): Complaint {
  return { message: `${keyword} needs ${what}.`, advice: `Complete the ${keyword} or remove it.` };
}

function blankName(pairs: readonly { readonly key: { readonly raw: string } & Span }[], keyword: string): Complaint | undefined {
  const pair = pairs.find(({ key }) => key.raw === '');
  return pair && { message: `A name in ${keyword} is blank.`, advice: 'Write the name in front of the =.', span: pair.key };
}

function flagComplaint(instruction: Instruction): Complaint | undefined {
  if (FLAGS_IGNORED.has(instruction.kind)) return undefined;
  const table = FLAGS[instruction.keyword] ?? NO_FLAGS;
  const used = new Set<string>();
  for (const flag of instruction.flags) {
    const { name, value } = flag;
    const shown = `--${name.slice(0, 60)}`;
    const kind = Object.hasOwn(table, name) ? table[name] : undefined;
    if (kind === undefined) {
      const near = suggest(name, Object.keys(table));
      return { message: `${instruction.keyword} does not know the flag ${shown}.`, advice: near ? `Did you mean --${near}?` : 'Remove it.', span: flag };
    }
    if (used.has(name) && kind !== 'texts') return { message: `The flag ${shown} is given twice.`, advice: 'Keep one of them.', span: flag };
    used.add(name);
    if (kind === 'boolean' ? value === '' : value === undefined) {
      return { message: `The flag ${shown} has no value.`, advice: `Write ${shown}=value.`, span: flag };
    }
    if (kind === 'boolean' && value !== undefined && !/^(?:true|false)$/i.test(value)) {
      return { message: `The flag ${shown} takes true or false, not ${value.slice(0, 60)}.`, advice: `Write ${shown} alone for true.`, span: flag };
    }
  }
  return undefined;
}

function copyComplaint(instruction: CopyInstruction): Complaint | undefined {
  const { destination, keyword } = instruction;
  if (!destination) return { message: `${keyword} needs at least two arguments: sources and a destination.`, advice: 'Add where the files go, as the last argument.' };
  const flag = flagComplaint(instruction);
  if (flag) return flag;
  const mark = readHeredocWord(instruction.json ? destination.value : destination.raw);
  if (mark && !('error' in mark)) {
    return { message: `${keyword} cannot have a heredoc as its destination.`, advice: 'Put the path that the text goes to behind the heredoc.', span: destination };
  }
  return undefined;
}

function fromComplaint(instruction: FromInstruction): Complaint | undefined {
  const { alias, asKeyword } = instruction;
  const words = instruction.args.text === '' ? 0 : instruction.args.text.split(/[\t\v\f\r ]+/).length;
  if (words === 3 && asKeyword && alias) {
    if (STAGE_NAME.test(alias.raw.toLowerCase())) return undefined;
    return { message: `${alias.raw.slice(0, 60)} cannot name a stage.`, advice: 'Begin with a letter; use letters, digits, hyphens, underscores and dots.', span: alias };
  }
  return words === 1 ? undefined : { message: 'FROM needs one argument, or three: image AS name.', advice: 'Write FROM image or FROM image AS name.' };
}

function runFlagComplaint(instruction: Instruction): Complaint | undefined {
  for (const flag of instruction.flags) {
    const { name, value = '' } = flag;
    if (name === 'mount') {
      const fields = readMount(value);
      if (!fields) return { message: 'The value of --mount cannot be read.', advice: 'Write key=value pairs with commas between them.', span: flag };
      const from = fields.find((field) => field.key === 'from' && /\$./.test(field.value ?? ''));
      if (from) return { message: 'A variable cannot stand in from= of --mount.', advice: 'Name a stage FROM that image, and mount from the stage.', span: flag };
    }
    if (name === 'network' && !['default', 'none', 'host'].includes(value)) {
      return { message: `There is no network mode ${value.slice(0, 60)}.`, advice: 'Use default, none or host.', span: flag };
    }
    if (name === 'security' && !['sandbox', 'insecure'].includes(value)) {
      return { message: `There is no security mode ${value.slice(0, 60)}.`, advice: 'Use sandbox or insecure.', span: flag };
    }
  }
  return undefined;
}

function shellComplaint(instruction: Instruction): Complaint | undefined {
  if (instruction.json ? instruction.json.length === 0 : instruction.args.text === '') return needs('SHELL', 'at least one argument');
  return instruction.json ? undefined : { message: 'SHELL takes its arguments in JSON form only.', advice: 'Write SHELL ["/bin/bash", "-c"].' };
}

function healthcheckComplaint(instruction: HealthcheckInstruction): Complaint | undefined {
  const text = instruction.args.text;
  if (text === '') return needs('HEALTHCHECK', 'CMD and a command, or NONE');
  const type = /^\S+/.exec(text)?.[0] ?? '';
  const rest = trim(text.slice(type.length));
  if (instruction.none) return rest === '' ? undefined : { message: 'HEALTHCHECK NONE takes no arguments.', advice: 'Remove what stands behind NONE.' };
  const flag = flagComplaint(instruction);
  if (flag) return flag;
  if (type.toUpperCase() !== 'CMD') return { message: `HEALTHCHECK does not know ${type.slice(0, 60)}.`, advice: 'Write HEALTHCHECK CMD command, or HEALTHCHECK NONE.' };
  if (instruction.json ? instruction.json.length === 0 : rest === '') return { message: 'HEALTHCHECK CMD has no command.', advice: 'Write the command behind CMD.' };
  for (const each of instruction.flags) {
    const { name, value = '' } = each;
    if (value === '') continue;
    if (name === 'retries') {
      if (!/^[+-]?\d+$/.test(value) || Math.abs(Number(value)) > 2 ** 31 - 1) return { message: '--retries takes a number.', advice: 'Write --retries=3.', span: each };
      if (Number(value) < 0) return { message: '--retries cannot be negative.', advice: 'Write --retries=3.', span: each };
    } else {
      const nanoseconds = durationOf(value);
      if (nanoseconds === undefined) return { message: `--${name} takes a duration, not ${value.slice(0, 60)}.`, advice: `Write --${name}=30s.`, span: each };
      if (nanoseconds !== 0 && nanoseconds < 1e6) return { message: `--${name} is shorter than a millisecond.`, advice: `Write --${name}=30s.`, span: each };
    }
  }
  return undefined;
}

/** Nanoseconds of a Go duration (`1m30s`), undefined when it is none. */
function durationOf(text: string): number | undefined {
  if (!DURATION.test(text)) return undefined;
  let total = 0;
  for (const [, amount = '0', unit = ''] of text.matchAll(/(\d+(?:\.\d*)?|\.\d+)(ns|us|µs|μs|ms|s|m|h)/g)) total += Math.trunc(Number(amount) * (NANOSECONDS[unit] ?? 0));
  return text.startsWith('-') ? -total : total;
}

function onbuildComplaint(instruction: OnbuildInstruction): Complaint | undefined {
  const { inner } = instruction;
  if (!inner) return needs('ONBUILD', 'an instruction');
  const flag = flagComplaint(instruction);
  if (flag) return flag;
  if (inner.kind === 'ONBUILD') return { message: 'ONBUILD cannot hold another ONBUILD.', advice: 'Keep one of them.', span: inner.keywordSpan };
  if (inner.kind === 'FROM' || inner.kind === 'MAINTAINER') {
    return { message: `${inner.kind} cannot stand behind ONBUILD.`, advice: `Write the ${inner.kind} in the Dockerfile that builds on this image.`, span: inner.keywordSpan };
  }
  return undefined;
}

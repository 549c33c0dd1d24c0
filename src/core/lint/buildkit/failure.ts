/** What stops the builder although the grammar holds: texts that cannot be expanded, images and ports that are none, sources it cannot take. */
import type { Expansion } from '../../dockerfile/expand';
import type { CopyInstruction, Dockerfile, Instruction, Span, Word } from '../../dockerfile/model';
import { globalScope, type Step } from '../../dockerfile/scope';
import { hadolintReference } from '../image-reference';
import { portsOf } from './ports';
import { globalValues } from './progress';
import { isImageReference } from './reference';
import type { Expanded } from './steps';

/** Web addresses and git repositories, without those that a path may look like. */
const ADDRESS = /^(?:https?:\/\/|git:\/\/|ssh:\/\/|[\w.-]+@[\w.-]+:)/;

/** What stops the builder at an instruction that is well formed in itself. */
export interface Failure {
  readonly span: Span;
  readonly message: string;
  /** No build argument and no base image can change it. */
  readonly certain: boolean;
  /** hadolint cannot parse it either. */
  readonly grammar?: boolean;
}

/** What stops the builder before the first stage runs: an ARG above them, or a FROM. */
export function failureAbove(dockerfile: Dockerfile): (Failure & { readonly instruction: Instruction }) | undefined {
  const globals = globalScope(dockerfile);
  for (const { instruction, value } of globalValues(dockerfile)) {
    const failure = faultOf(globals.expand(value.raw), value);
    if (failure) return { instruction, ...failure };
  }
  for (const { from, base } of dockerfile.stages) {
    const image = globals.expand(from.image.raw);
    const platform = from.flags.find(({ name }) => name === 'platform');
    const failure = faultOf(image, from.image) ?? faultOf(globals.expand(from.platform ?? ''), platform ?? from.keywordSpan);
    if (failure) return { instruction: from, ...failure };
    if (image.text === '') return { instruction: from, span: from.image, message: 'FROM names no image.', certain: false };
    if (base === undefined && !isImageReference(image.text)) {
      const literal = image.matched.size === 0 && image.unmatched.size === 0;
      return { instruction: from, span: from.image, message: `${image.text.slice(0, 100)} is no valid image name.`, certain: literal, grammar: literal && !hadolintReads(from.image.raw) };
    }
  }
  return undefined;
}

function faultOf({ error, fault }: Expansion, span: Span): Failure | undefined {
  return error === undefined ? undefined : { span, message: `The builder cannot read this: ${error}.`, certain: fault === 'grammar' };
}

/** hadolint's grammar of an image: a name, at most one tag, at most one digest, none of them empty. */
function hadolintReads(raw: string): boolean {
  const { name, tag, digest } = hadolintReference(raw);
  return name !== '' && tag !== '' && digest !== '' && tag?.includes(':') !== true;
}

/** What stops the builder at an instruction: an expansion, a port that is none, sources that COPY or ADD cannot take. */
export function failureOf({ instruction, scope }: Step, expanded: readonly Expanded[]): Failure | undefined {
  for (const { result, span } of expanded) {
    const failure = faultOf(result, span);
    if (failure) return failure;
  }
  if (instruction.kind === 'EXPOSE') {
    for (const word of instruction.words) {
      const failure = faultOf(scope.expand(word.raw), word);
      if (failure) return failure;
    }
    const { wrong } = portsOf(instruction, scope);
    return wrong && { span: wrong, message: `${wrong.value} is no port; a port is a number up to 65535, or a range of them, with /tcp, /udp or /sctp behind it.`, certain: true };
  }
  if (instruction.kind === 'VOLUME') {
    const blank = expanded.find(({ result }) => result.text.trim() === '');
    return blank && { span: blank.span, message: 'VOLUME needs a path.', certain: blank.result.unmatched.size === 0 };
  }
  return instruction.kind === 'COPY' || instruction.kind === 'ADD' ? sourceFailure(instruction) : undefined;
}

function sourceFailure(instruction: CopyInstruction): Failure | undefined {
  const remote = (word: Word): boolean => ADDRESS.test(word.value);
  const literal = instruction.sources.filter((word) => !word.raw.includes('$'));
  if (instruction.kind === 'COPY') {
    const address = literal.find(remote);
    return address && { span: address, message: 'COPY cannot fetch; ADD can.', certain: true };
  }
  const checksum = instruction.flags.find(({ name }) => name === 'checksum');
  if (checksum?.value === undefined || checksum.value === '') return undefined;
  const [source] = instruction.sources;
  if (instruction.sources.length !== 1) return { span: checksum, message: '--checksum is for one source only.', certain: true };
  if (source === undefined || !literal.includes(source) || remote(source)) return undefined;
  return { span: checksum, message: '--checksum is for web addresses and git repositories only.', certain: true };
}

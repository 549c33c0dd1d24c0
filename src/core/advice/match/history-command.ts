/** What one history entry says, whichever builder wrote it: an instruction's keyword and its text, without the builder's own additions. */
import type { HistoryEntry } from '../../image/image';

export type Builder = 'buildkit' | 'classic' | 'buildah' | 'kaniko' | 'unknown';

/** COPY and ADD of the classic builder and of buildah: the sources are lost, their kind and the destination are kept. */
export interface HashedCopy {
  readonly kind: 'file' | 'dir' | 'multi';
  readonly destination: string;
}

export interface HistoryCommand {
  /** Upper case; empty where no builder's form was recognised (`# debian.sh …`). */
  readonly keyword: string;
  /** Behind the keyword, runs of blanks as one; for RUN without build arguments and `/bin/sh -c`. */
  readonly text: string;
  readonly copy?: HashedCopy;
  readonly builder: Builder;
}

const KEYWORD = /^(ADD|ARG|CMD|COPY|ENTRYPOINT|ENV|EXPOSE|HEALTHCHECK|LABEL|MAINTAINER|ONBUILD|RUN|SHELL|STOPSIGNAL|USER|VOLUME|WORKDIR)(?:\s+|$)/i;
const HASHED = /^(?:--\S+ )*(file|dir|multi):[0-9a-f]{8,64} in (.*)$/s;
const SHELL = /^(?:\/\S*\/)?(?:sh|ash|bash|dash|zsh|ksh)(?: -\w+(?: pipefail)?)*? -\w*c /;
/** Longer commands are compared by their beginnings. */
const MAX_TEXT = 20_000;

/** Reads one entry. Forms: moby's builder/dockerfile, BuildKit's dockerfile2llb, buildah's imagebuildah, kaniko's executor. */
export function readHistoryCommand(entry: HistoryEntry): HistoryCommand {
  const whole = entry.createdBy.slice(0, MAX_TEXT).trim();
  const marked = /\s*# buildkit$/.exec(whole);
  const source = marked === null ? whole : whole.slice(0, marked.index);
  const builder = builderOf(entry, marked !== null, whole);
  const nop = source.indexOf('#(nop)');
  if (nop >= 0 && nop < 300) return ofInstruction(source.slice(nop + 6).trim(), builder);
  if (KEYWORD.test(source)) return ofInstruction(source, builder);
  if (/^\|\d+ /.test(source) || SHELL.test(source)) return { keyword: 'RUN', text: runText(source), builder };
  return { keyword: '', text: oneSpaced(source), builder };
}

function builderOf(entry: HistoryEntry, marked: boolean, text: string): Builder {
  if (marked || entry.comment?.startsWith('buildkit') === true) return 'buildkit';
  if (entry.author === 'kaniko') return 'kaniko';
  if (entry.comment?.startsWith('FROM ') === true) return 'buildah';
  // The classic builder puts two blanks behind the mark of what is no COPY, buildah one.
  return /#\(nop\) {2}/.test(text) ? 'classic' : 'unknown';
}

function ofInstruction(source: string, builder: Builder): HistoryCommand {
  const match = KEYWORD.exec(source);
  if (match === null) return { keyword: '', text: oneSpaced(source), builder };
  const keyword = match[1]!.toUpperCase();
  const rest = source.slice(match[0].length);
  if (keyword === 'RUN') return { keyword, text: runText(rest), builder };
  const hashed = keyword === 'COPY' || keyword === 'ADD' ? HASHED.exec(rest) : null;
  return {
    keyword, text: oneSpaced(rest), builder,
    ...(hashed === null ? {} : { copy: { kind: hashed[1] as HashedCopy['kind'], destination: hashed[2]!.trim() } }),
  };
}

/** `|2 A=b C=d /bin/sh -c make` as `make`. Values may hold blanks: what is left of them is told apart when texts are compared. */
function runText(source: string): string {
  let text = source;
  const args = /^\|(\d+) /.exec(text);
  if (args !== null) {
    text = text.slice(args[0].length);
    const shell = / (?:\/\S*\/)?(?:sh|ash|bash|dash|zsh|ksh)(?: -\w+(?: pipefail)?)*? -\w*c /.exec(` ${text}`);
    if (shell !== null) text = text.slice(Math.max(shell.index, 0));
    else for (let left = Math.min(Number(args[1]), 100); left > 0; left -= 1) text = text.replace(/^\w+=\S* ?/, '');
  }
  text = text.replace(SHELL, '');
  // buildah shows the exec form as it stands in the file.
  if (text.startsWith('["')) text = execWords(text) ?? text;
  return oneSpaced(text);
}

function execWords(text: string): string | undefined {
  try {
    const words: unknown = JSON.parse(text);
    return Array.isArray(words) && words.every((word) => typeof word === 'string') ? words.join(' ') : undefined;
  } catch {
    return undefined;
  }
}

/** Line ends, continuation marks that a builder left, and runs of blanks as one blank. */
export function oneSpaced(text: string): string {
  return text.slice(0, MAX_TEXT).replace(/\s+/g, ' ').trim();
}

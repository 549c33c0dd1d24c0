/** Reads the command that a history entry records, as people wrote it in the Dockerfile rather than as the builder stored it. */

export interface LayerCommand {
  /** `RUN`, `COPY`, … or empty when it cannot be told. */
  readonly keyword: string;
  readonly text: string;
}

/** The shell that a RUN was handed to, with the options that a SHELL instruction gave it. */
const SHELL = /^(?:\/(?:usr\/)?bin\/(?:ba|da|a)?sh(?: -[a-z]*o \w+| -[a-z]+)*? -[a-z]*c|cmd \/S \/C|powershell(?: -\w+)*? -Command) /i;
const NOP = /^#\(nop\) +/;
/** BuildKit records build arguments before the command: `|2 A=1 B=2 /bin/sh -c …`. */
const ARGUMENTS = /^\|\d+ .*?(?=\/(?:usr\/)?bin\/(?:ba|da|a)?sh -)/;
const KEYWORD = /^(RUN|COPY|ADD|FROM|ENV|ARG|LABEL|USER|WORKDIR|EXPOSE|VOLUME|CMD|ENTRYPOINT|HEALTHCHECK|SHELL|STOPSIGNAL|ONBUILD|MAINTAINER)(?= |$)\s*/;

/** Splits a `created_by` text into keyword and arguments; the raw text stays with the caller. */
export function readCommand(createdBy: string): LayerCommand {
  const text = createdBy.trim().replace(/ # buildkit$/, '');
  const direct = KEYWORD.exec(text);
  if (direct) {
    const rest = text.slice(direct[0].length);
    return { keyword: direct[1] ?? '', text: direct[1] === 'RUN' ? withoutShell(rest) : rest };
  }
  const stripped = withoutShell(text);
  if (NOP.test(stripped)) {
    const instruction = stripped.replace(NOP, '').trim();
    const match = KEYWORD.exec(instruction);
    return match ? { keyword: match[1] ?? '', text: instruction.slice(match[0].length) } : { keyword: '', text: instruction };
  }
  if (stripped !== text) return { keyword: 'RUN', text: stripped };
  return { keyword: '', text };
}

function withoutShell(text: string): string {
  return text.replace(ARGUMENTS, '').replace(SHELL, '');
}

/** Breaks a long shell line where a person would: after `&&`, `||` and `;` outside quotes. */
export function wrapCommand(text: string): string {
  let out = '';
  let quote = '';
  for (let index = 0; index < text.length; index += 1) {
    const character = text.charAt(index);
    out += character;
    if (quote) {
      if (character === '\\' && quote === '"') out += text.charAt((index += 1));
      else if (character === quote) quote = '';
      continue;
    }
    if (character === '\\') out += text.charAt((index += 1));
    else if (character === '"' || character === "'") quote = character;
    else if ((character === '&' || character === '|') && text.charAt(index + 1) === character) {
      out = `${out.slice(0, -1).trimEnd()}\n  ${character}${character}`;
      index += 1;
    }
  }
  return out;
}

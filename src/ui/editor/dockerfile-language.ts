/** Dockerfiles in colour: instructions, flags, variables, strings, heredocs and the shell inside RUN. A reader's aid, no parser. */
import { StreamLanguage, type StringStream } from '@codemirror/language';

interface State {
  /** No instruction is open: the next word names one. */
  fresh: boolean;
  keyword: string;
  /** The next word of a shell is a command. */
  command: boolean;
  quote: string;
  /** Heredocs that are announced but not begun, and the one that is being read. */
  readonly heredocs: { readonly end: string; readonly indented: boolean }[];
  reading: { readonly end: string; readonly indented: boolean } | undefined;
  /** Only the first lines of a file can be directives. */
  top: boolean;
  escape: string;
}

const KEYWORD = /^(?:FROM|RUN|CMD|LABEL|MAINTAINER|EXPOSE|ENV|ADD|COPY|ENTRYPOINT|VOLUME|USER|WORKDIR|ARG|ONBUILD|STOPSIGNAL|HEALTHCHECK|SHELL)(?=\s|$)/i;
const SHELL_WORDS = /^(?:if|then|else|elif|fi|for|while|until|do|done|case|esac|in|function|set|export|exit|return)$/;
const TAKES_HEREDOC = new Set(['RUN', 'COPY', 'ADD']);
const TAKES_SHELL = new Set(['RUN', 'CMD', 'ENTRYPOINT', 'HEALTHCHECK']);

function token(stream: StringStream, state: State): string | null {
  if (stream.sol() && state.reading) return heredocLine(stream, state);
  if (stream.sol() && /^\s*#/.test(stream.string)) return commentLine(stream, state);
  if (stream.eatSpace()) return null;
  if (state.quote) return quoted(stream, state);
  if (state.fresh) {
    const match = stream.match(KEYWORD) as RegExpMatchArray | null;
    state.top = false;
    if (!match) {
      stream.skipToEnd();
      return 'invalid';
    }
    state.keyword = match[0].toUpperCase();
    state.fresh = state.keyword === 'ONBUILD';
    state.command = TAKES_SHELL.has(state.keyword);
    return 'keyword';
  }
  // Blanks may follow the last character of a line that goes on.
  if (stream.peek() === state.escape && /^.\s*$/.test(stream.string.slice(stream.pos))) {
    stream.skipToEnd();
    return 'meta';
  }
  return word(stream, state);
}

function commentLine(stream: StringStream, state: State): string {
  const directive = state.top ? /^#\s*(syntax|escape|check)\s*=\s*(\S+)/i.exec(stream.string) : null;
  if (directive?.[1]?.toLowerCase() === 'escape' && directive[2]?.length === 1) state.escape = directive[2];
  if (!directive) state.top = false;
  stream.skipToEnd();
  return directive || /^\s*#\s*hadolint\s/.test(stream.string) ? 'processingInstruction' : 'comment';
}

function heredocLine(stream: StringStream, state: State): string {
  const { end, indented } = state.reading!;
  const line = indented ? stream.string.replace(/^\t+/, '') : stream.string;
  stream.skipToEnd();
  if (line !== end) return 'string';
  state.reading = state.heredocs.shift();
  if (!state.reading) state.fresh = true;
  return 'meta';
}

function word(stream: StringStream, state: State): string | null {
  const heredoc = TAKES_HEREDOC.has(state.keyword) ? (stream.match(/^<<(-?)(["']?)([A-Za-z_]\w*)\2/) as RegExpMatchArray | null) : null;
  if (heredoc) {
    state.heredocs.push({ end: heredoc[3] ?? '', indented: heredoc[1] === '-' });
    return 'meta';
  }
  // `NAME=value command`: the command is still to come.
  if (state.command && stream.match(/^[A-Za-z_]\w*=(?:"[^"]*"|'[^']*'|[^\s;&|"'])*/)) return 'propertyName';
  if (stream.match(/^\$(?:\w+|\{[^}]*\}?|[?!#@*$-])/)) return 'variableName';
  const mark = stream.peek();
  if (mark === '"' || mark === '\'') {
    state.quote = mark;
    state.command = false;
    stream.next();
    return quoted(stream, state);
  }
  if (stream.match(/^(?:&&|\|\||;;?|\||&)/)) {
    state.command = TAKES_SHELL.has(state.keyword);
    return 'operator';
  }
  if (stream.match(/^[[\]{}(),=:]/) || stream.match(/^[<>]+/)) return 'punctuation';
  if (stream.match(/^\\./)) return null;
  const flag = stream.match(/^--?[A-Za-z][\w-]*/);
  if (flag) return 'attributeName';
  const text = (stream.match(/^[^\s"'$\\&|;[\]{}(),=<>]+/) as RegExpMatchArray | null)?.[0];
  if (text === undefined) {
    stream.next();
    return null;
  }
  if (state.keyword === 'FROM' && /^as$/i.test(text)) return 'keyword';
  if (state.keyword === 'HEALTHCHECK' && /^(?:cmd|none)$/i.test(text)) return 'keyword';
  if (!state.command) return /^\d+(?:\.\d+)*$/.test(text) ? 'number' : null;
  if (SHELL_WORDS.test(text)) return 'controlKeyword';
  state.command = false;
  return 'typeName';
}

function quoted(stream: StringStream, state: State): string {
  for (;;) {
    const character = stream.next();
    if (character === undefined || character === null) {
      // An open quote goes on in the next line only where that line belongs to the instruction.
      return 'string';
    }
    if (character === state.quote) {
      state.quote = '';
      return 'string';
    }
    if (character === '\\' && state.quote === '"') stream.next();
    if (stream.peek() === state.escape && /^.\s*$/.test(stream.string.slice(stream.pos))) return 'string';
  }
}

/** Whether the instruction goes on behind this line. */
function endLine(line: string, state: State): void {
  if (state.fresh || state.reading) return;
  if (line.trimEnd().endsWith(state.escape) || /^\s*#/.test(line)) return;
  state.quote = '';
  state.reading = state.heredocs.shift();
  if (!state.reading) state.fresh = true;
}

export const dockerfile = StreamLanguage.define<State>({
  name: 'dockerfile',
  startState: () => ({ fresh: true, keyword: '', command: false, quote: '', heredocs: [], reading: undefined, top: true, escape: '\\' }),
  copyState: (state) => ({ ...state, heredocs: [...state.heredocs] }),
  blankLine: (state) => {
    state.top = false;
  },
  token: (stream, state) => {
    const style = token(stream, state);
    if (stream.eol()) endLine(stream.string, state);
    return style;
  },
  languageData: { commentTokens: { line: '#' } },
});

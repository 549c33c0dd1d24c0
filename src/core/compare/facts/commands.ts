/** Words that a source runs as commands: command position in shell scripts, and texts handed to calls that start processes. */
import { lineAt } from './python';

export interface CommandWord {
  readonly word: string;
  readonly line: number;
}

const KEYWORDS = new Set(['if', 'then', 'else', 'elif', 'fi', 'do', 'done', 'case', 'esac', 'while', 'until', 'for', 'in', 'function', 'select', '{', '}', '!', '[[', ']]', '((']);
/** Builtins of POSIX shells and bash; `test`, `[`, `printf`, `echo`, `true` and `false` are files too, but no shell opens them. */
const BUILTINS = new Set([
  '.', ':', '[', 'alias', 'bg', 'bind', 'break', 'builtin', 'caller', 'cd', 'continue', 'declare', 'dirs', 'disown', 'echo', 'enable', 'eval',
  'exit', 'export', 'false', 'fc', 'fg', 'getopts', 'hash', 'help', 'history', 'jobs', 'kill', 'let', 'local', 'logout', 'mapfile', 'popd', 'printf', 'pushd', 'pwd',
  'read', 'readarray', 'readonly', 'return', 'set', 'shift', 'shopt', 'source', 'suspend', 'test', 'times', 'trap', 'true', 'type', 'typeset', 'ulimit',
  'umask', 'unalias', 'unset', 'wait', 'exec', 'command',
]);
/** Commands whose own argument is a command. */
const WRAPPERS = new Set(['exec', 'command', 'env', 'nohup', 'nice', 'time', 'sudo', 'setsid', 'timeout', 'xargs', 'gosu', 'su-exec', 'chroot', 'stdbuf', 'tini', 'dumb-init', 'builtin', 'eval']);
const SEPARATOR = /\|\||&&|\|&?|;;?|&(?![>\d])|\$\(|`|\(|\)|\{(?=\s)|\}/;

/** Stands for a text that is known only when the program runs: no file has this name. */
const UNKNOWN_WORD = '\u0001';

/** Commands of a shell script, in order, functions of its own left out. Reads loosely: a word counts only if it turns out to be a file. */
export function readShellCommands(source: string, firstLine = 1): CommandWord[] {
  const own = new Set(Array.from(source.matchAll(/^\s*(?:function\s+([\w.:-]+)|([\w.:-]+)\s*\(\s*\))/gm), (match) => match[1] ?? match[2]!));
  const found: CommandWord[] = [];
  const lines = source.split('\n');
  let ending: string | undefined;
  for (let at = 0; at < lines.length; at += 1) {
    let text = lines[at]!;
    if (ending !== undefined) {
      if (text.trim() === ending) ending = undefined;
      continue;
    }
    const line = firstLine + at;
    while (/\\$/.test(text) && at + 1 < lines.length) text = `${text.slice(0, -1)} ${lines[(at += 1)]!}`;
    ending = /<<-?\s*\\?(['"]?)([A-Za-z_]\w*)\1/.exec(text)?.[2];
    text = text.replace(/(^|\s)#.*$/, '$1').replace(/'[^']*'/g, (quoted) => (/^'[\w./+-]+'$/.test(quoted) ? quoted.slice(1, -1) : UNKNOWN_WORD));
    for (const part of text.split(SEPARATOR)) found.push(...commandsOf(part.trim(), line));
  }
  return found.filter(({ word }) => !own.has(word) && !BUILTINS.has(word));
}

function commandsOf(part: string, line: number): CommandWord[] {
  const words = part.split(/\s+/).map((word) => word.replace(/^"(.*)"$/, '$1'));
  let at = 0;
  while (at < words.length && (KEYWORDS.has(words[at]!) || /^\w+\+?=/.test(words[at]!) || /^\d*[<>]/.test(words[at]!))) {
    // `for x in …` and `case x in` hold words, not commands.
    if (words[at] === 'for' || words[at] === 'case' || words[at] === 'select' || words[at] === 'in' || words[at] === 'function') return [];
    at += 1;
  }
  const found: CommandWord[] = [];
  // Behind a wrapper its options' values come before the command (`sudo -u nobody id`): words that are no files fall away later.
  let room = 1;
  for (; at < words.length && room > 0; at += 1) {
    const word = words[at]!;
    if (/^-|^\w+=|^\d+[smhd]?$/.test(word)) continue;
    if (!/^[\w./+][\w./+-]*$/.test(word)) break;
    found.push({ word, line });
    room = WRAPPERS.has(word) ? 2 : room - 1;
  }
  return found;
}

const CALL = new RegExp(
  [
    // Python
    String.raw`\b(?:subprocess\.\w+|os\.(?:system|popen|exec\w+|spawn\w+|posix_spawnp?)|Popen|check_output|check_call|getoutput|create_subprocess_(?:exec|shell)|shutil\.which)`,
    // Node
    String.raw`\b(?:child_process\.)?(?:execFile|execFileSync|execSync|exec|spawn|spawnSync|fork)`,
    // PHP, Ruby, Perl, Lua
    String.raw`\b(?:shell_exec|passthru|proc_open|popen|system|Open3\.\w+|IO\.popen|Process\.spawn|os\.execute)`,
    // A text of Python may be marked as formatted, raw or bytes.
  ].join('|').replace(/^/, '(?:') + String.raw`)(?:\s*\(\s*|\s+)\[?\s*(?:[fFrRbBuU]{1,2}(?=['"]))?(['"${'`'}])((?:\\.|(?!\1)[^\\])*?)\1((?:\s*,\s*\[?\s*(['"])(?:-\w+)\4)?)`, 'g',
);

/** Backquotes, and Ruby's `%x` with any pair of brackets. */
const BACKQUOTED = /`([^`\n]{2,300})`|%x(?:\(([^)\n]{2,300})\)|\[([^\]\n]{2,300})\]|\{((?:#\{[^{}\n]*\}|[^{}\n]){2,300})\})/g;
/** What a program puts into a text when it runs (Ruby, JavaScript, Perl). */
const INSERTED = /[#$]\{[^{}]*\}/g;

/** Commands in texts that are handed to calls which start processes, and in backquotes (Ruby, Perl, PHP). */
export function readCallCommands(source: string, backquotes: boolean): { readonly commands: readonly CommandWord[]; readonly shell: boolean } {
  const commands: CommandWord[] = [];
  let shell = false;
  for (const match of source.matchAll(CALL)) {
    const text = match[2]!.replace(/\\(.)/g, '$1').replace(INSERTED, UNKNOWN_WORD);
    if (/[\s|;&<>$*]/.test(text)) shell = true;
    // Python: a list needs no shell, `shell=True` does.
    if (/^[^\n]*shell\s*=\s*True/.test(source.slice(match.index))) shell = true;
    if (/\b(?:system|popen|getoutput|shell_exec|passthru|execSync|exec)\s*\(?\s*['"`]/.test(match[0])) shell = true;
    commands.push(...readShellCommands(text, lineAt(source, match.index)));
  }
  if (backquotes) {
    for (const match of source.matchAll(BACKQUOTED)) {
      const text = match.slice(1).find((part) => part !== undefined)!;
      const found = readShellCommands(text.replace(INSERTED, UNKNOWN_WORD), lineAt(source, match.index));
      if (found.length > 0) shell = true;
      commands.push(...found);
    }
  }
  return { commands, shell };
}

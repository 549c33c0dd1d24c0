/** The scripts that ShellCheck is given: one a shell-form RUN, wrapped as hadolint wraps it (shell, known variables, text). */
import type { Dockerfile, Instruction } from '../../dockerfile/model';
import { readPragmas } from '../pragmas';
import { hadolintText, type PlacedText } from '../run-text';
import { isKeptFromShellcheck, shellsOf } from '../shells';

export interface ShellcheckScript {
  /** The RUN, or the one inside an ONBUILD. */
  readonly instruction: Instruction;
  /** First line of the instruction as people see it: the ONBUILD's where there is one. */
  readonly line: number;
  readonly script: string;
  /** Where the RUN's own text begins in `script`. */
  readonly prefix: number;
  readonly text: PlacedText;
  /** Codes that make no sense for it, without their prefix. */
  readonly exclude: readonly number[];
}

/** Warnings that make no sense for a RUN: the dialect is given (2187), and nothing can be sourced (1090, 1091). */
const EXCLUDED_CODES: readonly number[] = [2187, 1090, 1091];
/** The lines that we put in front are why. */
const SHEBANG_NOT_FIRST = 1128;

const DEFAULT_SHELL = '/bin/sh -c';
const PROXY_VARIABLES = ['HTTP_PROXY', 'HTTPS_PROXY', 'FTP_PROXY', 'NO_PROXY'].flatMap((name) => [name, name.toLowerCase()]);
/** A heredoc may bring its own shebang. These are the ones that hadolint hands to ShellCheck; others are left out. */
const SUPPORTED_SHEBANG = /^#!\/(?:bin\/|usr\/bin\/env )(?:sh|bash|ksh)\b/;

/** What is known where a RUN stands. */
interface Scope {
  known: Set<string>;
  shell: string;
}

/**
 * All scripts of a file in order. Exec forms, shells that are not POSIX and texts with a foreign shebang are left out. What ONBUILD
 * holds is read as hadolint reads it: as a file of its own that knows nothing of what stands around it.
 */
export function shellcheckScripts(dockerfile: Dockerfile): readonly ShellcheckScript[] {
  const shells = shellsOf(dockerfile, readPragmas(dockerfile));
  const scripts: ShellcheckScript[] = [];
  const outside: Scope = { known: new Set(PROXY_VARIABLES), shell: DEFAULT_SHELL };
  const triggers: Scope = { known: new Set(PROXY_VARIABLES), shell: DEFAULT_SHELL };
  for (const outer of dockerfile.instructions) {
    if (outer.kind === 'FROM') outside.known = new Set(PROXY_VARIABLES);
    const trigger = outer.kind === 'ONBUILD';
    const instruction = trigger ? outer.inner : outer;
    if (instruction === undefined) continue;
    const scope = trigger ? triggers : outside;
    if (!trigger) scope.shell = shells.get(instruction) ?? DEFAULT_SHELL;
    else if (instruction.kind === 'SHELL' && instruction.json !== undefined) scope.shell = instruction.json.map((word) => word.value).join(' ');
    if (instruction.kind === 'ENV' || instruction.kind === 'ARG') for (const { key } of instruction.pairs) if (key.value !== '') scope.known.add(key.value);
    if (instruction.kind !== 'RUN' || instruction.json !== undefined) continue;
    const text = hadolintText(instruction);
    const own = /^#!.*/.exec(text.text.trimStart())?.[0];
    if (isKeptFromShellcheck(scope.shell) || (own !== undefined && !SUPPORTED_SHEBANG.test(own))) continue;
    const exports = [...scope.known].sort().map((name) => `export ${name}=1\n`).join('');
    // hadolint takes the stage's shell even then; the kernel takes the heredoc's own.
    const prefix = `${own ?? `#!${scope.shell.trim().split(/\s+/, 1)[0] ?? ''}`}\n${exports}`;
    const exclude = own === undefined ? EXCLUDED_CODES : [...EXCLUDED_CODES, SHEBANG_NOT_FIRST];
    scripts.push({ instruction, line: outer.startLine, script: prefix + text.text, prefix: prefix.length, text, exclude });
  }
  return scripts;
}

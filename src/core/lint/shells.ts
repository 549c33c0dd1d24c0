/** Which shell runs each instruction: SHELL, what a stage takes over from its base, and hadolint's `shell=` pragma. */
import type { Dockerfile, Instruction } from '../dockerfile/model';
import type { Pragmas } from './pragmas';

const DEFAULT_SHELL = '/bin/sh -c';

/** Shells whose language is not POSIX, by the beginning of their name. */
const FOREIGN = ['pwsh', 'powershell', 'cmd'];

/** Whether hadolint keeps a shell's scripts from ShellCheck: it looks for these names anywhere in it, in lower case only. */
export function isKeptFromShellcheck(shell: string): boolean {
  return FOREIGN.some((foreign) => shell.includes(foreign));
}

/** Whether a shell's scripts are not for a POSIX parser. */
export function isForeignShell(shell: string): boolean {
  const program = (shell.trim().split(/\s+/, 1)[0] ?? '').toLowerCase();
  const name = program.slice(Math.max(program.lastIndexOf('/'), program.lastIndexOf('\\')) + 1);
  return FOREIGN.some((foreign) => name.startsWith(foreign));
}

/** The shell in force at each instruction (ONBUILD's inner ones too), its words joined with blanks. */
export function shellsOf(dockerfile: Dockerfile, pragmas: Pragmas): ReadonlyMap<Instruction, string> {
  const shells = new Map<Instruction, string>();
  const ofStage = new Map<number, string>();
  let forFile = DEFAULT_SHELL;
  let current = DEFAULT_SHELL;
  let nextPragma = 0;
  for (const instruction of dockerfile.instructions) {
    for (let pragma = pragmas.shells[nextPragma]; pragma !== undefined && pragma.line < instruction.startLine; pragma = pragmas.shells[nextPragma]) {
      current = pragma.shell;
      if (ofStage.size === 0) forFile = pragma.shell;
      nextPragma += 1;
    }
    if (instruction.kind === 'FROM') {
      const base = instruction.stage === undefined ? undefined : dockerfile.stages[instruction.stage]?.base;
      current = (base === undefined ? undefined : ofStage.get(base)) ?? forFile;
    } else if (instruction.kind === 'SHELL' && instruction.json !== undefined) current = instruction.json.map((word) => word.value).join(' ');
    if (instruction.stage !== undefined) ofStage.set(instruction.stage, current);
    shells.set(instruction, current);
    if (instruction.kind === 'ONBUILD' && instruction.inner !== undefined) shells.set(instruction.inner, current);
  }
  return shells;
}

/** How hadolint tells whether yum and dnf were given a version. */
import { calls, operands, type Command } from './commands';
import type { PairsInstruction } from '../dockerfile/model';
import type { ShellWord } from '../dockerfile/shell';
import { found } from './hadolint-rule';
import type { LintContext, RawFinding } from './rule';

/** One finding a RUN at the first package or module without a version, for any of `managers`; `groups` are left alone. */
export function* unversioned(context: LintContext, managers: readonly string[], groups: readonly string[]): Iterable<RawFinding> {
  const known = new Set<string>();
  for (const instruction of context.instructions) {
    if (instruction.kind === 'ENV') for (const { key } of (instruction as PairsInstruction).pairs) known.add(key.value);
    else if (instruction.kind === 'ARG') for (const { key } of (instruction as PairsInstruction).pairs.slice(0, 1)) known.add(key.value);
    else if (instruction.kind === 'RUN') {
      const loose = context.hadolintScript(instruction).commands.flatMap((command) => loosePackages(command, managers, groups, known))[0];
      if (loose !== undefined) yield found(instruction, { at: loose, message: `No version is given for ${loose.value}: write ${loose.value}-VERSION.` });
    }
  }
}

function loosePackages(command: Command, managers: readonly string[], groups: readonly string[], known: ReadonlySet<string>): readonly ShellWord[] {
  if (!calls(command, managers, 'install')) return [];
  const module = calls(command, managers, 'module');
  if (!module && groups.length > 0 && calls(command, managers, ...groups)) return [];
  return operands(command).filter((word) => word.simplified !== 'install' && word.simplified !== 'module'
    && (module ? !word.simplified.includes(':') : !isVersioned(word, known)));
}

/** Behind the first dash only characters of versions and a part that begins with a digit, or a variable that the Dockerfile declares. */
function isVersioned(word: ShellWord, known: ReadonlySet<string>): boolean {
  const parts = word.simplified.split('-').slice(1);
  if (parts.length === 0) return false;
  if (word.simplified.endsWith('.rpm')) return true;
  if (!word.literal) return refersTo(word.value, known);
  return parts.every((part) => /^[0-9A-Za-z.~^_:+]*$/.test(part)) && parts.some((part) => /^[0-9]/.test(part));
}

function refersTo(text: string, known: ReadonlySet<string>): boolean {
  for (const match of text.matchAll(/\$(?:\{(\w+)\}|\((\w+)\)|(\w+))/g)) if (known.has(match[1] ?? match[2] ?? match[3] ?? '')) return true;
  return false;
}

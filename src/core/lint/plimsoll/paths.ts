/** Paths of an image as rules compare them. */
import type { Instruction } from '../../dockerfile/model';
import { once } from '../../once';

/** Linux opens no longer path; relative WORKDIRs would make one that grows with each. */
const MAX_PATH = 4096;

/** Absolute and without `.`, `..` and doubled slashes; undefined where a variable, a glob or a missing WORKDIR leaves it open, and beyond what Linux opens. */
export function absolutePath(path: string, workdir: string | undefined): string | undefined {
  const plain = path.trim().replace(/^(["'])(.*)\1$/, '$2');
  if (plain === '' || /[$`*?[\]{}~\\]/.test(plain)) return undefined;
  if (!plain.startsWith('/') && workdir === undefined) return undefined;
  const parts: string[] = [];
  for (const part of (plain.startsWith('/') ? plain : `${workdir ?? ''}/${plain}`).split('/')) {
    if (part === '..') parts.pop();
    else if (part !== '' && part !== '.') parts.push(part);
  }
  const absolute = `/${parts.join('/')}`;
  return absolute.length > MAX_PATH ? undefined : absolute;
}

/** Whether `path` is `directory` or below it. */
export function isWithin(path: string, directory: string): boolean {
  return path === directory || directory === '/' || path.startsWith(`${directory}/`);
}

/** The WORKDIR that stands where `instruction` does; undefined where its stage names none, or one that a variable leaves open. */
export function workdirAt(instructions: readonly Instruction[], instruction: Instruction): string | undefined {
  return workdirs(instructions).get(instruction);
}

const workdirs = once((instructions: readonly Instruction[]): ReadonlyMap<Instruction, string | undefined> => {
  const found = new Map<Instruction, string | undefined>();
  let workdir: string | undefined;
  for (const one of instructions) {
    found.set(one, workdir);
    if (one.kind === 'FROM') workdir = undefined;
    else if (one.kind === 'WORKDIR') workdir = absolutePath(one.args.text, workdir);
  }
  return found;
});

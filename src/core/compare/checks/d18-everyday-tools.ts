/** D18: programs that nothing names, but that people, hooks and other programs start by custom. */
import { pace } from '../../steps';
import { nameOf } from '../file-tree';
import { isEveryday, isProgram, linksToPrograms } from '../system-packages';
import { rootsOf, type Check, type Root } from './check';

export const everydayTools: Check = {
  code: 'D18', id: 'everyday-tools', title: 'Program that is started by custom is gone', tiers: [2],
  evidence: 'Packages that every system has: the shell, coreutils and their like; programs named after a kept one (git-lfs after git).',
  why: 'A setting, a hook, a debugger or a person starts them: “executable file not found”. Who starts others finds its sub-commands by name.',
  falsePositives: 'Images that nobody enters and whose programs start no others.',
  *find(subject) {
    const due = pace();
    const everyday: Root[] = [];
    const kept = new Set<string>();
    for (const { path, type } of subject.active()) {
      if (due()) yield;
      if (type !== 'dir' && isProgram(path)) kept.add(nameOf(path));
    }
    const links = linksToPrograms(subject);
    for (const entry of subject.removed) {
      if (due()) yield;
      if (entry.type === 'dir' || !isProgram(entry.path)) continue;
      // Links that a trigger or an installer made belong to nobody: applets of busybox, alternatives.
      const program = entry.type === 'symlink' ? (subject.resolveBefore(`/${entry.path}`).path ?? entry.path) : entry.path;
      if (!/sbin\//.test(entry.path) && isEveryday(subject.ownership, program)) everyday.push(...rootsOf([entry, ...(links.get(entry.path) ?? [])], `belongs to ${subject.ownerName(program)!}, which every system has`));
      const main = mainOf(nameOf(entry.path), kept);
      if (main !== undefined) yield { family: 'sub-commands', title: 'Commands named after a kept one', tier: 2, confidence: 'medium', roots: rootsOf([entry], `is called as ${main} is, which is kept`) };
    }
    if (everyday.length === 0) return;
    yield { family: 'everyday', title: 'The shell and everyday tools', tier: 2, confidence: 'low', roots: everyday };
  },
};

/** Names so short or so common that what follows a hyphen says nothing. */
const LEAST_NAME = 3;

/** The kept program that another one's name begins with: `gpg` of `gpg-agent`. */
function mainOf(name: string, kept: ReadonlySet<string>): string | undefined {
  for (let at = name.indexOf('-', LEAST_NAME); at > 0; at = name.indexOf('-', at + 1)) {
    const main = name.slice(0, at);
    if (kept.has(main)) return main;
  }
  return undefined;
}

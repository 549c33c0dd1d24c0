/** D1: shared libraries that kept ELF files name, and that the smaller image does not have. */
import { pace } from '../../steps';
import { lostRoots, type Check } from './check';

export const neededLibrary: Check = {
  code: 'D1', id: 'needed-library', title: 'Needed shared library is gone', tiers: [1],
  evidence: 'DT_NEEDED of kept ELF files, looked up by RPATH, RUNPATH, LD_LIBRARY_PATH, ld.so.conf and the default folders.',
  why: 'The loader refuses to start the program, or dlopen fails: “cannot open shared object file”.',
  falsePositives: 'A plug-in that nobody loads.',
  *find(subject, needs) {
    const due = pace();
    for (const { path, type } of subject.active()) {
      if (due()) yield;
      const elf = type === 'file' ? subject.facts.get(path)?.elf : undefined;
      if (elf === undefined) continue;
      for (const name of elf.needed) {
        for (const as of needs.libraries.openedAs(path, elf)) {
          if (!subject.has(as) || needs.libraries.find(name, as, elf, (candidate) => subject.resolve(candidate)) !== undefined) continue;
          const original = needs.libraries.find(name, as, elf, (candidate) => subject.resolveBefore(candidate));
          if (original?.path === undefined) continue;
          const lost = [...original.links, original.path].filter((part) => !subject.has(part));
          yield { family: name, title: name, tier: 1, confidence: 'high', roots: lostRoots(lost, `${as} needs ${name}`) };
        }
      }
    }
  },
};

/** D2: the dynamic loader that kept programs ask for. */
import { pace } from '../../steps';
import { lostRoots, type Check } from './check';

export const elfInterpreter: Check = {
  code: 'D2', id: 'elf-interpreter', title: 'Dynamic loader is gone', tiers: [1],
  evidence: 'PT_INTERP of kept ELF files.',
  why: 'The kernel cannot start the program: “no such file or directory”, although the program is there.',
  falsePositives: 'None seen.',
  *find(subject) {
    const due = pace();
    for (const { path, type } of subject.active()) {
      if (due()) yield;
      const interpreter = type === 'file' ? subject.facts.get(path)?.elf?.interpreter : undefined;
      if (interpreter === undefined) continue;
      const lost = subject.lost(interpreter);
      if (lost.length > 0) yield { family: interpreter, title: interpreter, tier: 1, confidence: 'high', roots: lostRoots(lost, `${path} is loaded by ${interpreter}`) };
    }
  },
};

/** D6: commands that scripts and the application run. */
import type { Case } from '../case';
import { pace } from '../steps';
import { appSources, lostRoots, type Check, type Root } from './check';

export const runCommand: Check = {
  code: 'D6', id: 'run-command', title: 'Command that is run is gone', tiers: [1, 2],
  evidence: 'Words in command position of kept shell scripts; texts that sources hand to calls which start processes; texts of compiled Java classes that start some.',
  why: '“command not found”, or an exception where the process should start.',
  falsePositives: 'Names of functions; branches for other systems.',
  *find(subject, _needs, pass) {
    const due = pace();
    if (pass === 'sure') {
      for (const { path } of appSources(subject)) {
        if (due()) yield;
        if (subject.facts.get(path)?.language === 'java') continue;
        const roots = commandRoots(subject, path);
        if (roots.length > 0) yield { family: path, title: `Commands of ${path}`, tier: 1, confidence: 'high', roots };
      }
      return;
    }
    // Which text of a compiled class is the command is not known.
    for (const { path } of appSources(subject)) {
      if (due()) yield;
      const roots = subject.facts.get(path)?.language === 'java' ? commandRoots(subject, path) : [];
      if (roots.length > 0) yield { family: path, title: `Programs that ${path} names`, tier: 2, confidence: 'medium', roots };
    }
    for (const { path } of subject.otherFiles()) {
      if (due()) yield;
      if (subject.facts.get(path)?.language !== 'shell') continue;
      const roots = commandRoots(subject, path);
      if (roots.length > 0) yield { family: path, title: `Commands of ${path}`, tier: 2, confidence: 'medium', roots };
    }
  },
};

function commandRoots(subject: Case, path: string): Root[] {
  const facts = subject.facts.get(path);
  const roots = (facts?.commands ?? []).flatMap(({ word, line }) => lostRoots(subject.lostCommand(word, subject.workingDir), `${path}${line > 0 ? ` line ${line}` : ''} runs ${word}`));
  if (facts?.shell === true) roots.push(...lostRoots(subject.lostCommand('/bin/sh'), `${path} hands text to a shell`));
  return roots;
}

/** D6: commands that scripts and the application run. */
import { pace } from '../../steps';
import type { Case } from '../case';
import { isConfigFile } from '../facts/file-facts';
import { parentOf } from '../file-tree';
import { isEveryday } from '../system-packages';
import { appSources, lostRoots, type Check, type Root, type Suspicion } from './check';

export const runCommand: Check = {
  code: 'D6', id: 'run-command', title: 'Command that is run is gone', tiers: [1, 2],
  follows: 'Programs that restored scripts and libraries run',
  evidence: 'Words in command position of kept shell scripts; texts that sources hand to calls which start processes; texts of compiled Java classes that start some; names of programs in texts, in configuration, and in the data of programs that start others.',
  why: '“command not found”, or an exception where the process should start.',
  falsePositives: 'Names of functions; branches for other systems; words that happen to be a program’s name.',
  *find(subject, _needs, pass) {
    const due = pace();
    if (pass === 'sure') {
      for (const { path } of appSources(subject)) {
        if (due()) yield;
        if (subject.facts.get(path)?.language === 'java') continue;
        const roots = commandRoots(subject, path);
        if (roots.length > 0) yield { family: parentOf(path), title: `Commands that sources in /${parentOf(path)} run`, tier: 1, confidence: 'high', roots };
      }
      return;
    }
    // Which text of a compiled class is the command is not known.
    for (const { path } of appSources(subject)) {
      if (due()) yield;
      const roots = subject.facts.get(path)?.language === 'java' ? commandRoots(subject, path) : [];
      if (roots.length > 0) yield { family: path, title: `Programs that ${path} names`, pool: 'Programs that compiled classes name', tier: 2, confidence: 'medium', roots };
    }
    for (const { path } of appSources(subject)) {
      if (due()) yield;
      const roots = nameRoots(subject, subject.facts.get(path)?.named?.programs, path);
      if (roots.length > 0) yield { family: 'named by sources', title: 'Programs whose names stand in the application’s sources', tier: 2, confidence: 'medium', roots };
    }
    for (const { path } of subject.otherFiles()) {
      if (due()) yield;
      const facts = subject.facts.get(path);
      for (const root of nameRoots(subject, facts?.elf?.programs ?? (isConfigFile(path) ? facts?.named?.programs : undefined), path)) yield namedRow(subject, root);
      const commands = facts?.commands === undefined ? [] : commandRoots(subject, path);
      if (commands.length > 0) yield { family: `in ${parentOf(path)}`, title: `Commands that sources in /${parentOf(path)} run`, pool: 'Commands that kept scripts and libraries run', tier: 2, confidence: facts?.language === 'shell' ? 'medium' : 'low', roots: commands };
    }
  },
};

/** Everyday programs in one row, which is small; all others by package, since one of them may be large. */
function namedRow(subject: Case, root: Root): Suspicion {
  // A link of the alternatives belongs to no package.
  const program = subject.resolveBefore(`/${root.path}`).path ?? root.path;
  const owner = isEveryday(subject.ownership, program) ? undefined : subject.ownerName(program);
  return owner === undefined
    ? { family: 'named', title: 'Programs whose names stand in kept programs and their configuration', tier: 2, confidence: 'low', roots: [root] }
    : { family: `named ${owner}`, title: `Programs of ${owner} that kept programs and their configuration name`, pool: 'Programs that kept programs and their configuration name', tier: 2, confidence: 'low', roots: [root] };
}

/** These bring the programs that they name themselves; the C library names words, and starts the shell alone. */
const OF_THEIR_OWN = /(?:^|\/)(?:busybox|toybox|(?:ba|da|z|k|mk)?sh|libc\.so\.6|libc\.musl-[^/]*|ld-musl-[^/]*)$/;

function nameRoots(subject: Case, names: readonly string[] | undefined, path: string): Root[] {
  return names === undefined || OF_THEIR_OWN.test(path) ? [] : names.flatMap((name) => lostRoots(subject.lostCommand(name), `${path} names ${name}`));
}

function commandRoots(subject: Case, path: string): Root[] {
  const facts = subject.facts.get(path);
  const roots = (facts?.commands ?? []).flatMap(({ word, line }) => lostRoots(subject.lostCommand(word, subject.workingDir), `${path}${line > 0 ? ` line ${line}` : ''} runs ${word}`));
  if (facts?.shell === true) roots.push(...lostRoots(subject.lostCommand('/bin/sh'), `${path} hands text to a shell`));
  return roots;
}

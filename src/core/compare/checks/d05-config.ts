/** D5: what the image's own configuration names. */
import { readShellCommands } from '../facts/commands';
import type { Case } from '../case';
import { isBesideProgram, lostRoots, rootsOf, type Check, type Suspicion } from './check';

export const imageConfig: Check = {
  code: 'D5', id: 'image-config', title: 'Named by the image’s configuration', tiers: [1, 2],
  evidence: 'Entrypoint, Cmd, Healthcheck, User, WorkingDir, Volumes, and what Env names, resolved on the smaller root file system.',
  why: 'The container does not start, is never healthy, or runs as nobody it knows.',
  falsePositives: 'Words that are not files.',
  *find(subject) {
    const { config } = subject;
    const row = (field: string, lost: readonly string[], evidence: string): Suspicion => ({ family: field, title: field, tier: 1, confidence: 'high', roots: lostRoots(lost, evidence) });
    const words = (field: string, list: readonly string[] | undefined): Suspicion[] => (list ?? []).flatMap((word, at) => {
      if (/^(?:CMD|CMD-SHELL|NONE)$/.test(word)) return [];
      const evidence = `${field}: ${(list ?? []).join(' ')}`;
      const shell = at > 0 && (/^-\w*c$/.test(list![at - 1]!) || list![at - 1] === 'CMD-SHELL');
      if (shell) return readShellCommands(word).map((command) => row(field, subject.lostCommand(command.word, subject.workingDir), evidence));
      const command = at === 0 || list![at - 1] === 'CMD' || !/[/.]/.test(word) ? subject.lostCommand(word, subject.workingDir) : [];
      return [row(field, command, evidence), row(field, subject.lost(word, subject.workingDir).filter((path) => subject.before.byPath.get(path)?.type !== 'dir'), evidence)];
    });
    yield* words('Entrypoint', config.entrypoint);
    yield* words('Cmd', config.cmd);
    yield* words('Healthcheck', config.healthcheck?.test);
    if (config.healthcheck?.test?.[0] === 'CMD-SHELL') yield row('Healthcheck', subject.lostCommand('/bin/sh'), 'Healthcheck runs in a shell');
    yield* environment(subject);
    const user = config.user ?? '';
    if (user !== '' && user !== '0' && user !== 'root') {
      const named = user.split(':').some((part) => !/^\d+$/.test(part));
      const lost = ['etc/passwd', 'etc/group'].filter((path) => subject.before.byPath.has(path) && !subject.has(path));
      yield { family: 'User', title: `User ${user}`, tier: named ? 1 : 2, confidence: named ? 'high' : 'low', roots: lostRoots(lost, `User: ${user}`) };
    }
    const folders = [subject.workingDir, ...(config.volumes ?? []).map((path) => path.replace(/^\/+/, ''))].filter((path) => path !== '' && subject.before.byPath.get(path)?.type === 'dir' && !subject.has(path));
    for (const path of folders) yield { family: `folder ${path}`, title: path, tier: 2, confidence: 'low', roots: [{ path, evidence: 'WorkingDir or Volumes; an engine makes it, but owned by root' }] };
  },
};

/** A folder with more files is no setting of this image: a home, a whole runtime. */
const MAX_FOLDER = 300;
/** Their values are programs by custom, found on PATH. */
const PROGRAMS = /^(?:EDITOR|VISUAL|PAGER|BROWSER|SHELL|CC|CXX|GIT_SSH(?:_COMMAND)?|\w+_(?:COMMAND|EDITOR|PAGER|SHELL|PROGRAM|BIN|BINARY|EXECUTABLE))$/;

/** Variables name files, folders and programs that whoever reads them opens. */
function* environment(subject: Case): Generator<Suspicion> {
  for (const [name, value] of subject.env) {
    if (name === 'PATH' || name === 'HOME' || name === 'PWD') continue;
    const evidence = `Env: ${name}=${value}`;
    const roots = value.split(':').filter((part) => /^\/[^/]/.test(part)).flatMap((part) => {
      const target = subject.resolveBefore(part).path;
      if (target === undefined || target === '') return [];
      if (subject.before.byPath.get(target)?.type !== 'dir') return lostRoots(subject.lost(part), evidence);
      const inside = subject.removedUnder(target).filter(({ path }) => !isBesideProgram(path));
      return inside.length > MAX_FOLDER ? [] : rootsOf(inside, evidence);
    });
    if (PROGRAMS.test(name)) roots.push(...lostRoots(subject.lostCommand(value.split(/\s/, 1)[0]!), evidence));
    if (roots.length > 0) yield { family: 'Env', title: 'Named by Env', tier: 2, confidence: 'medium', roots };
  }
}

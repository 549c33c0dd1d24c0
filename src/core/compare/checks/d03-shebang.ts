/** D3: programs that kept scripts name in their first line. */
import { pace } from '../../steps';
import { lostRoots, type Check } from './check';

export const scriptInterpreter: Check = {
  code: 'D3', id: 'script-interpreter', title: 'Interpreter of a script is gone', tiers: [1, 2],
  evidence: 'First line of kept scripts; what env looks up, by the image’s PATH.',
  why: 'The script cannot be started.',
  falsePositives: 'A script that only some other program reads, such as a module with a first line of its own.',
  *find(subject) {
    const due = pace();
    for (const { path, type, mode } of subject.active()) {
      if (due()) yield;
      const shebang = type === 'file' && ((mode ?? 0o111) & 0o111) !== 0 ? subject.facts.get(path)?.shebang : undefined;
      if (shebang === undefined) continue;
      const lost = [...subject.lost(shebang.interpreter), ...(shebang.command === undefined ? [] : subject.lostCommand(shebang.command))];
      if (lost.length === 0) continue;
      const sure = subject.isApp(path) || /(?:^|\/)s?bin\//.test(path);
      yield {
        family: `${shebang.command ?? shebang.interpreter}${sure ? '' : ' lib'}`, title: shebang.command ?? shebang.interpreter, tier: sure ? 1 : 2, confidence: sure ? 'high' : 'medium',
        roots: lostRoots(lost, `${path} begins with ${shebang.line}`),
      };
    }
  },
};

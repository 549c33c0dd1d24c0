/** WorkdirRelativePath: a relative WORKDIR before any absolute one. */
import { bringsNoVariables } from './base-images';
import { fixOf } from '../fixes/edits';
import { buildkitRule, finding } from './buildkit-rule';
import { stepsThrough } from './steps';

export const workdirRelativePath = buildkitRule({
  code: 'WorkdirRelativePath', name: 'workdir-relative-path', fixable: 'review',
  checks: 'The first WORKDIR of a stage, and of those it builds on, is relative.',
  why: 'It then depends on the working directory of the base image, which may change with its next version.',
  bad: 'FROM nginx:1.27\nWORKDIR usr/share/nginx/html\n',
  good: 'FROM nginx:1.27\nWORKDIR /usr/share/nginx/html\n',
  *check({ dockerfile }) {
    const set = new Set<number>();
    let entered = -1;
    for (const { stage, base, instruction, reported, scope, triggered } of stepsThrough(dockerfile)) {
      if (stage !== entered && base !== undefined && set.has(base)) set.add(stage);
      entered = stage;
      if (instruction.kind !== 'WORKDIR' || set.has(stage)) continue;
      set.add(stage);
      const { text, unmatched, error } = scope.expand(instruction.args.text);
      if (error !== undefined || text.startsWith('/')) continue;
      // What only the base image knows may well be an absolute path, and a drive letter is one on Windows.
      if ((unmatched.size > 0 || /^[A-Za-z]:/.test(text)) && !bringsNoVariables(scope.baseImage)) continue;
      const [word] = instruction.words;
      const plain = !triggered && instruction.words.length === 1 && word !== undefined && /^\w[\w./-]*$/.test(word.raw);
      const fix = plain ? fixOf('Begin it with a slash', 'review', [{ start: word.start, end: word.start, text: '/' }]) : undefined;
      yield finding(dockerfile, reported, `WORKDIR ${text} is relative to whatever the base image has; begin it with a slash.`, triggered ? undefined : word, fix);
    }
  },
});

/** DL3000: WORKDIR with a relative path. */
import { found, hadolintRule, ofKind, withoutQuotes } from '../hadolint-rule';

export const dl3000 = hadolintRule({
  code: 'DL3000', name: 'absolute-workdir', severity: 'error',
  checks: 'The path of WORKDIR is relative.',
  why: 'A relative path depends on an earlier WORKDIR, in the base image at worst, and changes its meaning when that one changes.',
  bad: 'FROM debian:12\nWORKDIR usr/src/app\n',
  good: 'FROM debian:12\nWORKDIR /usr/src/app\n',
  *check({ instructions }) {
    for (const workdir of ofKind(instructions, 'WORKDIR')) {
      const path = withoutQuotes(workdir.args.text.trim());
      if (/^[/$]|^[A-Za-z]:/.test(path)) continue;
      yield found(workdir, { at: workdir.words[0] ?? workdir.keywordSpan, message: `${path} depends on an earlier WORKDIR: write an absolute path.` });
    }
  },
});

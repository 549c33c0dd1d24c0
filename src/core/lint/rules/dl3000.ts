/** DL3000: WORKDIR with a relative path. */
import type { WordsInstruction } from '../../dockerfile/model';
import type { Fix } from '../../report/report';
import { fixOf, withFix } from '../fixes/edits';
import { found, hadolintRule, ofKind, withoutQuotes } from '../hadolint-rule';
import { trimEndOf } from '../../trim-chars';

/** Linux opens no longer path; relative ones would make one that grows with each. */
const MAX_PATH = 4096;

export const dl3000 = hadolintRule({
  code: 'DL3000', name: 'absolute-workdir', severity: 'error', fixable: 'review',
  checks: 'The path of WORKDIR is relative.',
  why: 'A relative path depends on an earlier WORKDIR, in the base image at worst, and changes its meaning when that one changes.',
  bad: 'FROM debian:12\nWORKDIR usr/src/app\n',
  good: 'FROM debian:12\nWORKDIR /usr/src/app\n',
  *check({ instructions }) {
    let current: string | undefined = '';
    let stage: number | undefined;
    for (const workdir of ofKind(instructions, 'WORKDIR')) {
      const path = withoutQuotes(workdir.args.text.trim());
      if (stage !== workdir.stage) current = '';
      stage = workdir.stage;
      const before: string | undefined = current;
      const absolute: string | undefined = path.startsWith('/') ? path : before === undefined ? undefined : `${trimEndOf(before, '/')}/${path}`;
      current = absolute === undefined || absolute.length > MAX_PATH || /[$\\]|(?:^|\/)\.\.?(?:\/|$)/.test(absolute) ? undefined : absolute;
      if (/^[/$]|^\p{L}:/u.test(path)) continue;
      yield found(workdir, {
        at: workdir.words[0] ?? workdir.keywordSpan,
        message: `${path} depends on an earlier WORKDIR: write an absolute path.`,
        ...withFix(writeAbsolute(workdir, current)),
      });
    }
  },
});

/** Below the WORKDIR before it in this stage, or below `/`, where most base images start. */
function writeAbsolute(workdir: WordsInstruction, absolute: string | undefined): Fix | undefined {
  const [word] = workdir.words;
  if (word === undefined || absolute === undefined || workdir.words.length > 1 || workdir.onbuild || !/^[\w./-]+$/.test(word.raw)) return undefined;
  return fixOf(`Write ${absolute}`, 'review', [{ start: word.start, end: word.end, text: absolute }]);
}

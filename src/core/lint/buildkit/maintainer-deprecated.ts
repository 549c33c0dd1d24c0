/** MaintainerDeprecated: MAINTAINER, which a label replaces. */
import type { WordsInstruction } from '../../dockerfile/model';
import type { Fix } from '../../report/report';
import { buildkitRule, finding } from './buildkit-rule';
import { progressOf } from './progress';

export const maintainerDeprecated = buildkitRule({
  code: 'MaintainerDeprecated', name: 'maintainer-deprecated', fixable: 'review',
  checks: 'MAINTAINER is used.',
  why: 'It is deprecated. A label says the same and can be read and filtered by.',
  bad: 'FROM alpine:3.20\nMAINTAINER crew@example.org\n',
  good: 'FROM alpine:3.20\nLABEL org.opencontainers.image.authors="crew@example.org"\n',
  *check({ dockerfile }) {
    for (const instruction of progressOf(dockerfile).instructions) {
      if (instruction.kind !== 'MAINTAINER') continue;
      yield finding(dockerfile, instruction, 'MAINTAINER is deprecated; use a label.', instruction.keywordSpan, toLabel(instruction, dockerfile.escape));
    }
  },
});

function toLabel(instruction: WordsInstruction, escape: string): Fix | undefined {
  const [word] = instruction.words;
  if (!word || instruction.flags.length > 0 || instruction.startLine !== instruction.endLine) return undefined;
  // MAINTAINER takes its text as it is, quotes included; people who quoted it did not mean the quotes.
  const quoted = /^(["'])(.*)\1$/.exec(word.raw)?.[2] ?? word.raw;
  const text = quoted.replace(/["$\\`]/g, (char) => (char === '"' || char === '$' || char === escape ? escape + char : char));
  const keyword = instruction.rawKeyword === instruction.rawKeyword.toLowerCase() ? 'label' : 'LABEL';
  return {
    title: 'Write it as a label', safety: 'review',
    edits: [{ start: instruction.keywordSpan.start, end: word.end, text: `${keyword} org.opencontainers.image.authors="${text}"` }],
  };
}

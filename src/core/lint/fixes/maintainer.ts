/** MAINTAINER as the label that replaces it. */
import type { WordsInstruction } from '../../dockerfile/model';
import type { Fix } from '../../report/report';

/** Undefined inside ONBUILD's line breaks and where the text has flags of its own. */
export function maintainerToLabel(instruction: WordsInstruction, escape: string): Fix | undefined {
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

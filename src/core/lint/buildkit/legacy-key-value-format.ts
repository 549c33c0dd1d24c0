/** LegacyKeyValueFormat: `ENV key value` and `LABEL key value`. */
import type { Dockerfile, Pair } from '../../dockerfile/model';
import { splitQuoted } from '../../dockerfile/split';
import type { Fix } from '../../report/report';
import { buildkitRule, finding } from './buildkit-rule';
import { stepsThrough } from './steps';

export const legacyKeyValueFormat = buildkitRule({
  code: 'LegacyKeyValueFormat', name: 'legacy-key-value-format', fixable: 'safe',
  checks: 'ENV or LABEL is written as `key value`, without an equals sign.',
  why: 'That form takes one pair only, and it is easy to be wrong about what belongs to the value.',
  bad: 'FROM alpine:3.20\nENV DIR /srv/app\n',
  good: 'FROM alpine:3.20\nENV DIR=/srv/app\n',
  *check({ dockerfile }) {
    for (const { instruction, reported, triggered, failure } of stepsThrough(dockerfile)) {
      if ((instruction.kind !== 'ENV' && instruction.kind !== 'LABEL') || failure) continue;
      const [pair] = instruction.pairs;
      if (!pair?.legacy) continue;
      const message = `${instruction.kind} without an equals sign is an old form; write ${instruction.kind} ${pair.key.raw}=….`;
      yield finding(dockerfile, reported, message, triggered ? undefined : pair.key, triggered ? undefined : toNewForm(dockerfile, pair));
    }
  },
});

/** Puts the sign in, and quotes where blanks need them; what mixes quotes, escapes and blanks is left alone. */
function toNewForm({ text, escape }: Dockerfile, { key, value }: Pair): Fix | undefined {
  if (!value) return undefined;
  const words = splitQuoted(value.raw, { start: 0, end: value.raw.length }, escape);
  const single = words.length === 1 && words[0]?.start === 0 && words[0].end === value.raw.length;
  if (!single && (value.raw.includes('"') || value.raw.includes("'") || value.raw.includes(escape))) return undefined;
  const quote = single ? '' : '"';
  // A key with an equals sign behind quotes, or a comment between key and value, is not worth guessing at.
  if (key.raw.includes('=') || text.slice(key.end, value.start).includes('#')) return undefined;
  const edits = [{ start: key.end, end: value.start, text: `=${quote}` }];
  if (quote !== '') edits.push({ start: value.end, end: value.end, text: quote });
  return { title: 'Write it with an equals sign', safety: 'safe', edits };
}

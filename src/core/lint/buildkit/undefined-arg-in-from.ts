/** UndefinedArgInFrom: FROM uses a variable that no ARG above declares. */
import { globalScope } from '../../dockerfile/scope';
import { suggest } from '../../dockerfile/suggest';
import type { Dockerfile } from '../../dockerfile/model';
import { buildkitRule, finding } from './buildkit-rule';
import { progressOf } from './progress';

export const undefinedArgInFrom = buildkitRule({
  code: 'UndefinedArgInFrom', name: 'undefined-arg-in-from',
  checks: 'FROM uses a variable that no ARG before the first FROM declares.',
  why: 'It stands for nothing, so that the image name or platform is not the one that was meant. ARGs inside a stage do not count here.',
  bad: 'ARG VERSION=3.20\nFROM alpine:${VERSON}\n',
  good: 'ARG VERSION=3.20\nFROM alpine:${VERSION}\n',
  *check({ dockerfile }) {
    if (!progressOf(dockerfile).toImages) return;
    const scope = globalScope(dockerfile);
    const known = declaredNames(dockerfile, scope.names());
    for (const { from } of dockerfile.stages) {
      for (const [text, span] of [[from.image.raw, from.image], [from.platform ?? '', from.flags[0] ?? from.keywordSpan]] as const) {
        const { unmatched, error, text: result } = scope.expand(text);
        for (const name of unmatched) {
          if (known.has(name)) continue;
          const near = suggest(name, known);
          yield finding(dockerfile, from, `FROM uses ${name}, which no ARG above declares.${near === undefined ? '' : ` Did you mean ${near}?`}`, span);
        }
        if (error !== undefined || (text !== '' && result === '')) return;
      }
    }
  },
});

function declaredNames(dockerfile: Dockerfile, valued: ReadonlySet<string>): ReadonlySet<string> {
  const names = new Set(valued);
  for (const instruction of dockerfile.instructions) {
    if (instruction.stage !== undefined) break;
    if (instruction.kind === 'ARG') for (const { key } of instruction.pairs) names.add(key.raw);
  }
  return names;
}

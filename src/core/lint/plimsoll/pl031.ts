/** PL031: a stage that the final one does not need. */
import { plimsollRule } from './plimsoll-rule';

export const pl031 = plimsollRule({
  code: 'PL031', name: 'unused-stage', bearsOnSize: false,
  checks: 'A stage without a name, or with one that nothing refers to, is not needed for the final stage.',
  why: 'BuildKit skips it, the classic builder builds it for nothing. A name makes sense only for whoever builds with `--target`.',
  cost: 'build time with the classic builder',
  links: ['https://docs.docker.com/build/building/multi-stage/'],
  bad: 'FROM golang:1.23\nRUN go build -o /app .\nFROM alpine:3.20\nRUN apk add --no-cache curl\n',
  good: 'FROM golang:1.23 AS build\nRUN go build -o /app .\nFROM alpine:3.20\nCOPY --from=build /app /app\n',
  *check({ dockerfile }) {
    const needed = new Set(dockerfile.stages.flatMap(({ dependsOn }) => dependsOn));
    for (const { reachable, from, name, index } of dockerfile.stages) {
      if (reachable || needed.has(index)) continue;
      // A stage with a name is often a target of its own: tests, tools for development.
      if (name !== undefined) continue;
      yield { instruction: from, span: from.image, message: 'Nothing takes anything from this stage: copy from it, or leave it out.' };
    }
  },
});

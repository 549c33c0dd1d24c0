/** InvalidDefinitionDescription: a comment above ARG or FROM that does not describe it (experimental). */
import { buildkitRule, finding } from './buildkit-rule';
import { progressOf } from './progress';

export const invalidDefinitionDescription = buildkitRule({
  code: 'InvalidDefinitionDescription', name: 'invalid-definition-description', experimental: true,
  checks: 'The comment right above an ARG or a named FROM does not begin with its name. Only with `# check=experimental=InvalidDefinitionDescription`.',
  why: 'docker build --call outline shows such comments as descriptions: `# NAME what it is`. Set other comments off with a blank line.',
  bad: '# check=experimental=InvalidDefinitionDescription\n# which one\nARG VERSION=3.20\nFROM alpine:${VERSION}\n',
  good: '# check=experimental=InvalidDefinitionDescription\n# VERSION of the base image\nARG VERSION=3.20\nFROM alpine:${VERSION}\n',
  *check({ dockerfile }) {
    for (const instruction of progressOf(dockerfile).instructions) {
      const named = instruction.kind === 'FROM' ? (instruction.alias ? [instruction.alias.raw.toLowerCase()] : [])
        : instruction.kind === 'ARG' ? instruction.pairs.map(({ key }) => key.raw) : [];
      const above = instruction.leadingComments.at(-1)?.text;
      if (named.length === 0 || above === undefined || above === '' || named.includes(above.split(' ')[0] ?? '')) continue;
      const example = named.length > 1 ? '<name>' : named[0];
      yield finding(dockerfile, instruction, `The comment above does not describe this ${instruction.kind}: begin it with # ${example}, or set it off with a blank line.`);
    }
  },
});

/** DL3026: images from registries that are not trusted. */
import type { LintConfig } from '../config';
import { copyFrom } from '../copy-from';
import { found, hadolintRule } from '../hadolint-rule';
import { parseImageReference, type ImageReference } from '../image-reference';
import { mountsOf } from '../mounts';

export const dl3026 = hadolintRule({
  code: 'DL3026', name: 'trusted-registry', severity: 'error', options: ['trustedRegistries'],
  checks: 'FROM, `COPY --from` or `RUN --mount` takes an image from a registry that is not on the list of trusted ones.',
  why: 'Only with `trustedRegistries` in the configuration: for teams that vouch for certain registries. An image without a registry is on docker.io.',
  bad: '# with trustedRegistries: [registry.example.com]\nFROM debian:12\n',
  good: '# with trustedRegistries: [registry.example.com]\nFROM registry.example.com/debian:12\n',
  *check({ instructions, config }) {
    if (config.trustedRegistries.length === 0) return;
    // Stages go by their names only: hadolint takes `--from=0` for an image.
    const names = new Set<string>();
    for (const instruction of instructions) {
      if (instruction.kind === 'FROM') {
        const image = parseImageReference(instruction.image.value);
        if (!names.has(image.name) && !isTrusted(image, config)) {
          yield found(instruction, { at: instruction.image, message: `${instruction.image.value} is not on a trusted registry.` });
        }
        if (instruction.alias !== undefined) names.add(instruction.alias.value);
      } else if (instruction.kind === 'COPY' && instruction.from !== undefined) {
        if (!names.has(instruction.from) && !isTrusted(parseImageReference(instruction.from), config)) {
          yield found(instruction, { at: copyFrom(instruction), message: `${instruction.from} is not on a trusted registry.` });
        }
      } else if (instruction.kind === 'RUN') {
        const foreign = mountsOf(instruction).find(({ from }) => from !== undefined && !names.has(from) && !isTrusted(parseImageReference(from), config));
        if (foreign !== undefined) yield found(instruction, { at: instruction.keywordSpan, message: `${foreign.from ?? ''} is not on a trusted registry.` });
      }
    }
  },
});

/** Exact, `*`, `*suffix` or `prefix*`. */
function isTrusted(image: ImageReference, config: LintConfig): boolean {
  const { registry } = image;
  if (registry === undefined && image.name === 'scratch') return true;
  const names = registry === undefined ? ['docker.io', 'hub.docker.com'] : [registry];
  return config.trustedRegistries.some((pattern) => names.some((name) => pattern === '*' || pattern === name
    || (pattern.startsWith('*') && name.endsWith(pattern.slice(1))) || (pattern.endsWith('*') && name.startsWith(pattern.slice(0, -1)))));
}

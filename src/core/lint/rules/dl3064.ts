/** DL3064: secrets in ARG and ENV. */
import type { PairsInstruction } from '../../dockerfile/model';
import { found, hadolintRule } from '../hadolint-rule';
import { SECRET_NAMES, SECRET_PARTS } from '../secret-names';

export const dl3064 = hadolintRule({
  code: 'DL3064', name: 'no-secrets-in-variables', severity: 'warning', onbuild: true,
  checks: 'The name of an ARG or ENV is one of a known secret, or holds `password`, `secret`, `token` or the like.',
  why: 'Everybody who has the image can read ENV in its configuration and ARG in its history. Use `RUN --mount=type=secret`.',
  links: ['https://docs.docker.com/build/building/secrets/', 'https://docs.docker.com/reference/build-checks/secrets-used-in-arg-or-env/'],
  bad: 'FROM debian:12\nARG NPM_TOKEN\n',
  good: 'FROM debian:12\nRUN --mount=type=secret,id=npm make\n',
  *check({ instructions }) {
    for (const instruction of instructions) {
      if (instruction.kind !== 'ARG' && instruction.kind !== 'ENV') continue;
      const { pairs } = instruction as PairsInstruction;
      const secret = (instruction.kind === 'ARG' ? pairs.slice(0, 1) : pairs).find(({ key }) => isSecret(key.value));
      if (secret !== undefined) yield found(instruction, { at: secret.key, message: `${secret.key.value} looks like a secret: everybody who has the image can read it.` });
    }
  },
});

function isSecret(name: string): boolean {
  const lower = name.toLowerCase();
  return SECRET_NAMES.has(name.toUpperCase()) || SECRET_PARTS.some((part) => lower.includes(part));
}

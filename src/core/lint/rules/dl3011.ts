/** DL3011: ports that do not exist. */
import { found, hadolintRule, ofKind } from '../hadolint-rule';

export const dl3011 = hadolintRule({
  code: 'DL3011', name: 'valid-port', severity: 'error',
  checks: 'EXPOSE names a port above 65535.',
  why: 'Ports have sixteen bits.',
  bad: 'FROM debian:12\nEXPOSE 80000\n',
  good: 'FROM debian:12\nEXPOSE 8080\n',
  *check({ instructions }) {
    for (const expose of ofKind(instructions, 'EXPOSE')) {
      const word = expose.words.find(({ value }) => {
        const [, from, to] = /^(\d+)(?:-(\d+))?(?:\/[A-Za-z]+)?$/.exec(value) ?? [];
        return Number(from ?? 0) > 65535 || Number(to ?? 0) > 65535;
      });
      if (word !== undefined) yield found(expose, { at: word, message: `${word.value} is no port: they end at 65535.` });
    }
  },
});

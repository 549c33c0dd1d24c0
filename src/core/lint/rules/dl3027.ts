/** DL3027: apt in scripts. */
import { head } from '../commands';
import { firstCommand, hadolintRule } from '../hadolint-rule';

export const dl3027 = hadolintRule({
  code: 'DL3027', name: 'use-apt-get', severity: 'warning', onbuild: true,
  checks: 'RUN calls `apt`.',
  why: '`apt` is made for people: its output and options may change between releases. `apt-get` and `apt-cache` stay the same.',
  bad: 'FROM debian:12\nRUN apt install -y curl=7.88.*\n',
  good: 'FROM debian:12\nRUN apt-get update && apt-get install -y --no-install-recommends curl=7.88.* && rm -rf /var/lib/apt/lists/*\n',
  check(context) {
    return firstCommand(context, (command) => command.name === 'apt', (command) => ({
      at: head(command), message: 'apt may change between releases: use apt-get or apt-cache in scripts.',
    }));
  },
});

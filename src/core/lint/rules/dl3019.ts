/** DL3019: apk keeps its index. */
import { calls, hasFlag, head } from '../commands';
import { firstCommand, fixAll, hadolintRule, insertAfter } from '../hadolint-rule';
import { keepsOutOfImage } from '../mounts';

export const dl3019 = hadolintRule({
  code: 'DL3019', name: 'apk-no-cache', severity: 'info', bearsOnSize: true, onbuild: true, fixable: 'safe',
  checks: '`apk add` without `--no-cache`, and `/var/cache/apk` is not a cache mount.',
  why: 'With `--no-cache` apk reads its index without storing it, so neither `apk update` nor a clean-up is needed.',
  cost: 'about 2 MB a layer',
  bad: 'FROM alpine:3.20\nRUN apk add curl=8.9.1-r2\n',
  good: 'FROM alpine:3.20\nRUN apk add --no-cache curl=8.9.1-r2\n',
  check(context) {
    return firstCommand(
      context,
      (command, run) => calls(command, 'apk', 'add') && !hasFlag(command, 'no-cache') && !keepsOutOfImage(run, '/var/cache/apk'),
      (command, all) => {
        const fix = fixAll('Add --no-cache', 'safe', all, (one) => insertAfter(one, ['add'], '--no-cache'));
        return { at: head(command, 'add'), message: 'apk stores its package index in the layer: add --no-cache.', ...(fix === undefined ? {} : { fix }) };
      },
    );
  },
});

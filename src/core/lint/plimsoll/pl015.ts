/** PL015: uv keeps what it downloaded. */
import { hasFlag, hasSequence, type Command } from '../commands';
import { fixAll } from '../hadolint-rule';
import { keepsOutOfImageAnywhere } from '../mounts';
import { withFix } from '../fixes/edits';
import { commandsOf, lastingRuns, plimsollRule, setsVariable } from './plimsoll-rule';

export const pl015 = plimsollRule({
  code: 'PL015', name: 'uv-cache-left', fixable: 'safe',
  checks: '`uv sync`, `uv pip install` or `uv tool install` without `--no-cache`, `UV_NO_CACHE` or a cache mount.',
  why: 'uv keeps wheels in `~/.cache/uv`. Where it copies instead of linking, each file is in the layer twice.',
  cost: 'up to as much again as the packages weigh',
  links: ['https://docs.astral.sh/uv/guides/integration/docker/#caching'],
  bad: 'FROM python:3.12\nRUN uv sync --locked\n',
  good: 'FROM python:3.12\nRUN uv --no-cache sync --locked\n',
  *check(context) {
    if (setsVariable(context, /^UV_(?:NO_CACHE|CACHE_DIR)$/)) return;
    for (const run of lastingRuns(context)) {
      if (keepsOutOfImageAnywhere(run, '.cache') || keepsOutOfImageAnywhere(run, 'uv') || /UV_NO_CACHE|UV_CACHE_DIR|\.cache|uv cache/.test(context.hadolintScript(run).text)) continue;
      const all = commandsOf(context, run).filter(fillsCache);
      const [first] = all;
      if (first === undefined) continue;
      const fix = fixAll('Add --no-cache', 'safe', all, ({ shell }) => ({ start: shell.name.end, end: shell.name.end, text: ' --no-cache' }));
      yield {
        instruction: run, span: { start: first.start, end: first.words[0]?.end ?? first.end },
        message: 'The cache of uv stays in this layer: add --no-cache, or mount a cache.', ...withFix(fix),
      };
    }
  },
});

function fillsCache(command: Command): boolean {
  if (command.name !== 'uv' || hasFlag(command, 'no-cache', 'cache-dir') || command.args.includes('-n')) return false;
  return command.args.includes('sync') || hasSequence(command, 'pip', 'install') || hasSequence(command, 'tool', 'install') || hasSequence(command, 'pip', 'sync');
}

/** PL014: Poetry keeps its downloads. */
import { hasFlag } from '../commands';
import { cacheRule, verbIs } from './cache-rule';

export const pl014 = cacheRule({
  code: 'PL014', name: 'poetry-cache-left',
  checks: '`poetry install`, `add`, `update` or `sync` without `--no-cache`, deletion of its cache in the same RUN, or a cache mount.',
  why: 'Poetry keeps wheels and archives in `~/.cache/pypoetry` beside the environment, which lives there too by default.',
  cost: 'about as much again as the packages weigh',
  links: ['https://python-poetry.org/docs/configuration/#cache-dir'],
  bad: 'FROM python:3.12\nRUN poetry install --only main\n',
  good: 'FROM python:3.12\nRUN poetry install --only main --no-cache\n',
}, {
  of: 'Poetry',
  fills: (command) => verbIs(command, ['poetry'], ['install', 'add', 'update', 'sync']) && !hasFlag(command, 'no-cache'),
  spares: (command) => verbIs(command, ['poetry'], ['cache']),
  place: /pypoetry|\.cache\b/,
  variable: /POETRY_(?:CACHE_DIR|NO_CACHE)/,
  cleanUp: () => 'rm -rf ~/.cache/pypoetry/cache ~/.cache/pypoetry/artifacts',
});

/** PL038: Python packages that only development needs. */
import { flagValues, hasFlag, isPipInstall, type Command } from '../commands';
import { verbIs } from './cache-rule';
import { commandsOf, lastingRuns, plimsollRule } from './plimsoll-rule';

/** Names of files that list what development needs. */
export const DEVELOPMENT_REQUIREMENTS = /(?:^|[/_.-])(?:dev|devel|development|test|tests|testing|lint|docs?)(?:[-_.]requirements)?\.(?:txt|in)$/i;
/** Distributions that nobody's program imports. */
export const DEVELOPMENT_TOOLS: ReadonlySet<string> = new Set(['pytest', 'pytest-cov', 'flake8', 'black', 'mypy', 'pylint', 'ruff', 'tox', 'nox', 'coverage', 'twine', 'sphinx', 'pre-commit', 'ipdb', 'isort']);

export const pl038 = plimsollRule({
  code: 'PL038', name: 'python-dev-dependencies',
  checks: 'pip installs test or development tools, or Poetry all groups, in a stage that is part of the image.',
  why: 'Test runners and linters are not needed to run the program. They belong in a stage of their own.',
  cost: '10 to 100 MB',
  links: ['https://docs.docker.com/build/building/multi-stage/'],
  bad: 'FROM python:3.12-slim\nRUN pip install --no-cache-dir -r requirements-dev.txt\n',
  good: 'FROM python:3.12-slim\nRUN pip install --no-cache-dir -r requirements.txt\n',
  *check(context) {
    for (const run of lastingRuns(context)) {
      for (const command of commandsOf(context, run)) {
        const what = develops(command);
        if (what === undefined) continue;
        yield {
          instruction: run, span: { start: command.start, end: command.end },
          message: `${what} is not needed to run the program: leave it to a stage of its own.`,
        };
        break;
      }
    }
  },
});

function develops(command: Command): string | undefined {
  if (isPipInstall(command)) {
    const file = [...flagValues(command, 'r'), ...flagValues(command, 'requirement')].find(({ value }) => DEVELOPMENT_REQUIREMENTS.test(value));
    return file?.value ?? command.args.find((arg) => DEVELOPMENT_TOOLS.has(arg.replace(/[=<>~!;[].*$/s, '').toLowerCase()));
  }
  const all = verbIs(command, ['poetry'], ['install']) && !hasFlag(command, 'only', 'no-dev', 'without', 'only-root', 'help');
  return all ? 'What Poetry installs for development' : undefined;
}

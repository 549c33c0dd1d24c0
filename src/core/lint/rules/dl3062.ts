/** DL3062: Go packages fetched without a version. */
import { calls, operands, type Command } from '../commands';
import type { ShellWord } from '../../dockerfile/shell';
import { found, hadolintRule, runs } from '../hadolint-rule';

const VERBS = ['install', 'get', 'run'];

export const dl3062 = hadolintRule({
  code: 'DL3062', name: 'pin-go-versions', severity: 'warning', onbuild: true,
  checks: '`go install`, `go get` or `go run` names a remote package without a version, or with `@latest`.',
  why: 'The next build may fetch another release. Write `package@version`.',
  bad: 'FROM golang:1.23\nRUN go install golang.org/x/tools/cmd/stringer@latest\n',
  good: 'FROM golang:1.23\nRUN go install golang.org/x/tools/cmd/stringer@v0.27.0\n',
  *check(context) {
    for (const run of runs(context)) {
      const commands = context.hadolintScript(run).commands.filter((command) => calls(command, 'go', ...VERBS));
      // hadolint looks at nothing else where there is a `go run`.
      const started = commands.filter((command) => verbOf(command) === 'run');
      const loose = (started.length > 0 ? started : commands).flatMap(packagesOf).find((word) => !isFixed(word.simplified));
      if (loose !== undefined) yield found(run, { at: loose, message: `No version is given for ${loose.value}: write ${loose.value.replace(/@.*/, '')}@VERSION.` });
    }
  },
});

/** Of `go run` only the word after it (hadolint looks at the first two words): the rest are the program's own arguments. */
function packagesOf(command: Command): readonly ShellWord[] {
  const words = operands(command);
  if (verbOf(command) === 'run') return words.slice(0, 2).filter(({ simplified }) => simplified !== 'run');
  return words.filter(({ simplified }) => simplified !== 'install' && simplified !== 'get' && simplified !== 'tool');
}

function verbOf(command: Command): string | undefined {
  return operands(command).find(({ simplified }) => VERBS.includes(simplified))?.simplified;
}

function isFixed(name: string): boolean {
  if (name.startsWith('.') || name.startsWith('/')) return true;
  return name.includes('@') && !name.endsWith('@latest') && !name.endsWith('@none');
}

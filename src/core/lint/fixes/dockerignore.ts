/** A first .dockerignore: what the Dockerfile itself shows that no build of it needs. */
import { compilePattern } from '../../context/pattern';
import { KNOWN_PATHS } from '../../context/known-paths';
import type { CopyInstruction } from '../../dockerfile/model';
import type { Fix } from '../../report/report';
import { isPipInstall, type Command } from '../commands';
import type { LintContext } from '../rule';
import { trimEndOf } from '../../trim-chars';

const HEAD = '# Proposed from the Dockerfile: see that the image needs none of this.';

/** Left out of every proposal: build output may be just what a Dockerfile copies, and these lines mean little without the folder. */
const NEEDS_A_LOOK: ReadonlySet<string> = new Set([
  '**/build', '**/obj', '**/bin', '**/venv', '**/target', '**/vendor/bundle', '**/coverage', '**/*.iso', '**/*.qcow2', '**/bower_components', '**/.npmrc', '**/.cache',
]);

/** Lines that hold only where the build makes what they leave out. */
const REBUILT: readonly (readonly [pattern: string, by: (command: Command) => boolean])[] = [
  ['**/node_modules', (one) => ['npm', 'yarn', 'pnpm'].includes(one.name) && (one.args.length === 0 || one.args.some((arg) => /^(?:install|i|ci|clean-install)$/.test(arg)))],
  ['**/bower_components', (one) => one.name === 'bower' && one.args.includes('install')],
  ['**/venv', isPipInstall],
  ['**/target', (one) => (one.name === 'cargo' && one.args.includes('build')) || /^(?:\.\/)?mvnw?$/.test(one.name)],
  ['**/vendor/bundle', (one) => one.name === 'bundle' && one.args.includes('install')],
];

/** Whether the build reads the history of the project. */
const READS_GIT = /\bgit\s+(?:describe|rev-parse|log|submodule|status|show|tag)\b|setuptools.?scm|versioneer|goreleaser|\.git\b/;

/** The file, with the assumption that comes with it. Nothing that a COPY or ADD names is left out. */
export function dockerignoreFix(context: LintContext): Fix {
  const commands = context.instructions.flatMap((one) => (one.kind === 'RUN' ? context.hadolintScript(one).commands : []));
  const named = context.instructions.flatMap((one) => (isContextCopy(one) ? one.sources.map(({ value }) => plainPath(value)) : []));
  const rebuilt = new Map(REBUILT);
  const lines = KNOWN_PATHS.flatMap(({ pattern }) => {
    const by = rebuilt.get(pattern);
    if (by === undefined ? NEEDS_A_LOOK.has(pattern) : !commands.some(by)) return [];
    if (pattern === '**/.git' && READS_GIT.test(context.dockerfile.text)) return [];
    const compiled = compilePattern(pattern);
    return compiled === undefined || named.some((path) => parts(path).some((part) => compiled.matches(part))) ? [] : [pattern];
  });
  return {
    title: 'Add a .dockerignore', safety: 'review', edits: [], files: [{ path: '.dockerignore', text: `${[HEAD, ...lines].join('\n')}\n` }],
    assumes: ['There is no .dockerignore yet; to one that exists, add the lines.', 'The program reads nothing of what the lines leave out, such as .env.'],
  };
}

function isContextCopy(one: LintContext['instructions'][number]): one is CopyInstruction {
  return (one.kind === 'COPY' || one.kind === 'ADD') && one.from === undefined;
}

function plainPath(source: string): string {
  return trimEndOf(source.replace(/^(?:\.?\/)+/, ''), '/');
}

/** A path and the folders above it. */
function parts(path: string): readonly string[] {
  const names = path.split('/');
  return names.map((_, index) => names.slice(0, index + 1).join('/'));
}

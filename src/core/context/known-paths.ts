/** What projects commonly hold that no image needs, and what must never travel: the table behind the suggestions. */

export type PathReason = 'version-control' | 'dependencies' | 'cache' | 'build-output' | 'editor' | 'logs' | 'archive' | 'tests' | 'docs' | 'ci' | 'docker' | 'secret';

export interface KnownPath {
  /** The line for the ignore file. */
  readonly pattern: string;
  readonly reason: PathReason;
  /** Why it can stay behind, in one plain sentence. */
  readonly because: string;
  /** Suggest it only when this file stands beside it (a `target` folder means little without a Cargo.toml). */
  readonly beside?: readonly string[];
}

const rebuilt = 'The build installs its own copy; this one is for this machine, and overwriting that copy with it is a common fault.';
const cache = 'A cache of this machine: nothing in the image reads it.';
const editor = 'Settings of an editor or desktop: nothing in the image reads them.';
const secret = 'Looks like a secret: whoever can pull the image or the build cache can read it.';

export const KNOWN_PATHS: readonly KnownPath[] = [
  { pattern: '**/.git', reason: 'version-control', because: 'The whole history travels with every build, and a COPY of everything puts it into the image.' },
  { pattern: '**/.svn', reason: 'version-control', because: 'The history of the working copy: no image needs it.' },
  { pattern: '**/.hg', reason: 'version-control', because: 'The history of the working copy: no image needs it.' },
  { pattern: '**/node_modules', reason: 'dependencies', because: rebuilt, beside: ['package.json'] },
  { pattern: '**/bower_components', reason: 'dependencies', because: rebuilt },
  { pattern: '**/.venv', reason: 'dependencies', because: rebuilt },
  { pattern: '**/venv', reason: 'dependencies', because: rebuilt, beside: ['requirements.txt', 'pyproject.toml', 'setup.py', 'Pipfile'] },
  { pattern: '**/vendor/bundle', reason: 'dependencies', because: rebuilt, beside: ['Gemfile'] },
  { pattern: '**/target', reason: 'build-output', because: 'Output of cargo or Maven on this machine: the build makes its own.', beside: ['Cargo.toml', 'pom.xml'] },
  { pattern: '**/.gradle', reason: 'cache', because: cache },
  { pattern: '**/build', reason: 'build-output', because: 'Output of a build on this machine: the image’s build makes its own.', beside: ['build.gradle', 'build.gradle.kts', 'CMakeLists.txt', 'setup.py'] },
  { pattern: '**/obj', reason: 'build-output', because: 'Output of a .NET build on this machine.', beside: ['*.csproj', '*.fsproj'] },
  { pattern: '**/bin', reason: 'build-output', because: 'Output of a .NET build on this machine.', beside: ['*.csproj', '*.fsproj'] },
  { pattern: '**/.next', reason: 'build-output', because: 'Output of next build on this machine: the image’s build makes its own.' },
  { pattern: '**/.nuxt', reason: 'build-output', because: 'Output of nuxt build on this machine: the image’s build makes its own.' },
  { pattern: '**/.svelte-kit', reason: 'build-output', because: 'Output of a build on this machine: the image’s build makes its own.' },
  { pattern: '**/.turbo', reason: 'cache', because: cache },
  { pattern: '**/.parcel-cache', reason: 'cache', because: cache },
  { pattern: '**/.cache', reason: 'cache', because: cache },
  { pattern: '**/__pycache__', reason: 'cache', because: cache },
  { pattern: '**/*.py[cod]', reason: 'cache', because: cache },
  { pattern: '**/.pytest_cache', reason: 'cache', because: cache },
  { pattern: '**/.mypy_cache', reason: 'cache', because: cache },
  { pattern: '**/.ruff_cache', reason: 'cache', because: cache },
  { pattern: '**/.tox', reason: 'cache', because: cache },
  { pattern: '**/.nox', reason: 'cache', because: cache },
  { pattern: '**/.eggs', reason: 'cache', because: cache },
  { pattern: '**/*.egg-info', reason: 'build-output', because: 'Written by an install on this machine.' },
  { pattern: '**/.yarn/cache', reason: 'cache', because: cache },
  { pattern: '**/.pnpm-store', reason: 'cache', because: cache },
  { pattern: '**/.terraform', reason: 'cache', because: cache },
  { pattern: '**/coverage', reason: 'tests', because: 'A report of a test run on this machine.', beside: ['package.json', 'go.mod', 'pyproject.toml'] },
  { pattern: '**/.nyc_output', reason: 'tests', because: 'A report of a test run on this machine.' },
  { pattern: '**/.coverage', reason: 'tests', because: 'A report of a test run on this machine.' },
  { pattern: '**/.idea', reason: 'editor', because: editor },
  { pattern: '**/.vscode', reason: 'editor', because: editor },
  { pattern: '**/.DS_Store', reason: 'editor', because: editor },
  { pattern: '**/*.swp', reason: 'editor', because: editor },
  { pattern: '**/*~', reason: 'editor', because: editor },
  { pattern: '**/*.log', reason: 'logs', because: 'Logs of this machine.' },
  { pattern: '**/core.[0-9]*', reason: 'logs', because: 'A core dump: a copy of a process’s memory, secrets included.' },
  { pattern: '**/*.iso', reason: 'archive', because: 'A disk image of its own.' },
  { pattern: '**/*.qcow2', reason: 'archive', because: 'A disk image of its own.' },
  { pattern: '**/.github', reason: 'ci', because: 'Configuration of the forge: nothing in the image reads it.' },
  { pattern: '**/.gitlab-ci.yml', reason: 'ci', because: 'Configuration of the forge: nothing in the image reads it.' },
  { pattern: '**/docker-compose*.y*ml', reason: 'docker', because: 'Each change of it makes a COPY of everything run again.' },
  { pattern: '**/compose*.y*ml', reason: 'docker', because: 'Each change of it makes a COPY of everything run again.' },
  { pattern: '**/.env', reason: 'secret', because: secret },
  { pattern: '**/.env.*', reason: 'secret', because: secret },
  { pattern: '**/*.pem', reason: 'secret', because: secret },
  { pattern: '**/*.key', reason: 'secret', because: secret },
  { pattern: '**/*.p12', reason: 'secret', because: secret },
  { pattern: '**/*.pfx', reason: 'secret', because: secret },
  { pattern: '**/*.jks', reason: 'secret', because: secret },
  { pattern: '**/*.keystore', reason: 'secret', because: secret },
  { pattern: '**/id_rsa', reason: 'secret', because: secret },
  { pattern: '**/id_dsa', reason: 'secret', because: secret },
  { pattern: '**/id_ecdsa', reason: 'secret', because: secret },
  { pattern: '**/id_ed25519', reason: 'secret', because: secret },
  { pattern: '**/.npmrc', reason: 'secret', because: 'Often holds a registry token: pass it as a secret mount instead.' },
  { pattern: '**/.pypirc', reason: 'secret', because: secret },
  { pattern: '**/.netrc', reason: 'secret', because: secret },
  { pattern: '**/.aws', reason: 'secret', because: secret },
  { pattern: '**/.ssh', reason: 'secret', because: secret },
  { pattern: '**/.kube', reason: 'secret', because: secret },
  { pattern: '**/.docker/config.json', reason: 'secret', because: secret },
  { pattern: '**/terraform.tfstate*', reason: 'secret', because: secret },
  { pattern: '**/*.tfvars', reason: 'secret', because: secret },
];

/** Names that look like secrets and are none: examples, public halves, certificates of authorities. */
export const NO_SECRET = /(?:^|\/)(?:\.env\.(?:example|sample|template|dist|defaults?)|[^/]*(?:example|sample|public|\.pub|ca-?cert|ca-bundle|cacert|certs?\.pem|fullchain)[^/]*)$/i;

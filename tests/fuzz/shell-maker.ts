/** Shell scripts as RUN lines have them: what package managers and downloads are called with, joined in all the ways of a shell. */
import type { Random } from './random';

interface Tool {
  readonly names: readonly string[];
  readonly verbs: readonly string[];
  readonly flags: readonly string[];
  readonly words: readonly string[];
}

const PACKAGES = ['curl', 'curl=7.*', '"curl=1"', 'g++', '$PKG', '${PKG}=1', './a.deb', 'python3', '-y', "'x y'", 'a b', 'a=1 b=2'];

const TOOLS: readonly Tool[] = [
  {
    names: ['apt-get', 'apt', '/usr/bin/apt-get', 'aptitude'], verbs: ['install', 'update', 'upgrade', 'clean', 'autoremove', 'dist-upgrade', 'build-dep', 'purge'],
    flags: ['-y', '-yqq', '-qq', '-q -q', '-q=2', '--yes', '--assume-yes', '--no-install-recommends', '-o APT::Install-Recommends=false', '-t sid', '--', '-f', '-V'],
    words: [...PACKAGES, '/var/x.deb'],
  },
  { names: ['apk'], verbs: ['add', 'del', 'update', 'upgrade'], flags: ['--no-cache', '--update', '-U', '--virtual .build', '-t .b', '-q', '--cache-dir /x', '--repository=http://e.x/r', '-X http://e.x'], words: [...PACKAGES, 'a~1', 'a>1', '"a<2"', '.build'] },
  {
    names: ['yum', 'dnf', 'microdnf', 'tdnf'], verbs: ['install', 'groupinstall', 'localinstall', 'clean all', 'update', 'module install', 'reinstall', 'erase', 'makecache'],
    flags: ['-y', '-q', '--assumeyes', '--setopt=a=b', '--nodocs', '-yq', '--enablerepo=x', '-x y'], words: [...PACKAGES, 'a-1.2', 'a-b', 'x.rpm', 'http://e.x/a.rpm', 'nodejs:18', '@dev'],
  },
  { names: ['zypper'], verbs: ['install', 'in', 'clean', 'cc', 'dup', 'dist-upgrade', 'refresh', 'remove', 'patch', 'up'], flags: ['-y', '-n', '--non-interactive', '--no-confirm', '-l', '--gpg-auto-import-keys'], words: [...PACKAGES, 'a>=1', 'x.rpm'] },
  {
    names: ['pip', 'pip3', 'python3 -m pip', 'python -m pip', 'pipx', 'pip2.7', 'uv pip'], verbs: ['install', 'uninstall', 'cache purge', 'wheel', 'download'],
    flags: ['--no-cache-dir', '-r req.txt', '--requirement=r.txt', '-c c.txt', '--constraint c.txt', '-e .', '--editable .', '-U', '--upgrade', '-i http://e.x', '--index-url=http://e.x', '-t /x', '-q', '--user', '--no-cache'],
    words: ['flask', 'flask==1', '"flask>=1,<2"', 'flask~=2', '.', '.[dev]', './x', 'git+https://g.h/x', 'git+https://g.h/x@v1', 'x.whl', '/a/b', 'http://e.x/a.zip', '$P', 'flask[a]==1', 'a===1', 'pip'],
  },
  {
    names: ['npm', 'pnpm', 'yarn', 'bun'], verbs: ['install', 'i', 'add', 'ci', 'cache clean', 'run install', 'global add', 'update', 'exec'],
    flags: ['-g', '--global', '--production', '--force', '-f', '--save-dev', '--prefix /x', '--registry=http://e.x', '--unsafe-perm', '--frozen-lockfile', '--loglevel error'],
    words: ['left', 'left@1', '@a/b', '@a/b@1', '"left@^1"', './x', '.', 'git+ssh://g.h/x.git#v1', 'git+https://g.h/x', 'x.tgz', '/a/b', 'a/b', '$N', 'left@$V', 'left@latest'],
  },
  { names: ['gem', 'bundle', '/usr/bin/gem'], verbs: ['install', 'i', 'update', 'sources -a'], flags: ['-v 1', '--version 1', '--version=1', '-N', '--no-document', '-v1', '--source http://e.x', '--'], words: ['rails', 'rails:1', '"rails:1"', 'a b:1', 'x.gem', '$G'] },
  { names: ['go'], verbs: ['install', 'get', 'run', 'build', 'mod download', 'get tool'], flags: ['-u', '-v', '-ldflags "-s -w"', '-C d', '-tags a', '-d', '-t'], words: ['e.x/a', 'e.x/a@v1', 'e.x/a@latest', './...', '.', '/x', 'main.go', 'e.x/a/...@v1', 'a@none', '$M@v1'] },
  { names: ['cargo', 'composer', 'conda', 'mamba', 'dotnet', 'mvn', 'gradle', 'poetry', 'rustup', 'luarocks', 'pacman', 'opkg'], verbs: ['install', 'build', 'clean', 'restore', 'create', '-S', 'package'], flags: ['-y', '--no-dev', '--noconfirm', '-q', '--release', '--locked'], words: ['x', 'x=1', 'ripgrep@1', 'env'] },
];

const DOWNLOADS = [
  'wget http://e.x/a.tar.gz', 'wget -q http://e.x/a', 'wget -nv -O a http://e.x/a', 'wget --progress=dot:giga http://e.x', 'wget -O- http://e.x', 'wget -o log http://e.x', 'curl -fsSL http://e.x/a', 'curl -O http://e.x/a.zip',
  'curl "$URL" | sh', 'curl http://e.x | tar -xz', 'wget -qO - http://e.x | apt-key add -', 'git clone http://e.x/r', 'git clone --depth 1 http://e.x/r',
];

const OTHERS = [
  'cd /x', 'cd x', 'cd -', 'cd "$D"', 'cd', 'rm -rf /var/lib/apt/lists/*', 'rm -rf /var/lib/apt/lists', 'rm -r /var/cache/apk/*', 'rm -rf /var/cache/yum/* /x', 'rm -rf /root/.cache', 'useradd -u 123456 a', 'useradd -l -u 123456 a',
  'useradd --uid 1000000 a', 'useradd -lu 999999 x', 'ln -sf /bin/bash /bin/sh', 'ln -s a b', 'sudo x', 'su x', 'service x start', 'mount /x', 'kill 1', 'ssh x', 'vim a', 'top', 'free', 'ps aux', 'make', 'make install', 'tar -xf a.tar.gz',
  'tar xzf a.tgz && rm a.tgz', 'unzip a.zip', 'rm a.tar.gz', 'mkdir -p a/{b,c}', 'chown -R a:b /x', 'chmod -R 755 /x', 'echo a | tee b', 'echo "a $X" > f', 'cat a | grep b | wc -l', 'export A=b', 'set -eux', 'set -o pipefail', 'true', ':',
  'test -f a || exit 1', '[ -f a ]', '[[ $A == b ]]', '(( x = 1 ))', 'echo $((1 + 2))', 'echo `date`', 'echo $(ls | wc -l)', 'printf "%s\\n" a', 'sed -i "s/a/b/" f', "awk '{print $1}' f", 'find . -name x -exec rm {} +', 'A=1', 'A=$(cat f | head)',
  'source x', '. ./x', 'eval "$X"', 'exec "$@"', 'ls *.c', "echo 'a'\\''b'", 'echo "a\\"b"', 'x=(a b)', 'yarn', 'bash -c "apt-get update"', 'sh x.sh', 'shutdown', 'ldconfig', 'strip x', 'apt-mark auto x', 'debootstrap x', 'gpg --verify a',
];

/** One command, with what may stand before it. */
function command(random: Random): string {
  const die = random.below(10);
  let text: string;
  if (die < 6) {
    const tool = random.pick(TOOLS);
    const parts = [random.pick(tool.verbs)];
    for (let count = random.below(4); count > 0; count -= 1) parts.push(random.pick(tool.flags));
    for (let count = random.below(3); count > 0; count -= 1) parts.push(random.pick(tool.words));
    // Flags stand before and behind the verb.
    if (random.chance(0.25)) parts.unshift(parts.pop()!);
    text = `${random.pick(tool.names)} ${parts.join(random.chance(0.05) ? '  ' : ' ')}`;
  } else text = random.pick(die < 7 ? DOWNLOADS : OTHERS);
  if (random.chance(0.2) && die < 7) {
    text = `${random.pick(['sudo ', 'DEBIAN_FRONTEND=noninteractive ', 'env A=b ', 'time ', '! ', 'command ', 'exec ', 'sudo -E ', 'A=b C="d e" ', 'xargs ', 'nice -n 5 ', 'bash -c ', '\\', 'eatmydata '])}${text}`;
  }
  if (random.chance(0.12)) text = `${text} ${random.pick(['> /dev/null', '2>&1', '>> log 2>&1', '< in', '&> x', '| cat', '|& tee y', '<<< "a"', '# remark', '2> >(cat)'])}`;
  return text;
}

const JOINTS = [' && ', ' && ', ' && ', ' && \\\n    ', ' \\\n  && ', '; ', ' ; \\\n ', ' || ', ' | ', ' & ', ';\\\n', ' && \\\n# remark\n  ', ' && \\\n\n  '];

/** A script of one to five commands, some of them in loops, tests and substitutions. */
export function makeScript(random: Random, depth = 0): string {
  let text = '';
  for (let count = 1 + random.below(depth > 0 ? 2 : 5); count > 0; count -= 1) {
    const part = random.chance(0.12) && depth < 2 ? nested(random, depth + 1) : command(random);
    text = text === '' ? part : `${text}${random.pick(JOINTS)}${part}`;
  }
  return text;
}

function nested(random: Random, depth: number): string {
  const inner = (): string => makeScript(random, depth);
  switch (random.below(11)) {
    case 0: return `(${inner()})`;
    case 1: return `{ ${inner()}; }`;
    case 2: return `if ${inner()}; then ${inner()}; fi`;
    case 3: return `if ${command(random)}; then ${inner()}; else ${inner()}; fi`;
    case 4: return `for x in a b; do ${inner()}; done`;
    case 5: return `while ${command(random)}; do ${inner()}; done`;
    case 6: return `case "$X" in a) ${inner()} ;; *) ${inner()} ;; esac`;
    case 7: return `f() { ${inner()}; }`;
    case 8: return `echo "$(${inner()})"`;
    case 9: return `bash -c "${command(random).replaceAll('"', '')}"`;
    default: return `(( ${random.pick(['x', 'a | b', '1 << 2', 'x++', 'a || b'])} ))`;
  }
}

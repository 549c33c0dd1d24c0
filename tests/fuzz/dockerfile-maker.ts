/** Dockerfiles that a seed decides: every instruction in its forms, sensible and not, so that every rule has something to say. */
import type { Random } from './random';
import { makeScript } from './shell-maker';

const IMAGES = [
  'debian', 'debian:12', 'debian:latest', 'alpine:3.20', 'scratch', 'golang:1.23', 'node:20-slim', 'e.x/a/b', 'e.x:5000/a:1', 'localhost:5000/a', 'a@sha256:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef',
  '$BASE', '${BASE}', '${BASE:-debian:12}', 'a:$TAG', 'a:${TAG:-latest}', '"debian:12"', 'Debian', 'build', 'base', 'mcr.microsoft.com/windows/servercore:ltsc2022',
];
const NAMES = ['build', 'base', 'final', 'Build', 'scratch', 'context', 'a', '1', 'build-1', 'x_y', '$N'];
const PATHS = ['.', './', '/', '/app', '/app/', 'app', 'a b', 'a.tar.gz', 'x.zip', '$D', '${D}/x', '"/q"', "'/s'", 'C:/x', 'C:\\\\x', '~', '../x', '*.c', 'http://e.x/a', 'https://e.x/a.tgz', 'git@g.h:a/b.git', '/var/lib/apt/lists'];
const VALUES = ['1', '"a b"', "'c'", '$A', '${A}', '${A:-x}', '${A:+y}', 'a\\ b', '', '"$A/b"', '${A#x}', '${A%%/*}', '${A/x/y}', '$A$B', '\\$A', '"a\\"b"', '${A', 'a=b', '/bin:$PATH'];
const KEYS = ['A', 'B', 'PATH', 'PIP_NO_CACHE_DIR', 'API_TOKEN', 'db_password', 'HTTP_PROXY', 'a.b', 'DEBIAN_FRONTEND', 'TARGETARCH', 'maintainer', 'org.opencontainers.image.title', 'A-B', '$K', '"C"'];
const SHELLS = ['["/bin/bash", "-o", "pipefail", "-c"]', '["/bin/bash", "-eo", "pipefail", "-c"]', '["/bin/sh", "-c"]', '["powershell", "-command"]', '["cmd", "/S", "/C"]', '["/bin/ash", "-eo", "pipefail", "-c"]', '/bin/bash -c', '[]', "['a']"];
const DIRECTIVES = ['# syntax=docker/dockerfile:1', '# escape=`', '# escape=\\', '#check=skip=StageNameCasing', '# check=error=true;skip=all', '# check=experimental=all', '# hadolint global ignore=DL3008', '# a remark', ''];
const PRAGMAS = ['# hadolint ignore=DL3008', '# hadolint ignore=DL3008,SC2086 # why', '# hadolint shell=/bin/bash', '# hadolint stage ignore=DL3006', '# check=skip=JSONArgsRecommended // why', '# a remark', '#', '', '   # indented'];

/** A file of up to twenty instructions; one in eight lacks its FROM. */
export function makeDockerfile(random: Random): string {
  const lines: string[] = [];
  while (random.chance(0.15)) lines.push(random.pick(DIRECTIVES));
  while (random.chance(0.2)) lines.push(`ARG ${pair(random)}`);
  const stages = random.chance(0.125) ? 0 : 1 + random.below(3);
  for (let stage = 0; stage < Math.max(1, stages); stage += 1) {
    if (stages > 0) lines.push(from(random));
    for (let count = 1 + random.below(7); count > 0; count -= 1) {
      while (random.chance(0.12)) lines.push(random.pick(PRAGMAS));
      lines.push(instruction(random));
    }
  }
  return `${lines.join(random.chance(0.04) ? '\r\n' : '\n')}${random.chance(0.9) ? '\n' : ''}`;
}

function keyword(random: Random, name: string): string {
  return random.chance(0.04) ? random.pick([name.toLowerCase(), name.charAt(0) + name.slice(1).toLowerCase(), `  ${name}`]) : name;
}

function from(random: Random): string {
  const platform = random.chance(0.12) ? ` --platform=${random.pick(['linux/amd64', '$BUILDPLATFORM', '$TARGETPLATFORM', '${TARGETPLATFORM}', 'windows/amd64'])}` : '';
  const alias = random.chance(0.45) ? ` ${random.pick(['AS', 'AS', 'as', 'As'])} ${random.pick(NAMES)}` : '';
  return `${keyword(random, 'FROM')}${platform} ${random.pick(IMAGES)}${alias}`;
}

function pair(random: Random): string {
  return random.chance(0.2) ? random.pick(KEYS) : `${random.pick(KEYS)}=${random.pick(VALUES)}`;
}

function several(random: Random, most: number, make: () => string): string {
  return Array.from({ length: 1 + random.below(most) }, make).join(random.chance(0.1) ? ' \\\n  ' : ' ');
}

const json = (words: readonly string[]): string => `[${words.map((word) => JSON.stringify(word)).join(', ')}]`;

function run(random: Random): string {
  const flags = random.chance(0.15)
    ? `${random.pick(['--mount=type=cache,target=/var/cache/apt', '--mount=type=cache,target=/root/.cache/pip', '--mount=type=tmpfs,target=/var/lib/apt/lists', '--mount=type=bind,from=build,target=/x', '--mount=from=e.x/a,target=/y', '--network=none', '--security=insecure', '--mount=type=cache,dst=/var/cache/apk'])} `
    : '';
  const script = makeScript(random);
  if (random.chance(0.06)) return `${flags}${json(script.replace(/\s+/g, ' ').split(' '))}`;
  if (random.chance(0.06)) return `${flags}${heredoc(random, '', script.replaceAll('\\\n', '\n'))}`;
  return `${flags}${script}`;
}

/** `before <<EOF`, the body, the end; now and then the end is missing or indented. */
function heredoc(random: Random, after: string, body: string): string {
  const mark = random.pick(['<<EOF', '<<EOF', '<<-EOF', "<<'EOF'", '<<"EOF"', '3<<EOF', '<<EOF cat', '<<EOF sh -x', 'cat <<EOF > f', '<<A <<EOF']);
  const end = random.pick(['EOF', 'EOF', 'EOF', '\tEOF', 'EOF ', '']);
  return `${mark}${after}\n${body}\n${mark.includes('<<A') ? 'A\n' : ''}${end}`;
}

function command(random: Random): string {
  const script = random.pick(['sh', 'node a.js', 'a "$X" | b', 'exec /x', './a -b && c']);
  return random.chance(0.5) ? json(script.split(' ')) : script;
}

function copy(random: Random): string {
  const flags = random.chance(0.3) ? `${random.pick(['--from=build', '--from=0', '--from=e.x/a:1', '--from=2', '--chown=a:b', '--chmod=755', '--link', '--parents', '--exclude=*.md', '--checksum=sha256:0', '--from=$N'])} ` : '';
  if (random.chance(0.06)) return `${flags}${heredoc(random, ` ${random.pick(PATHS)}`, 'text $A')}`;
  const words = Array.from({ length: 2 + (random.chance(0.2) ? 1 : 0) }, () => random.pick(PATHS));
  return `${flags}${random.chance(0.1) ? json(words) : words.join(' ')}`;
}

function instruction(random: Random): string {
  if (random.chance(0.06)) return `${keyword(random, 'ONBUILD')} ${plain(random)}`;
  return plain(random);
}

function plain(random: Random): string {
  const line = (name: string, rest: string): string => `${keyword(random, name)} ${rest}`;
  switch (random.below(30)) {
    case 0: return line('COPY', copy(random));
    case 1: case 2: return line('ADD', copy(random));
    case 3: case 4: return line('COPY', copy(random));
    case 5: return line('ENV', random.chance(0.15) ? `${random.pick(KEYS)} ${random.pick(VALUES)}` : several(random, 3, () => pair(random)));
    case 6: return line('ARG', several(random, 2, () => pair(random)));
    case 7: return line('LABEL', several(random, 3, () => pair(random)));
    case 8: return line('WORKDIR', random.pick(PATHS));
    case 9: return line('USER', random.pick(['root', '0', 'app', '1000:1000', '$U', '${U:-app}', 'root:root', '1001']));
    case 10: return line('EXPOSE', several(random, 2, () => random.pick(['80', '80/tcp', '80/TCP', '70000', '8000-8010', '$P', '127.0.0.1:80:80', '80000/udp', '66000-66001'])));
    case 11: return line('CMD', command(random));
    case 12: return line('ENTRYPOINT', command(random));
    case 13: return line('HEALTHCHECK', random.pick(['NONE', 'CMD curl x', 'CMD ["a"]', '--interval=5s CMD a | b', '--bad CMD x']));
    case 14: return line('SHELL', random.pick(SHELLS));
    case 15: return line('VOLUME', random.pick(['/x', '["/a", "/b"]', '/a /b', '$V']));
    case 16: return random.pick(['MAINTAINER a', 'STOPSIGNAL SIGTERM', 'FOO bar', 'ONBUILD FROM x', 'ONBUILD ONBUILD RUN x', 'RUN', 'FROM', 'COPY a', 'ENV', 'CMD', '&& x', '<<EOF']);
    default: return line('RUN', run(random));
  }
}

/** PL027: compilers and build tools in the image. */
import { isPipInstall, type Command } from '../commands';
import { buildToolsFix } from '../fixes/build-tools';
import { withFix } from '../fixes/edits';
import { installed, packageName, uninstalls } from './packages';
import { commandsOf, lastingRuns, plimsollRule } from './plimsoll-rule';

const TOOLS = /^(?:build-essential|build-base|gcc(?:-\d+)?|g\+\+(?:-\d+)?|gcc-c\+\+|clang(?:-\d+)?|cmake|autoconf|automake|bison|flex|ninja-build|meson|rustc|cargo|golang(?:-go|-[\d.]+(?:-go)?)?|maven|gradle|default-jdk(?:-headless)?|openjdk-?\d+-jdk(?:-headless)?|java-[\d.]+-openjdk-devel|linux-headers(?:-.*)?|kernel-devel|alpine-sdk|base-devel)$/;

export const pl027 = plimsollRule({
  code: 'PL027', name: 'build-tools-in-image', fixable: 'review',
  checks: 'A stage that is part of the image installs compilers or build tools, builds something, and does not remove them in the same RUN.',
  why: 'What builds the program is not needed to run it. Build in an earlier stage and copy the result, or remove the tools in the RUN that installs them.',
  cost: '100 to 500 MB',
  links: ['https://docs.docker.com/build/building/multi-stage/'],
  bad: 'FROM debian:12\nRUN apt-get update && apt-get install -y --no-install-recommends gcc make && rm -rf /var/lib/apt/lists/*\nCOPY . /src\nRUN make -C /src install\n',
  good: 'FROM gcc:14 AS build\nCOPY . /src\nRUN make -C /src install DESTDIR=/out\nFROM debian:12\nCOPY --from=build /out /\n',
  *check(context) {
    const runs = lastingRuns(context).map((run) => ({ run, commands: commandsOf(context, run) }));
    // Without anything that is built here, tools are what the image is for.
    if (!runs.some(({ commands }) => commands.some(builds))) return;
    for (const { run, commands } of runs) {
      if (commands.some(uninstalls)) continue;
      const installs = commands.map((command) => ({ command, words: installed(command).filter((word) => TOOLS.test(packageName(word))) })).filter(({ words }) => words.length > 0);
      const tools = installs.flatMap(({ words }) => words);
      const [first] = tools;
      if (first === undefined) continue;
      const [only, ...more] = installs;
      const names = [...new Set(tools.map(packageName))];
      yield {
        instruction: run, span: first,
        message: `${names.slice(0, 4).join(', ')}${names.length > 4 ? ' and more' : ''} ${names.length === 1 ? 'stays' : 'stay'} in the image: build in an earlier stage and copy the result.`,
        ...withFix(only === undefined || more.length > 0 ? undefined : buildToolsFix(context, run, only.command, only.words)),
      };
    }
  },
});

function builds(command: Command): boolean {
  const name = command.name.replace(/^.*\//s, '');
  if (/^(?:make|cmake|gcc|g\+\+|cc|clang|configure|ninja|meson|mvnw?|gradlew?|cargo|rustc|docker-php-ext-install|pecl|phpize|bundle|javac|ant|sbt|rebar3?|mix)$/.test(name)) return true;
  if (isPipInstall(command)) return true;
  if (name === 'go') return command.args.some((arg) => ['build', 'install', 'get', 'test'].includes(arg));
  if (['npm', 'yarn', 'pnpm', 'gem'].includes(name)) return command.args.some((arg) => ['install', 'i', 'ci', 'build', 'add'].includes(arg));
  return /^python[\d.]*$/.test(name) && command.args.includes('setup.py');
}

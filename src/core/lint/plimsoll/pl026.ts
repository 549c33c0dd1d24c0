/** PL026: debug symbols, documentation and manual pages are installed. */
import { installed, packageName, uninstalls } from './packages';
import { commandsOf, lastingRuns, plimsollRule } from './plimsoll-rule';

/** `-doc` only at the end: `docker` and `doctrine` are none. */
const HEAVY = /-(?:dbg|dbgsym|debuginfo|debugsource|docs?|man-pages)$|^(?:man-db|manpages|manpages-dev|man-pages)$/;

const DEBUGGER = /^(?:gdb(?:-multiarch|server)?|lldb(?:-\d+)?|valgrind|man)$/;

export const pl026 = plimsollRule({
  code: 'PL026', name: 'debug-and-docs',
  checks: 'Packages of debug symbols, documentation or manual pages are installed in a stage that is part of the image, and no debugger is.',
  why: 'A container reads none of them. Symbols can be kept beside the image, for the day they are needed.',
  cost: '1 to 500 MB a package',
  bad: 'FROM debian:12\nRUN apt-get update && apt-get install -y --no-install-recommends libc6-dbg && rm -rf /var/lib/apt/lists/*\n',
  good: 'FROM debian:12\nRUN apt-get update && apt-get install -y --no-install-recommends libc6 && rm -rf /var/lib/apt/lists/*\n',
  *check(context) {
    const runs = lastingRuns(context);
    // Whoever debugs in the container reads them there.
    if (runs.some((run) => commandsOf(context, run).flatMap(installed).some((word) => DEBUGGER.test(packageName(word))))) return;
    for (const run of runs) {
      const commands = commandsOf(context, run);
      if (commands.some(uninstalls)) continue;
      const word = commands.flatMap(installed).find((one) => HEAVY.test(packageName(one)));
      if (word !== undefined) yield {
        instruction: run, span: word,
        message: `${packageName(word)} serves people at a screen, not a container: leave it out.`,
      };
    }
  },
});

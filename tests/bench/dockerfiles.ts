/** Linting a thousand Dockerfiles in one process each: ours, without ShellCheck and with it, against hadolint, which has it built in. */
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { shellParser } from '../../src/core/dockerfile/shell-parser';
import { lintDockerfile } from '../../src/core/lint/lint-dockerfile';
import { median, type Times } from './measure';
import { hasCommand, quoted, timed } from './native';

const COUNT = 1000;

/** Files named like Dockerfiles below a folder. */
function dockerfilesBelow(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((path) => /(^|[/.])(Dockerfile|Containerfile)[^/]*$/i.test(path))
    .map((path) => join(folder, path))
    .filter((path) => statSync(path).isFile())
    .sort();
}

/** Milliseconds after which a linter is stopped: a quiet machine needs a fifth of it. */
const PATIENCE = 600_000;

export interface LintRounds {
  readonly files: number;
  readonly withoutShellcheck: readonly Times[];
  /** Once: it takes minutes, and no target depends on it. Undefined where it was stopped. */
  readonly withShellcheck: Times | undefined;
  /** Empty where hadolint is not installed. */
  readonly hadolint: readonly Times[];
}

/** The files are repeated, each time with a comment of its own, until there are a thousand. Tells each time as it comes. */
export function lintRounds(folder: string, rounds: number, tell: (what: string, times: Times | undefined) => void): LintRounds {
  const found = dockerfilesBelow(folder);
  if (found.length === 0) throw new Error(`There is no Dockerfile below ${folder}`);
  const work = mkdtempSync(join(tmpdir(), 'plimsoll-lint-'));
  try {
    const names = Array.from({ length: COUNT }, (_, at) => {
      const name = join(work, `${at}.Dockerfile`);
      writeFileSync(name, `${readFileSync(found[at % found.length]!, 'utf8')}\n# copy ${at}\n`);
      return name;
    });
    const cases = join(work, 'cases.json');
    writeFileSync(cases, JSON.stringify(names.map((name, id) => ({ id, dockerfile: readFileSync(name, 'utf8') }))));
    const headless = `${quoted(process.execPath)} ${quoted(join(process.cwd(), 'tests/headless/main.mjs'))} lint-batch ${quoted(cases)}`;
    const told = (what: string, command: string): Times | undefined => {
      const times = timed(command, PATIENCE);
      tell(what, times);
      return times;
    };
    const withoutShellcheck: Times[] = [];
    const theirs: Times[] = [];
    // The engine is bundled when it is first called for: that is not part of the first round.
    told('bundled', `${headless} --no-shellcheck > /dev/null`);
    for (let round = 0; round < rounds; round += 1) {
      withoutShellcheck.push(told('without ShellCheck', `${headless} --no-shellcheck > /dev/null`) ?? never());
      if (hasCommand('hadolint')) theirs.push(told('hadolint', `{ hadolint --no-fail -f json ${quoted(work)}/*.Dockerfile || true; } > /dev/null`) ?? never());
    }
    return { files: found.length, withoutShellcheck, withShellcheck: told('with ShellCheck', `${headless} > /dev/null`), hadolint: theirs };
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
}

/** Lines of the one file that is timed by itself. */
const LINES = 200;
const WARM_UP = 10;
const RUNS = 21;

/** Milliseconds that the rules take, in a process that is warm, for the file whose length is nearest to 200 lines. */
export async function oneFile(folder: string): Promise<{ readonly lines: number; readonly milliseconds: number }> {
  const texts = dockerfilesBelow(folder).map((path) => readFileSync(path, 'utf8'));
  const length = (text: string): number => text.split('\n').length;
  const text = texts.reduce((best, one) => (Math.abs(length(one) - LINES) < Math.abs(length(best) - LINES) ? one : best));
  const shell = shellParser;
  const times = Array.from({ length: WARM_UP + RUNS }, () => {
    const begun = performance.now();
    lintDockerfile(text, { shell });
    return performance.now() - begun;
  });
  return { lines: length(text), milliseconds: median(times.slice(WARM_UP)) };
}

function never(): never {
  throw new Error(`A linter failed, or took more than ${PATIENCE / 60_000} minutes`);
}

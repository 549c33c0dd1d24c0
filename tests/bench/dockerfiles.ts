/** Linting a thousand Dockerfiles in one process each: ours (ShellCheck included, then without) against hadolint, which has it built in. */
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { hasCommand, quoted, timed } from './native';
import type { Times } from './measure';

const COUNT = 1000;

/** Files named like Dockerfiles below a folder. */
function dockerfilesBelow(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((path) => /(^|[/.])(Dockerfile|Containerfile)[^/]*$/i.test(path))
    .map((path) => join(folder, path))
    .filter((path) => statSync(path).isFile())
    .sort();
}

export interface LintRounds {
  readonly files: number;
  readonly ours: Times;
  readonly withoutShellcheck: Times;
  /** Absent where hadolint is not installed. */
  readonly hadolint?: Times | undefined;
}

/** One round. The files are repeated, each time with a comment of its own, until there are a thousand. */
export function lintRound(folder: string): LintRounds {
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
    const ours = timed(`${headless} > ${quoted(join(work, 'ours'))}`);
    const withoutShellcheck = timed(`${headless} --no-shellcheck > /dev/null`);
    if (ours === undefined || withoutShellcheck === undefined) throw new Error('lint-batch failed');
    const hadolint = hasCommand('hadolint') ? timed(`{ hadolint --no-fail -f json ${quoted(work)}/*.Dockerfile || true; } > /dev/null`) : undefined;
    return { files: found.length, ours, withoutShellcheck, hadolint };
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
}

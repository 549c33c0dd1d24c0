/** Files that a command line names: read whole, and whatever is wrong with one of them said in one way. */
import { readFile, stat } from 'node:fs/promises';
import { DEFAULT_LINT_CONFIG, type LintConfig } from '../../src/core/lint/config';
import { parseLintConfig } from '../../src/core/lint/parse-config';
import { failure, success, type Outcome, type Problem } from '../../src/core/problem';

const REASONS: Readonly<Record<string, string>> = {
  ENOENT: 'there is no such file', ENOTDIR: 'a part of its path is no folder', EISDIR: 'it is a folder', EACCES: 'permission was denied', EPERM: 'permission was denied',
  ELOOP: 'its links lead round in a circle', ENAMETOOLONG: 'the name is too long', ERR_INVALID_ARG_VALUE: 'no file can have such a name', ERR_FS_FILE_TOO_LARGE: 'it is larger than 2 GiB',
};

/** The problem that an error of `fs` is to the user. */
export function unreadable(path: string, error: unknown): Problem {
  const code = (error as NodeJS.ErrnoException | undefined)?.code ?? '';
  const why = path === '' ? 'its name is empty' : Object.hasOwn(REASONS, code) ? REASONS[code]! : `the system says ${code || String(error)}`;
  return { kind: 'file-unreadable', message: `The file ${JSON.stringify(path)} cannot be read: ${why}.`, advice: 'Check its name and your permission to read it.', where: { file: path } };
}

export async function readInput(path: string): Promise<Outcome<Uint8Array>> {
  try {
    return success(await readFile(path));
  } catch (error) {
    return failure(unreadable(path, error));
  }
}

export async function readText(path: string): Promise<Outcome<string>> {
  const bytes = await readInput(path);
  return bytes.ok ? success(new TextDecoder().decode(bytes.value)) : bytes;
}

/** `--config FILE`; hadolint's defaults without it. */
export async function readLintConfig(path: string | undefined): Promise<Outcome<LintConfig>> {
  if (path === undefined) return success(DEFAULT_LINT_CONFIG);
  const text = await readText(path);
  return text.ok ? parseLintConfig(text.value) : text;
}

/** Tells whether a folder is there; a problem where it is not. */
export async function requireFolder(path: string): Promise<Outcome<undefined>> {
  const info = path === '' ? undefined : await stat(path).catch(() => undefined);
  if (info?.isDirectory() === true) return success(undefined);
  return failure({ kind: 'folder-missing', message: `${JSON.stringify(path)} is not a folder.`, advice: 'Name the folder that docker build is given.', where: { file: path } });
}

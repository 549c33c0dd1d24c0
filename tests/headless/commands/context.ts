/** `context DIR [--dockerfile FILE]`: a report of kind `context` on a folder of the disk. */
import { lstat, readdir, readFile } from 'node:fs/promises';
import { basename, join, relative, resolve, sep } from 'node:path';
import { analyseContext, ignoreFileCandidates } from '../../../src/core/context/analyse-context';
import type { ContextEntry } from '../../../src/core/context/listing';
import { decodeSource } from '../../../src/core/dockerfile/decode';
import { parseDockerfile } from '../../../src/core/dockerfile/parse';
import type { Diagnostic } from '../../../src/core/problem';
import { VERSION } from '../../../src/core/version';
import { readArguments } from '../arguments';
import type { CommandResult } from '../command';
import { readInput, requireFolder } from '../input-file';

const USAGE = 'context DIR [--dockerfile FILE]';

/** Lists a folder without following links, so that a loop of them ends; what cannot be read becomes a diagnostic. */
async function walk(top: string): Promise<{ entries: ContextEntry[]; diagnostics: Diagnostic[] }> {
  const entries: ContextEntry[] = [];
  const diagnostics: Diagnostic[] = [];
  const folders = [''];
  for (let folder = folders.pop(); folder !== undefined; folder = folders.pop()) {
    let names;
    try {
      names = await readdir(join(top, folder), { withFileTypes: true });
    } catch {
      diagnostics.push({
        kind: 'folder-unreadable', message: `The folder ${folder || '.'} cannot be read, so its files are missing from the figures.`,
        advice: 'Give yourself permission to read it: a build would fail on it too, unless it is ignored.', where: { entry: folder },
      });
      continue;
    }
    for (const name of names) {
      const path = folder === '' ? name.name : `${folder}/${name.name}`;
      if (name.isDirectory()) {
        entries.push({ path, kind: 'dir', bytes: 0 });
        folders.push(path);
      } else if (name.isFile()) entries.push({ path, kind: 'file', bytes: (await lstat(join(top, path))).size });
      else entries.push({ path, kind: name.isSymbolicLink() ? 'symlink' : 'other', bytes: 0 });
    }
  }
  return { entries, diagnostics };
}

async function readOptional(path: string): Promise<Uint8Array | undefined> {
  try {
    return await readFile(path);
  } catch {
    return undefined;
  }
}

export async function run(argv: readonly string[]): Promise<CommandResult> {
  const args = readArguments(argv, { dockerfile: 'string' }, 1, USAGE);
  if (!args.ok) return args.result;
  const folder = await requireFolder(args.value.positionals[0]!);
  if (!folder.ok) return { kind: 'problem', problem: folder.problem };
  const top = resolve(args.value.positionals[0]!);
  const { entries, diagnostics } = await walk(top);
  const named = args.value.text('dockerfile');
  const dockerfileFile = resolve(named ?? join(top, 'Dockerfile'));
  const inside = relative(top, dockerfileFile).split(sep).join('/');
  const dockerfilePath = inside.startsWith('../') ? undefined : inside;
  const given = named === undefined ? undefined : await readInput(named);
  if (given?.ok === false) return { kind: 'problem', problem: given.problem };
  const bytes = given?.value ?? await readOptional(dockerfileFile);
  const source = bytes && decodeSource(bytes);
  if (source && !source.ok) diagnostics.push(source.problem);

  let ignoreFile: { path: string; text: string } | undefined;
  for (const candidate of ignoreFileCandidates(dockerfilePath ?? 'Dockerfile')) {
    const text = await readOptional(join(top, candidate));
    if (!text) continue;
    ignoreFile = { path: candidate, text: new TextDecoder().decode(text) };
    break;
  }
  const outcome = analyseContext({
    name: basename(top), entries, toolVersion: VERSION, diagnostics,
    ...(bytes && dockerfilePath !== undefined && { dockerfilePath }),
    ...(source?.ok && { dockerfile: parseDockerfile(source.value) }),
    ...(ignoreFile && { ignoreFile }),
  });
  return outcome.ok ? { kind: 'json', value: outcome.value } : { kind: 'problem', problem: outcome.problem };
}

/** Reads what mint writes beside a slim image: creport.json (`ov/container/1.1`) has the files, slim.report.json only a summary. */
import { latin1 } from '../bytes/latin1';
import { encodeUtf8 } from '../bytes/text';
import { failure, success, type Outcome } from '../problem';
import type { TreeEntry } from './file-tree';
import { listEntry } from './file-list';
import { normalise } from './resolve';

/** Why mint kept a file, as far as its report gives it away (it sets flags for what the monitor saw, a hash for what was looked at). */
export type KeptBecause = 'read' | 'written' | 'executed' | 'looked-at' | 'library' | 'include-rule';

export type MintReport =
  | { readonly kind: 'creport'; readonly entries: readonly TreeEntry[]; readonly kept: ReadonlyMap<string, KeptBecause> }
  | { readonly kind: 'slim-report'; readonly artifacts?: string };

/** Fails when the text is neither. The JSON may be anything. */
export function readMintReport(name: string, text: string): Outcome<MintReport> {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return failure({ kind: 'not-json', message: `${name} begins like JSON, but is not.`, advice: 'Copy it again from where mint wrote it.', where: { file: name } });
  }
  const files = member(member(value, 'image'), 'files');
  if (Array.isArray(files)) return success(readFiles(files));
  if (String(member(value, 'document') ?? '').startsWith('doc.report.command') || String(member(value, 'type') ?? '') === 'slim' || member(value, 'minified_image') !== undefined) {
    const artifacts = member(value, 'artifact_location');
    return success({ kind: 'slim-report', ...(typeof artifacts === 'string' ? { artifacts } : {}) });
  }
  return failure({ kind: 'unknown-report', message: `${name} is JSON, but no report of mint that lists files.`, advice: 'Drop creport.json, an image, or a list of files.', where: { file: name } });
}

function readFiles(files: readonly unknown[]): MintReport {
  const entries = new Map<string, TreeEntry>();
  const kept = new Map<string, KeptBecause>();
  for (const file of files) {
    const path = member(file, 'file_path');
    if (typeof path !== 'string') continue;
    const bytes = normalise(latin1(encodeUtf8(path)));
    if (bytes === '') continue;
    const type = member(file, 'file_type');
    const mode = number(member(file, 'modex'));
    const target = member(file, 'link_ref');
    entries.set(bytes, listEntry(bytes, type === 'dir' ? 'dir' : type === 'symlink' ? 'symlink' : 'file', {
      size: type === 'dir' || type === 'symlink' ? 0 : number(member(file, 'file_size')),
      // Go keeps setuid, setgid and sticky in high bits of its mode.
      mode: mode === undefined || type === 'symlink' ? undefined : (mode & 0o777) | (mode & 0x800000 ? 0o4000 : 0) | (mode & 0x400000 ? 0o2000 : 0) | (mode & 0x100000 ? 0o1000 : 0),
      uid: number(member(file, 'uid')), gid: number(member(file, 'gid')), link: typeof target === 'string' ? latin1(encodeUtf8(target)) : undefined,
    }));
    kept.set(bytes, because(file, type));
  }
  for (const path of [...entries.keys()]) {
    for (let slash = path.lastIndexOf('/'); slash > 0; slash = path.lastIndexOf('/', slash - 1)) {
      const parent = path.slice(0, slash);
      if (entries.has(parent)) break;
      entries.set(parent, listEntry(parent, 'dir'));
    }
  }
  return { kind: 'creport', entries: [...entries.values()], kept };
}

function because(file: unknown, type: unknown): KeptBecause {
  const flags = member(file, 'flags');
  if (member(flags, 'X') === true) return 'executed';
  if (member(flags, 'R') === true) return 'read';
  if (member(flags, 'W') === true) return 'written';
  if (typeof member(file, 'sha1_hash') === 'string' && member(file, 'sha1_hash') !== '') return 'looked-at';
  return type === '' || type === undefined ? 'library' : 'include-rule';
}

function member(of: unknown, name: string): unknown {
  return typeof of === 'object' && of !== null && Object.hasOwn(of, name) ? (of as Record<string, unknown>)[name] : undefined;
}

function number(value: unknown): number | undefined {
  return typeof value === 'number' && Number.isFinite(value) && value >= 0 ? value : undefined;
}

/** Debian packages: `var/lib/dpkg/status` with `info/*.list`, and distroless images' `status.d` with its `.md5sums`. */
import type { PackedLines } from '../bytes/packed-lines';
import { linesOf } from './lines';
import { packageRecord, type ReadPackage } from './package';

/** Fields of one stanza, continuation lines joined with newlines; field names in lower case. */
type Stanza = ReadonlyMap<string, string>;

/** States in which a package's files are there (dpkg(1)), the last word of its status: a build that failed to configure it leaves it in one of the others. */
const UNPACKED = new Set(['installed', 'unpacked', 'half-configured', 'triggers-awaited', 'triggers-pending']);

/** Stanzas of an RFC-822-like file (deb-control(5)), one after the other. Lines that fit nowhere are dropped. */
function* readStanzas(text: string): Generator<Stanza> {
  let current: Map<string, string> | undefined;
  let field = '';
  for (const line of linesOf(text)) {
    if (line.trim() === '') {
      if (current !== undefined) yield current;
      current = undefined;
      continue;
    }
    current ??= new Map();
    if (line.startsWith(' ') || line.startsWith('\t')) current.set(field, `${current.get(field) ?? ''}\n${line.slice(1)}`);
    else {
      const colon = line.indexOf(':');
      if (colon < 0) continue;
      field = line.slice(0, colon).toLowerCase();
      current.set(field, line.slice(colon + 1).trim());
    }
  }
  if (current !== undefined) yield current;
}

/** `a (>= 1) | b, c:any` as `['a|b', 'c']`. */
export function readRelations(field: string | undefined): readonly string[] {
  if (field === undefined || field.trim() === '') return [];
  return field.split(',').map((alternatives) => alternatives.split('|').map((one) => one.trim().replace(/[\s(:[].*$/s, '')).filter((name) => name !== '').join('|')).filter((name) => name !== '');
}

/**
 * Installed packages of a status file, one after the other: their lists together are large. `filesOf` answers the packed content of `info/NAME.list` (or `NAME:ARCH.list`), or
 * the paths of `status.d/NAME.md5sums`; undefined where there is none.
 */
export function* readDpkgStatus(text: string, filesOf: (name: string, architecture: string) => ReadPackage['files'] | undefined): Generator<ReadPackage> {
  for (const stanza of readStanzas(text)) {
    const name = stanza.get('package');
    if (name === undefined || name === '') continue;
    // Removed packages leave their configuration and a stanza behind. status.d has no Status field.
    const status = stanza.get('status');
    if (status !== undefined && !UNPACKED.has(status.split(/\s+/).at(-1)!)) continue;
    const architecture = stanza.get('architecture') ?? '';
    const source = stanza.get('source')?.replace(/\s.*$/s, '');
    const record = {
      ...packageRecord('dpkg', name, stanza.get('version') ?? ''),
      ...(architecture !== '' && { architecture }),
      ...(source !== undefined && source !== '' && { source }),
      depends: [...readRelations(stanza.get('pre-depends')), ...readRelations(stanza.get('depends'))],
      recommends: readRelations(stanza.get('recommends')),
      provides: readRelations(stanza.get('provides')),
      essential: stanza.get('essential') === 'yes' || stanza.get('priority') === 'required',
      statedBytes: (Number(stanza.get('installed-size')) || 0) * 1024,
    };
    yield { record, files: filesOf(name, architecture) ?? [], folders: [] };
  }
}

const SLASH = 0x2f;
const DOT = 0x2e;

/** Whether a line of an `info/*.list` names a path other than the root (`/.`): absolute, one a line, directories included. */
export function isListedPath({ line, length }: PackedLines): boolean {
  return length > 0 && line[0] === SLASH && !(length === 2 && line[1] === DOT);
}

/** Where dpkg-divert(1) has put a file, so that another package (or the administrator, `:`) may put its own in its place. */
export interface Diversion {
  readonly to: string;
  readonly by: string;
}

/** `var/lib/dpkg/diversions`, by the path that is diverted: three lines each. Paths are without their leading slash. */
export function readDiversions(text: string): ReadonlyMap<string, Diversion> {
  const lines = [...linesOf(text)];
  const diversions = new Map<string, Diversion>();
  for (let at = 0; at + 2 < lines.length; at += 3) {
    const [from = '', to = '', by = ''] = lines.slice(at, at + 3);
    if (from.startsWith('/') && to.startsWith('/')) diversions.set(from.slice(1), { to: to.slice(1), by });
  }
  return diversions;
}

/** Paths of an md5sums file: `HASH  PATH`. */
export function* readMd5sums(text: string): Generator<string> {
  for (const line of linesOf(text)) {
    const path = /^[0-9a-f]{32} [ *](.+)$/.exec(line)?.[1];
    if (path !== undefined) yield path;
  }
}

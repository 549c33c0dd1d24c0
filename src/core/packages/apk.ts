/** Alpine packages: `lib/apk/db/installed` (wiki.alpinelinux.org, "Apk spec": one letter a field, F: and R: name files). */
import { packageRecord, type ReadPackage } from './package';

/** All packages of an installed database, one after the other. */
export function* readApkInstalled(text: string): Generator<ReadPackage> {
  for (const block of text.split(/\n\n+/)) {
    const read = readBlock(block);
    if (read) yield read;
  }
}

function readBlock(block: string): ReadPackage | undefined {
  const fields = new Map<string, string>();
  const files: string[] = [];
  let folder = '';
  for (const line of block.split('\n')) {
    if (line[1] !== ':') continue;
    const value = line.slice(2);
    if (line[0] === 'F') folder = value;
    else if (line[0] === 'R') files.push(folder === '' ? value : `${folder}/${value}`);
    else fields.set(line[0]!, value);
  }
  const name = fields.get('P');
  if (name === undefined) return undefined;
  const architecture = fields.get('A');
  const source = fields.get('o');
  const record = {
    ...packageRecord('apk', name, fields.get('V') ?? ''),
    ...(architecture !== undefined && { architecture }),
    ...(source !== undefined && { source }),
    depends: names(fields.get('D')).filter((need) => !need.startsWith('!')),
    provides: names(fields.get('p')),
    statedBytes: Number(fields.get('I')) || 0,
  };
  return { record, files, folders: [] };
}

/** `so:libc.musl-x86_64.so.1 foo>=1 !bar` as bare names. */
function names(field: string | undefined): string[] {
  return (field ?? '').split(' ').filter((word) => word !== '').map((word) => word.replace(/[<>=~].*$/, ''));
}

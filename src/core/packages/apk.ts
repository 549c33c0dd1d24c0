/** Alpine packages: `lib/apk/db/installed` (wiki.alpinelinux.org, "Apk spec": one letter a field, F: and R: name files). */
import { linesOf, partsOf } from './lines';
import { packageRecord, type ReadPackage } from './package';

/** All packages of an installed database, one after the other. */
export function* readApkInstalled(text: string): Generator<ReadPackage> {
  for (const block of partsOf(text, '\n\n')) {
    const read = readBlock(block);
    if (read) yield read;
  }
}

function readBlock(block: string): ReadPackage | undefined {
  const fields = new Map<string, string>();
  for (const line of linesOf(block)) if (line[1] === ':' && line[0] !== 'F' && line[0] !== 'R') fields.set(line[0]!, line.slice(2));
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
  return { record, files: { [Symbol.iterator]: () => filesOf(block) }, folders: [] };
}

function* filesOf(block: string): Generator<string> {
  let folder = '';
  for (const line of linesOf(block)) {
    if (line.startsWith('F:')) folder = line.slice(2);
    else if (line.startsWith('R:')) yield folder === '' ? line.slice(2) : `${folder}/${line.slice(2)}`;
  }
}

/** `so:libc.musl-x86_64.so.1 foo>=1 !bar` as bare names. */
function names(field: string | undefined): string[] {
  return (field ?? '').split(' ').filter((word) => word !== '').map((word) => word.replace(/[<>=~].*$/, ''));
}

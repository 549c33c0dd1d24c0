/** Alpine packages: `lib/apk/db/installed` (wiki.alpinelinux.org, "Apk spec": one letter a field, F: and R: name files). */
import { packageRecord, type PackageRecord } from './package';

/** All packages of an installed database. */
export function readApkInstalled(text: string): readonly PackageRecord[] {
  return text.split(/\n\n+/).flatMap((block) => readBlock(block) ?? []);
}

function readBlock(block: string): PackageRecord | undefined {
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
  return {
    ...packageRecord('apk', name, fields.get('V') ?? ''),
    ...(architecture !== undefined && { architecture }),
    ...(source !== undefined && { source }),
    depends: names(fields.get('D')).filter((need) => !need.startsWith('!')),
    provides: names(fields.get('p')),
    statedBytes: Number(fields.get('I')) || 0,
    files,
  };
}

/** `so:libc.musl-x86_64.so.1 foo>=1 !bar` as bare names. */
function names(field: string | undefined): string[] {
  return (field ?? '').split(' ').filter((word) => word !== '').map((word) => word.replace(/[<>=~].*$/, ''));
}

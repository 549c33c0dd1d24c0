/** What `umoci unpack` makes of an image: an independent reader's root file system, as rows to compare. */
import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { createReadStream, readFileSync } from 'node:fs';
import { lstat, mkdtemp, readdir, readlink, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';

const execute = promisify(execFile);
const SMALL = 1n << 24n;
const OPTIONS = { maxBuffer: 1 << 28, encoding: 'latin1' } as const;

/** Runs a program and answers its output, or undefined when it fails or does not exist. */
export async function output(program: string, ...words: readonly string[]): Promise<string | undefined> {
  try {
    return (await execute(program, [...words], OPTIONS)).stdout;
  } catch {
    return undefined;
  }
}

/** The rows of an image as `skopeo` names it (`docker-archive:FILE`), by path; undefined where the tools refuse it. */
export async function unpacked(image: string, platform: string, scratch: string): Promise<Map<string, string> | undefined> {
  const folder = await mkdtemp(join(scratch, 'umoci-'));
  const [os = 'linux', architecture = 'amd64', variant] = platform.split('/');
  const chosen = ['--override-os', os, '--override-arch', architecture, ...(variant === undefined ? [] : ['--override-variant', variant])];
  const copied = async (...words: readonly string[]): Promise<boolean> => (await output('skopeo', '--insecure-policy', ...chosen, 'copy', '-q', ...words)) !== undefined;
  const unpacks = async (from: string, name: string): Promise<boolean> =>
    await copied('--dest-compress-level', '1', from, `oci:${folder}/${name}:x`) &&
    (await output('umoci', 'unpack', '--image', `${folder}/${name}:x`, `${folder}/${name}-bundle`)) !== undefined;
  try {
    if (await unpacks(image, 'direct')) return await rowsOf(join(folder, 'direct-bundle/rootfs'));
    await rm(join(folder, 'direct'), { recursive: true, force: true });
    // umoci reads no zstd: a detour decompresses the layers.
    if (!(await copied('--dest-decompress', image, `dir:${folder}/plain`))) return undefined;
    return await unpacks(`dir:${folder}/plain`, 'again') ? await rowsOf(join(folder, 'again-bundle/rootfs')) : undefined;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** Type, mode, owner, time, size, device, link, content, attributes, and the first name of the inode. Names are bytes as Latin-1. */
async function rowsOf(root: string): Promise<Map<string, string>> {
  const attributes = await attributesOf(root);
  const firstName = new Map<bigint, string>();
  const rows = new Map<string, string>();
  const visit = async (path: string): Promise<void> => {
    const names = (await readdir(bytesOf(path === '' ? root : `${root}/${path}`), { encoding: 'buffer' })).map((name) => name.toString('latin1')).sort();
    for (const name of names) {
      const inner = path === '' ? name : `${path}/${name}`;
      const whole = bytesOf(`${root}/${inner}`);
      const stat = await lstat(whole, { bigint: true });
      if (!firstName.has(stat.ino)) firstName.set(stat.ino, inner);
      const link = stat.isSymbolicLink() ? (await readlink(whole, { encoding: 'buffer' })).toString('latin1') : '';
      const content = stat.isFile() ? await digestOf(whole, stat.size) : '';
      const inode = stat.isDirectory() || stat.nlink === 1n ? '' : firstName.get(stat.ino)!;
      rows.set(inner, [
        `mode=${stat.mode.toString(8)}`, `owner=${stat.uid}:${stat.gid}`, `size=${stat.isFile() ? stat.size : ''}`, `device=${stat.rdev}`, `link=${link}`,
        `sha256=${content}`, `xattrs=${attributes.get(inner) ?? ''}`, `inode=${inode}`, `mtime=${stat.mtimeNs}`,
      ].join(' '));
      if (stat.isDirectory()) await visit(inner);
    }
  };
  await visit('');
  return rows;
}

function bytesOf(latin1: string): Buffer {
  return Buffer.from(latin1, 'latin1');
}

async function digestOf(path: Buffer, size: bigint): Promise<string> {
  const hash = createHash('sha256');
  // Of files there are many, and most are small.
  if (size < SMALL) return hash.update(readFileSync(path)).digest('hex');
  for await (const chunk of createReadStream(path)) hash.update(chunk as Buffer);
  return hash.digest('hex');
}

/** Extended attributes as getfattr prints them, by path; empty where there is no getfattr. */
async function attributesOf(root: string): Promise<Map<string, string>> {
  const found = new Map<string, string>();
  const printed = await output('getfattr', '-R', '-P', '-h', '-d', '-m', '-', '-e', 'hex', '--absolute-names', root);
  for (const block of (printed ?? '').split('\n\n')) {
    const [head = '', ...lines] = block.split('\n').filter((line) => line !== '');
    // Names with odd bytes are written in octal there.
    const path = head.replace(/^# file: /, '').replace(/\\([0-7]{3})/g, (_, digits: string) => String.fromCharCode(parseInt(digits, 8)));
    if (path.startsWith(`${root}/`)) found.set(path.slice(root.length + 1), lines.sort().join(','));
  }
  return found;
}

/** What the second image is better at: less to store, less to attack (D17 of the catalogue). */
import { hardLinksOf, nameOf, type FileTree, type TreeEntry } from './file-tree';

export type ToolKind = 'shell' | 'package-manager' | 'compiler' | 'download-tool' | 'setuid';

export interface Gain {
  readonly filesBefore: number;
  readonly filesAfter: number;
  /** Bytes of regular files, hard links once. */
  readonly bytesBefore: number;
  readonly bytesAfter: number;
  /** Programs that the first image had and the second has not, by kind. */
  readonly gone: Readonly<Record<ToolKind, readonly string[]>>;
}

const TOOLS: readonly (readonly [kind: ToolKind, name: RegExp])[] = [
  ['shell', /^(?:ba|da|z|k|mk|c|tc|fi|a)?sh$|^busybox$/],
  ['package-manager', /^(?:apt|apt-get|aptitude|dpkg|apk|rpm|dnf5?|microdnf|yum|zypper|pacman|pip[\d.]*|pipx|uv|npm|npx|yarn|pnpm|corepack|gem|bundle|composer|cargo|conda|mamba)$/],
  ['compiler', /^(?:[\w-]+-linux-gnu-)?(?:gcc|g\+\+|c\+\+|cc|cpp|clang|clang\+\+|tcc|ld|as|make|cmake|rustc|go|javac|gfortran)(?:-[\d.]+)?$/],
  ['download-tool', /^(?:curl|wget|ftp|tftp|sftp|scp|ssh|rsync|nc|ncat|netcat|socat|telnet|aria2c|git|svn|hg)$/],
];

const PROGRAM = /(?:^|\/)s?bin\/[^/]+$/;

export function gainOf(before: FileTree, after: FileTree): Gain {
  const gone: Record<ToolKind, string[]> = { shell: [], 'package-manager': [], compiler: [], 'download-tool': [], setuid: [] };
  let at = 0;
  for (const entry of before.entries) {
    if (entry.type !== 'file' && entry.type !== 'symlink') continue;
    const program = entry.path.includes('bin/') && PROGRAM.test(entry.path);
    const privileged = isPrivileged(entry);
    if (!program && !privileged) continue;
    // Both lists are in byte order: an index by path would cost more than all the rest.
    while (at < after.entries.length && after.entries[at]!.path < entry.path) at += 1;
    const next = after.entries[at];
    const now = next?.path === entry.path ? next : undefined;
    if (privileged && !(now !== undefined && isPrivileged(now))) gone.setuid.push(entry.path);
    if (now !== undefined || !program) continue;
    const kind = TOOLS.find(([, name]) => name.test(nameOf(entry.path)))?.[0];
    if (kind !== undefined) gone[kind].push(entry.path);
  }
  const [a, b] = [sumsOf(before), sumsOf(after)];
  return { filesBefore: a.files, filesAfter: b.files, bytesBefore: a.bytes, bytesAfter: b.bytes, gone };
}

function isPrivileged(entry: TreeEntry): boolean {
  return entry.type === 'file' && entry.mode !== undefined && (entry.mode & 0o6000) !== 0;
}

function sumsOf(tree: FileTree): { readonly files: number; readonly bytes: number } {
  let files = 0;
  let bytes = 0;
  for (const { type, size } of tree.entries) {
    if (type !== 'file') continue;
    files += 1;
    bytes += size ?? 0;
  }
  for (const group of hardLinksOf(tree)) for (const { size } of group.slice(1)) bytes -= size ?? 0;
  return { files, bytes };
}

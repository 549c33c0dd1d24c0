/** Platform texts (`linux/arm64/v8`, `arm64`): the parts that containerd's `platforms.Parse` makes of them. */

const OS = new Set([
  'aix', 'android', 'darwin', 'dragonfly', 'freebsd', 'hurd', 'illumos', 'ios', 'js', 'linux', 'nacl', 'netbsd', 'openbsd', 'plan9', 'solaris', 'windows', 'zos',
]);
const ARCHITECTURES = new Set([
  '386', 'amd64', 'amd64p32', 'arm', 'armbe', 'arm64', 'arm64be', 'ppc64', 'ppc64le', 'loong64', 'mips', 'mipsle', 'mips64', 'mips64le',
  'mips64p32', 'mips64p32le', 'ppc', 'riscv', 'riscv64', 's390', 's390x', 'sparc', 'sparc64', 'wasm',
]);
const ARCHITECTURE_NAMES: Readonly<Record<string, string>> = {
  'i386': '386', 'x86_64': 'amd64', 'x86-64': 'amd64', 'aarch64': 'arm64', 'armhf': 'arm', 'armel': 'arm',
};

export interface Platform {
  readonly os: string;
  readonly architecture: string;
}

/** Reads a platform; undefined when it is none. The machine that builds is taken to be linux/amd64. */
export function parsePlatform(text: string): Platform | undefined {
  const parts = text.replace(/^([A-Za-z0-9_-]+)\([^)]*\)/, '$1').split('/');
  if (parts.length > 3 || parts.some((part) => !/^[A-Za-z0-9_.-]+$/.test(part))) return undefined;
  const [first = '', second] = parts.map((part) => part.toLowerCase());
  const os = first === 'macos' ? 'darwin' : first;
  if (second !== undefined) return { os, architecture: ARCHITECTURE_NAMES[second] ?? second };
  if (OS.has(os)) return { os, architecture: 'amd64' };
  const architecture = ARCHITECTURE_NAMES[first] ?? (first === 'armv7' || first === 'armv6' ? 'arm' : first);
  return ARCHITECTURES.has(architecture) ? { os: 'linux', architecture } : undefined;
}

/** Packages that build software and rarely belong into a final image. */

const NAMES = new Set([
  'gcc', 'g++', 'cpp', 'clang', 'llvm', 'make', 'cmake', 'ninja-build', 'meson', 'autoconf', 'automake', 'libtool', 'bison', 'flex', 'm4',
  'build-essential', 'build-base', 'binutils', 'dpkg-dev', 'fakeroot', 'patch', 'pkg-config', 'pkgconf', 'pkgconfig', 'gdb', 'strace', 'valgrind',
  'git', 'git-man', 'mercurial', 'subversion', 'golang', 'go', 'rustc', 'cargo', 'maven', 'gradle', 'ant', 'default-jdk', 'ghc', 'nasm', 'yasm', 'swig',
  'gcc-c++', 'glibc-devel', 'kernel-headers', 'linux-headers', 'musl-dev', 'libc-dev', 'libc6-dev', 'libc-dev-bin', 'linux-libc-dev', 'gfortran',
  'typescript', 'webpack', 'vite', 'esbuild', 'rollup', '@babel/core', 'eslint', 'jest', 'mocha', 'vitest', 'prettier', 'node-gyp',
  'setuptools', 'wheel', 'cython', 'pytest', 'mypy', 'black', 'ruff',
]);
const PATTERN = /^(?:(?:gcc|g\+\+|cpp|clang|llvm|golang|libgcc|libstdc\+\+|gfortran|openjdk|binutils)-[\w.+-]*\d[\w.+-]*(?:-dev|-jdk|-jdk-headless)?|.*-(?:dev|devel|headers|jdk|jdk-headless))$/;
/** Runtime halves of compilers match the pattern and are needed. */
const RUNTIME = /^(?:libgcc-s\d+|libgcc-\d+-base|gcc-\d+-base|libstdc\+\+\d+|llvm-libs|.*-jre.*|ca-certificates.*)$/;

/** Whether a package of this name (as its manager writes it) is a build tool. */
export function isBuildTool(name: string): boolean {
  const bare = name.toLowerCase();
  return !RUNTIME.test(bare) && (NAMES.has(bare) || PATTERN.test(bare));
}

/** What programs of each language need to run: the image of the last stage, and what is copied into it. */
import { isPipInstall, type Command } from '../../lint/commands';
import { smallerVariant } from '../../lint/plimsoll/base-variants';
import { installed } from '../../lint/plimsoll/packages';
import { absolutePath } from '../../lint/plimsoll/paths';

export interface Program {
  /** Repository and tag of the base image, without a registry. */
  readonly repository: string;
  readonly tag: string;
  /** As FROM has it. */
  readonly base: string;
  readonly commands: readonly Command[];
  /** Where the program starts. */
  readonly workdir: string;
  /** ENTRYPOINT and CMD. */
  readonly words: readonly string[];
  /** Last parts of what COPY and ADD bring of the project. */
  readonly copied: ReadonlySet<string>;
  /** It is started by a shell. */
  readonly shellForm: boolean;
  /** Texts of ENV and RUN, for settings that decide how it is linked. */
  readonly text: string;
}

export interface Skeleton {
  readonly runtime: string;
  readonly copies: readonly string[];
  /** Commands that the build stage ends with, and lines that stand in front of its first instruction. */
  readonly endsWith?: string;
  readonly beginsWith?: readonly string[];
  /** Lines of the last stage. */
  readonly settings?: readonly string[];
  readonly assumes: readonly string[];
}

export interface Ecosystem {
  readonly id: string;
  readonly name: string;
  /** Undefined where the Dockerfile does not tell what would have to be copied. */
  plan(program: Program): Skeleton | undefined;
}

/** Newest releases that the language images are built on when their tag names none. */
const DEBIAN = 'trixie';
const ALPINE = '3.24';

const calls = (program: Program, name: RegExp, ...verbs: readonly string[]): boolean => program.commands
  .some((command) => name.test(command.name) && (verbs.length === 0 || command.args.some((arg) => verbs.includes(arg))));

/** A small system with the C library that the build's image has. */
function systemFor({ tag }: Program): string {
  const alpine = /alpine([\d.]*)/.exec(tag);
  if (alpine !== null) return `alpine:${alpine[1] || ALPINE}`;
  return `debian:${/buster|bullseye|bookworm|trixie/.exec(tag)?.[0] ?? DEBIAN}-slim`;
}

/** What no compiler makes. */
const SCRIPT = /\.(?:sh|bash|py|rb|pl|php|js|lua|tcl)$|(?:^|\/)(?:docker-)?entrypoint$/;

/** The program that is started, as an absolute path; `folder` is where an installation of the bare name lies. None where a script starts it. */
function started({ words, workdir, copied }: Program, folder?: string): string | undefined {
  const [word] = words;
  if (word === undefined || !/^[\w./@+-]+$/.test(word) || SCRIPT.test(word) || copied.has(word.replace(/^.*\//, ''))) return undefined;
  if (word.includes('/')) return absolutePath(word, workdir);
  return folder === undefined ? undefined : `${folder}/${word}`;
}

const NO_FILES = 'The program reads no other file of the project: templates, migrations and the like need a COPY of their own.';
const NO_PACKAGES = 'Nothing that the build installs with a package manager is needed to run, but certificates and time zones may be.';

const go: Ecosystem = {
  id: 'go', name: 'Go',
  plan(program) {
    if (program.repository !== 'golang' || !calls(program, /^go$/, 'build', 'install')) return undefined;
    const installs = calls(program, /^go$/, 'install') ? '/go/bin' : undefined;
    const path = started(program, installs);
    if (path === undefined) return undefined;
    const pure = /\bCGO_ENABLED[= ]"?0/.test(program.text) && !program.shellForm;
    return {
      runtime: pure ? 'gcr.io/distroless/static-debian12' : systemFor(program), copies: [path],
      assumes: [`The build writes its program to ${path}.`, NO_FILES, ...(pure ? ['It starts no shell and no other program.'] : ['Of C libraries it needs the system’s alone; CGO_ENABLED=0 does without any.', NO_PACKAGES])],
    };
  },
};

const rust: Ecosystem = {
  id: 'rust', name: 'Rust',
  plan(program) {
    if (program.repository !== 'rust' || !calls(program, /^cargo$/, 'build', 'install')) return undefined;
    const path = started(program, calls(program, /^cargo$/, 'install') ? '/usr/local/cargo/bin' : undefined);
    return path === undefined ? undefined : { runtime: systemFor(program), copies: [path], assumes: [`The build writes its program to ${path}.`, NO_FILES, NO_PACKAGES] };
  },
};

const c: Ecosystem = {
  id: 'c', name: 'C and C++',
  plan(program) {
    const own = program.repository === 'gcc';
    const system = /^(?:debian|ubuntu|alpine|fedora|rockylinux|almalinux)$/.test(program.repository);
    const compiles = calls(program, /^(?:make|cmake|ninja|meson|gcc|g\+\+|cc|c\+\+|clang(?:\+\+)?)$/);
    const compiler = program.commands.some((command) => installed(command).some(({ value }) => /^(?:gcc|g\+\+|gcc-c\+\+|clang|build-essential|build-base)\b/.test(value)));
    if (!compiles || !(own || (system && compiler))) return undefined;
    const path = started(program);
    if (path === undefined) return undefined;
    const libraries = own ? 'It is linked with -static-libstdc++ -static-libgcc: the libraries of gcc’s image are newer than Debian’s.' : NO_PACKAGES;
    return { runtime: own ? systemFor(program) : program.base, copies: [path], assumes: [`The build writes its program to ${path}.`, NO_FILES, libraries] };
  },
};

const java: Ecosystem = {
  id: 'java', name: 'Java',
  plan(program) {
    if (!/^(?:maven|gradle|eclipse-temurin|openjdk|amazoncorretto)$/.test(program.repository) || !calls(program, /^(?:\.\/)?(?:mvnw?|gradlew?|javac)$/)) return undefined;
    const at = program.words.indexOf('-jar');
    const jar = at < 0 ? undefined : program.words[at + 1];
    const version = (/^(?:maven|gradle)$/.test(program.repository) ? /(?:jdk-?|temurin-|corretto-)(\d+)/ : /^(\d+)/).exec(program.tag)?.[1];
    if (jar === undefined || version === undefined || !/^[\w./@+-]+$/.test(jar)) return undefined;
    const path = absolutePath(jar, program.workdir);
    if (path === undefined) return undefined;
    return { runtime: `eclipse-temurin:${version}-jre`, copies: [path], assumes: [`The build writes ${path}, with all libraries in it or named by its manifest.`, 'The program compiles nothing when it runs.', NO_FILES] };
  },
};

const node: Ecosystem = {
  id: 'node', name: 'Node',
  plan(program) {
    if (program.repository !== 'node' || !calls(program, /^(?:npm|yarn|pnpm)$/, 'run', 'build') || program.workdir === '/') return undefined;
    const npm = calls(program, /^npm$/, 'ci', 'install', 'i');
    return {
      runtime: smallerVariant(program.base)?.image ?? program.base, copies: [program.workdir], ...(npm ? { endsWith: 'npm prune --omit=dev' } : {}),
      assumes: [`All that the program reads lies in ${program.workdir}.`, ...(npm ? ['It starts without anything of devDependencies.'] : []), NO_PACKAGES],
    };
  },
};

const python: Ecosystem = {
  id: 'python', name: 'Python',
  plan(program) {
    if (program.repository !== 'python' || !program.commands.some(isPipInstall) || program.workdir === '/') return undefined;
    // These put packages elsewhere already.
    if (program.commands.some((command) => isPipInstall(command) && command.flags.some(({ name }) => ['target', 't', 'prefix', 'root'].includes(name))) || /\bvenv\b|\bvirtualenv\b|--user\b/.test(program.text)) return undefined;
    return {
      runtime: smallerVariant(program.base)?.image ?? program.base, copies: ['/opt/venv', program.workdir],
      beginsWith: ['RUN python -m venv /opt/venv', 'ENV PATH="/opt/venv/bin:$PATH"'], settings: ['ENV PATH="/opt/venv/bin:$PATH"'],
      assumes: [`All that the program reads lies in ${program.workdir}; its packages are in the virtual environment.`, 'It calls Python and its packages by PATH, not by /usr/local/bin.', NO_PACKAGES],
    };
  },
};

export const ECOSYSTEMS: readonly Ecosystem[] = [go, rust, java, node, python, c];

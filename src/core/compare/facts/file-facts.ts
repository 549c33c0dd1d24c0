/** What the checks know of one file's content: read once, kept small. */
import { latin1 } from '../../bytes/latin1';
import { nameOf } from '../file-tree';
import { readCallCommands, readShellCommands, type CommandWord } from './commands';
import { isElf, readElf, type ElfFacts } from './elf';
import type { NameInterest } from './interest';
import { isJavaClass, readClassCommands } from './java-class';
import { readNames, type NamedFiles } from './names';
import { readPythonImports, type PythonImport } from './python';
import { readNodeRequires, readPerlRequires, readPhpRequires, readRubyRequires, type Require } from './requires';
import { readShebang, type Shebang } from './shebang';

type SourceLanguage = 'python' | 'node' | 'ruby' | 'perl' | 'php' | 'lua' | 'shell';
/** Of Java only compiled classes are read. */
export type Language = SourceLanguage | 'java';

export interface NodeManifest {
  readonly main: readonly string[];
  readonly dependencies: readonly string[];
  /** Files behind `exports` of a part of the package, by its key (`./sync`, `./features/*`). */
  readonly parts: readonly (readonly [key: string, targets: readonly string[]])[];
}

export interface FileFacts {
  readonly elf?: ElfFacts;
  readonly shebang?: Shebang;
  readonly language?: Language;
  readonly imports?: readonly PythonImport[];
  readonly requires?: readonly Require[];
  readonly commands?: readonly CommandWord[];
  /** A text is handed to a shell. */
  readonly shell?: boolean;
  readonly manifest?: NodeManifest;
  /** What a kept text, or one of the application's, names. */
  readonly named?: NamedFiles;
  /** The whole text, of the application's own sources and of configuration files. */
  readonly text?: string;
}

/** Beyond it a text is data rather than a source. */
const MAX_TEXT = 1024 * 1024;

const BY_SUFFIX: readonly (readonly [suffix: RegExp, language: SourceLanguage])[] = [
  [/\.(?:py|pyw|pth|wsgi)$/, 'python'], [/\.(?:m|c)?js$|\.(?:m|c)?ts$|\.jsx$/, 'node'], [/\.(?:rb|gemspec|ru|rake)$|(?:^|\/)(?:Rakefile|Gemfile)$/, 'ruby'],
  [/\.(?:pl|pm|t|ph|al|psgi)$/, 'perl'], [/\.(?:php|phtml|inc)$/, 'php'], [/\.lua$/, 'lua'], [/\.(?:sh|bash|ksh)$/, 'shell'],
];
const BY_INTERPRETER: readonly (readonly [name: RegExp, language: SourceLanguage])[] = [
  [/^(?:ba|da|k|z|a)?sh$|^busybox$/, 'shell'], [/^python[\d.]*$/, 'python'], [/^node(?:js)?$/, 'node'], [/^ruby[\d.]*$/, 'ruby'], [/^perl[\d.]*$/, 'perl'], [/^php[\d.]*$/, 'php'], [/^lua(?:jit)?[\d.]*$/, 'lua'],
];

/** Lines that stand in no other language: sources that a server loads are named as its manual happens to name them. */
const BY_TEXT: readonly (readonly [line: RegExp, language: SourceLanguage])[] = [
  [/^\s*<\?php\b/, 'php'], [/^\s*(?:use\s+(?:strict|warnings|v?5[\d.]*)\b[^;\n]*;|package\s+[A-Z]\w*(?:::\w+)*\s*;)/m, 'perl'], [/^(?:from\s+[\w.]+\s+import\s+\S|def\s+\w+\([^\n]*\)(?:\s*->[^\n:]+)?:\s*$)/m, 'python'],
];
const MAX_DATA_TEXT = 65_536;

function languageOfText(text: string): SourceLanguage | undefined {
  return text.length > MAX_DATA_TEXT ? undefined : BY_TEXT.find(([line]) => line.test(text))?.[1];
}

/** The language that a file's name tells, if any. */
function languageOfName(path: string): SourceLanguage | undefined {
  return BY_SUFFIX.find(([suffix]) => suffix.test(path))?.[1];
}

/** Whether the content of a file of this name and mode can matter to a check, judged before it is read. */
export function isWorthReading(path: string, mode: number | undefined, size: number | undefined): boolean {
  if (size === 0) return false;
  const name = nameOf(path);
  if (/\.so(?:\.[\w.+-]*)?$|\.node$/.test(name)) return true;
  if (languageOfName(path) !== undefined || name === 'package.json') return (size ?? 0) <= MAX_TEXT;
  if (mode !== undefined && (mode & 0o111) !== 0) return true;
  return isRecord(path) || isConfigFile(path) ? (size ?? 0) <= (isRecord(path) ? MAX_TEXT : 256 * 1024) : false;
}

/** Text files that name what a program loads. */
export function isConfigFile(path: string): boolean {
  return /^(?:usr\/local\/)?etc\/(?!ssl\/certs\/|alternatives\/|services$|mime\.types$|protocols$|shadow|gshadow|apt\/|dpkg\/|init\.d\/|bash_completion|logrotate|cron|rc\d?\.d\/)/.test(path)
    || /\.(?:conf|ini|cnf|cfg|properties|ya?ml|toml)$/.test(path);
}

/** Where package managers and packages write down what was asked for, and what a package adds to others. */
function isRecord(path: string): boolean {
  return /^var\/lib\/apt\/extended_states$|^etc\/apk\/world$|^usr\/lib\/sysimage\/libdnf5\/packages\.toml$|\.(?:dist|egg)-info\/entry_points\.txt$/.test(path);
}

/** Extension modules of Python name others in their data. */
export function isExtensionModule(path: string): boolean {
  return /\.so$/.test(path) && /python|-packages|\.cpython|\.abi3/.test(path);
}

/** Sources of packages that a language's own manager installs: what these open and start no package of the distribution declares. */
export function isPackageSource(path: string): boolean {
  return /\/(?:site-packages|dist-packages|node_modules|gems)\/.*\.(?:py|[cm]?js|rb)$/.test(path);
}

/** One of these stands in every source that opens libraries or starts programs by itself. */
const OPENS_OR_STARTS = /\b(?:ctypes|cffi|dlopen|find_library|ffi_lib|subprocess|Popen|create_subprocess_\w+|child_process|Open3|IO\.popen)\b/;

/** Facts of one file. `deep` keeps the text itself, for the application's own files. Names are looked for where there is an interest, of removed sources in those that open or start something. Never throws on any bytes. */
export function readFacts(path: string, bytes: Uint8Array, deep: boolean, asked: NameInterest | undefined, kept = true): FileFacts {
  if (isElf(bytes)) {
    const elf = readElf(bytes, asked, isExtensionModule(path));
    return elf === undefined ? {} : { elf };
  }
  if (deep && isJavaClass(bytes)) return { language: 'java', commands: readClassCommands(bytes) };
  if (bytes.length > MAX_TEXT || bytes.subarray(0, 512).includes(0)) return {};
  const text = latin1(bytes);
  const interest = deep || kept || OPENS_OR_STARTS.test(text) ? asked : undefined;
  const shebang = readShebang(text);
  const program = shebang === undefined ? undefined : (shebang.command ?? shebang.interpreter);
  const language = languageOfName(path) ?? (program === undefined ? undefined : BY_INTERPRETER.find(([name]) => name.test(nameOf(program)))?.[1]) ?? (deep ? languageOfText(text) : undefined);
  const config = language === undefined && isConfigFile(path);
  return {
    ...(shebang === undefined ? {} : { shebang }),
    ...(language === undefined ? {} : { language, ...languageFacts(language, text, deep, interest) }),
    ...(nameOf(path) === 'package.json' ? { manifest: readManifest(text) } : {}),
    ...(interest === undefined || (language === undefined && !config && (!deep || PROSE.test(path))) ? {} : { named: readNames(withoutComments(text, language), interest, language === 'shell' || config) }),
    ...(deep || config || isRecord(path) ? { text } : {}),
  };
}

/** Texts for people, and data: a word in them is no name. */
const PROSE = /\.(?:html?|xhtml|md|rst|txt|csv|tsv|css|scss|less|svg|json|po|pot|log)$/;

/** Without lines that are comments altogether. */
export function withoutComments(text: string, language: Language | undefined): string {
  return text.replace(language === 'node' || language === 'php' ? /^\s*(?:\/\/|\*).*$/gm : /^\s*[#;].*$/gm, '');
}

function languageFacts(language: SourceLanguage, text: string, deep: boolean, interest: NameInterest | undefined): Partial<FileFacts> {
  const started = (backquotes: boolean): Partial<FileFacts> => (deep ? readCallCommands(text, backquotes) : interest === undefined ? {} : callsOfLibrary(text, interest));
  switch (language) {
    case 'shell': return { commands: readShellCommands(text) };
    case 'python': return { imports: readPythonImports(text), ...started(false) };
    case 'node': return { requires: readNodeRequires(text), ...started(false) };
    case 'ruby': return { requires: readRubyRequires(text), ...started(true) };
    case 'perl': return { requires: readPerlRequires(text), ...started(true) };
    case 'php': return { requires: readPhpRequires(text), ...started(true) };
    case 'lua': return started(false);
  }
}

/** Programs that a library starts: its texts in backquotes are examples as often as commands, and only names in which somebody is interested are kept. */
function callsOfLibrary(text: string, interest: NameInterest): Partial<FileFacts> {
  const commands = readCallCommands(text, false).commands.filter(({ word }) => interest.program(nameOf(word)));
  return commands.length === 0 ? {} : { commands };
}

/** `main`, the targets of `exports` (Node.js, Packages: subpath exports and patterns), and the names of dependencies. */
function readManifest(text: string): NodeManifest {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return { main: [], dependencies: [], parts: [] };
  }
  const member = (of: unknown, name: string): unknown => (typeof of === 'object' && of !== null && Object.hasOwn(of, name) ? (of as Record<string, unknown>)[name] : undefined);
  const targetsOf = (of: unknown, depth = 0): string[] => {
    if (typeof of === 'string') return [of];
    return typeof of === 'object' && of !== null && depth < 6 ? Object.values(of).flatMap((inner) => targetsOf(inner, depth + 1)) : [];
  };
  const exported = member(value, 'exports');
  const targets = targetsOf(typeof exported === 'object' && exported !== null && Object.hasOwn(exported, '.') ? member(exported, '.') : exported);
  const parts = typeof exported !== 'object' || exported === null ? [] : Object.entries(exported).flatMap(([key, of]) => (key.startsWith('./') ? [[key, targetsOf(of)] as const] : []));
  const main = member(value, 'main');
  const names = ['dependencies', 'optionalDependencies', 'peerDependencies'].flatMap((key) => {
    const of = member(value, key);
    return typeof of === 'object' && of !== null ? Object.keys(of) : [];
  });
  return { main: [...(typeof main === 'string' ? [main] : []), ...targets.filter((target) => !target.includes('*'))], dependencies: names, parts };
}

/** What a check is: it describes itself, and finds removed files that something kept may still need. */
import type { Steps } from '../../steps';
import type { Case } from '../case';
import type { TreeEntry } from '../file-tree';
import type { Needs } from '../needs';

/** 1: fails if that code is reached; 2: may fail; 3: context. */
export type Tier = 1 | 2 | 3;
/** The first tier is looked for in rounds, to a fixpoint; the others once, after it. */
export type Pass = 'sure' | 'further';
export type Confidence = 'high' | 'medium' | 'low';

/** A removed path and why it is missed. */
export interface Root {
  readonly path: string;
  readonly evidence: string;
}

/** One row of the result: removed files that belong together, before their own needs are added. */
export interface Suspicion {
  /** Tells rows of a check apart; roots of equal rows are joined. */
  readonly family: string;
  readonly title: string;
  readonly tier: Tier;
  readonly confidence: Confidence;
  readonly roots: readonly Root[];
  /** Small rows of the second tier that say the same thing become one of this title. */
  readonly pool?: string;
  /** The paths are there, but not as they were: nothing is restored by a copy of a removed file. */
  readonly drift?: boolean;
}

export type Findings = Iterable<Suspicion | undefined>;

export interface Check {
  /** Its number in the catalogue. */
  readonly code: string;
  readonly id: string;
  readonly title: string;
  /** What it looks at. */
  readonly evidence: string;
  /** What goes wrong without the file. */
  readonly why: string;
  /** When it is wrong. */
  readonly falsePositives: string;
  readonly tiers: readonly Tier[];
  /** It is asked once more about what its second tier and that of others restores; the title of the one row that comes of it. */
  readonly follows?: string;
  /** Only suspicions of the asked pass count; a check may leave out the work for others. `undefined` ends a step. */
  find(subject: Case, needs: Needs, pass: Pass): Findings;
}

/** Nobody misses these at run time. Texts for people are told by their whole name: `changelog.tmpl` is a template. */
const NOT_RUN = new RegExp([
  /(?:^|\/)usr\/(?:local\/)?(?:share\/(?:doc|man|info|lintian|bug|doc-base|gtk-doc|help|menu|applications|pixmaps|icons|bash-completion|zsh|fish|locale|metainfo|appdata)|include|lib\/debug)\//,
  /\.(?:h|hpp|a|la|o|pyi|pyx|pxd|d\.ts|(?:[cm]?js|css)\.map|orig|rej)$/,
  /(?:^|\/)(?:README|LICEN[CS]E|COPYING|CHANGELOG|AUTHORS|NEWS)(?:[._-](?:md|markdown|rst|te?xt|html?|gz|bz2|xz|adoc|org|in|debian|mit|apache|bsd|a?gpl|lgpl|mpl|v?\d[\d.]*)|\.[a-z]{2})*$/,
  /(?:^|\/)(?:Dockerfile|Makefile)(?:\.(?:am|in|[a-z]+))?$|(?:^|\/)\.(?:gitignore|dockerignore|npmignore|editorconfig)$/,
  /(?:^|\/)\.(?:git|github|svn|idea|vscode)\//,
].map(({ source }) => source).join('|'), 'i');
const PROSE = /\.(?:md|rst|markdown)$/i;
const TESTS = /(?:^|\/)(?:tests?|testing|__tests__|spec|specs|examples?|docs?|benchmarks?|idlelib|turtledemo|lib2to3\/tests)\//;

/** Whether a path is documentation, a header, a test: part of a package, but of no running program. */
export function isBesideProgram(path: string): boolean {
  return NOT_RUN.test(path) || PROSE.test(path) || TESTS.test(path);
}

/** Headers, archives and what else only a build needs are what a compiler works with. */
const BUILT = /\.(?:h|hpp|a|la|o|d\.ts)$/i;

/** The same of what the image starts: its package has no more in it than its purpose wants, texts for people excepted. */
export function isBesideStarted(path: string): boolean {
  return isBesideData(path.replace(BUILT, '').replace(/^usr\/(?:local\/)?include\//, ''));
}

/** The same of the data of a kept program: folders of documentation and texts among it are what its help shows. */
export function isBesideData(path: string): boolean {
  const own = path.replace(/(?<=^usr\/(?:local\/)?(?:share|lib(?:\/[\w]+-linux-\w+)?)\/(?!doc\/).*\/)docs?\//g, '');
  return NOT_RUN.test(own) || TESTS.test(own);
}

/** The same of the application's own files: what its folder is called tells nothing, and a text may be what it works on. */
export function isBesideApplication(path: string, folder: string): boolean {
  const own = folder !== '' && path.startsWith(`${folder}/`) ? path.slice(folder.length + 1) : path;
  return NOT_RUN.test(own) || TESTS.test(own);
}

/** Removed files and links as roots with one common reason. */
export function rootsOf(entries: readonly TreeEntry[], evidence: string): Root[] {
  return entries.filter(({ type }) => type === 'file' || type === 'symlink').map(({ path }) => ({ path, evidence }));
}

export function lostRoots(paths: readonly string[], evidence: string): Root[] {
  return paths.map((path) => ({ path, evidence }));
}

/** The application's own sources that are kept or restored. */
export function* appSources(subject: Case): Generator<TreeEntry> {
  yield* subject.keptAppFiles();
  yield* subject.restoredAppFiles();
}

export interface Mention {
  readonly path: string;
  readonly line: number;
  readonly match: RegExpExecArray;
}

/** Characters that one step searches: a few milliseconds. */
const SEARCHED = 1024 * 1024;

const keptMentions = new WeakMap<Case, Map<string, readonly Mention[]>>();

/** Where the application's own sources say something; at most `limit` places. Kept sources are searched once, restored ones in every round. */
export function* mentions(subject: Case, pattern: RegExp, limit = 1): Steps<readonly Mention[]> {
  let known = keptMentions.get(subject);
  if (known === undefined) keptMentions.set(subject, (known = new Map()));
  const key = `${limit} ${pattern.flags} ${pattern.source}`;
  let kept = known.get(key);
  if (kept === undefined) known.set(key, (kept = yield* search(subject, subject.keptAppFiles(), pattern, limit)));
  return kept.length >= limit ? kept : [...kept, ...yield* search(subject, subject.restoredAppFiles(), pattern, limit - kept.length)];
}

function* search(subject: Case, sources: Iterable<TreeEntry>, pattern: RegExp, limit: number): Steps<Mention[]> {
  const found: Mention[] = [];
  let searched = 0;
  const global = new RegExp(pattern.source, pattern.flags.includes('g') ? pattern.flags : `${pattern.flags}g`);
  for (const { path } of sources) {
    const text = subject.facts.get(path)?.text;
    if (text === undefined) continue;
    if ((searched += text.length) > SEARCHED) {
      searched = 0;
      yield;
    }
    global.lastIndex = 0;
    for (let match = global.exec(text); match !== null; match = global.exec(text)) {
      if (match[0] === '') {
        global.lastIndex += 1;
        continue;
      }
      let line = 1;
      for (let at = text.indexOf('\n'); at >= 0 && at < match.index; at = text.indexOf('\n', at + 1)) line += 1;
      found.push({ path, line, match });
      if (found.length >= limit) return found;
    }
  }
  return found;
}

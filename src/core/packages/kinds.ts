/** Well-known dead weight, told by path: the table behind "what kind of bytes are these". */

export interface Kind {
  readonly id: string;
  /** For people. */
  readonly title: string;
  /** How it got there and how to do without, in one sentence. */
  readonly advice: string;
  /** Whether nothing at run time needs it: such bytes can go without a thought. */
  readonly waste: boolean;
  /** Matches a whole path without a leading slash. The first kind that matches counts. */
  readonly matches: RegExp;
  /** The file's own name decides; all others are decided by the folder that it lies in. */
  readonly byName?: boolean;
}

/** Latin-1 paths go in; the order decides where two match. */
export const KINDS: readonly Kind[] = [
  { id: 'apt-lists', title: 'apt package lists', waste: true, advice: 'Remove /var/lib/apt/lists/* in the RUN that updates them, or use a cache mount.', matches: /^var\/lib\/apt\/lists\/./ },
  { id: 'apt-cache', title: 'apt archives and caches', waste: true, advice: 'Run apt-get clean in the RUN that installs (official Debian images do), or use a cache mount.', matches: /^var\/cache\/apt\/./ },
  { id: 'dpkg-old', title: 'dpkg backups', waste: true, advice: 'Written by every install; merge the RUNs that install.', byName: true, matches: /^var\/lib\/dpkg\/[a-z]+-old$|^var\/cache\/debconf\/.*-old$/ },
  { id: 'apk-cache', title: 'apk cache', waste: true, advice: 'Install with apk add --no-cache.', matches: /^(?:var\/cache\/apk|etc\/apk\/cache)\/./ },
  { id: 'dnf-cache', title: 'dnf and yum caches', waste: true, advice: 'Run dnf clean all in the RUN that installs, or use a cache mount.', matches: /^var\/(?:cache\/(?:dnf|yum|libdnf5?|PackageKit)|lib\/dnf\/history)\b/ },
  { id: 'zypper-cache', title: 'zypper cache', waste: true, advice: 'Run zypper clean --all in the RUN that installs.', matches: /^var\/cache\/zypp\/./ },
  { id: 'pacman-cache', title: 'pacman cache', waste: true, advice: 'Run pacman -Scc in the RUN that installs.', matches: /^var\/(?:cache\/pacman\/pkg|lib\/pacman\/sync)\/./ },
  { id: 'pip-cache', title: 'pip cache', waste: true, advice: 'Install with pip install --no-cache-dir, or use a cache mount.', matches: /(?:^|\/)\.cache\/pip\/./ },
  { id: 'uv-cache', title: 'uv and poetry caches', waste: true, advice: 'Use a cache mount, or uv --no-cache.', matches: /(?:^|\/)\.cache\/(?:uv|pypoetry|pipenv)\/./ },
  { id: 'npm-cache', title: 'npm cache', waste: true, advice: 'Run npm cache clean --force in the RUN that installs, or use a cache mount.', matches: /(?:^|\/)\.npm\/_(?:cacache|logs|npx)\/./ },
  { id: 'yarn-cache', title: 'yarn cache', waste: true, advice: 'Run yarn cache clean in the RUN that installs, or use a cache mount.', matches: /(?:^|\/)(?:\.cache\/yarn|usr\/local\/share\/\.cache\/yarn|\.yarn\/cache|\.yarn\/berry\/cache)\/./ },
  { id: 'pnpm-cache', title: 'pnpm store', waste: true, advice: 'Use a cache mount for the store.', matches: /(?:^|\/)(?:\.local\/share\/pnpm\/store|\.pnpm-store|\.cache\/pnpm)\/./ },
  { id: 'node-gyp-cache', title: 'node-gyp headers', waste: true, advice: 'Build native add-ons in a stage of their own.', matches: /(?:^|\/)\.cache\/node-gyp\/./ },
  { id: 'go-cache', title: 'Go build and module caches', waste: true, advice: 'Build in a stage of its own, or use cache mounts.', matches: /(?:^|\/)(?:\.cache\/go-build|go\/pkg\/mod\/cache)\/./ },
  { id: 'go-modules', title: 'Go module sources', waste: true, advice: 'Build in a stage of its own and copy the binary.', matches: /(?:^|\/)go\/pkg\/mod\/./ },
  { id: 'cargo-cache', title: 'cargo registry', waste: true, advice: 'Build in a stage of its own, or use cache mounts.', matches: /(?:^|\/)(?:\.cargo|usr\/local\/cargo)\/(?:registry|git)\/./ },
  { id: 'maven-cache', title: 'Maven repository', waste: true, advice: 'Build in a stage of its own, or use a cache mount.', matches: /(?:^|\/)\.m2\/repository\/./ },
  { id: 'gradle-cache', title: 'Gradle caches', waste: true, advice: 'Build in a stage of its own, or use a cache mount.', matches: /(?:^|\/)\.gradle\/(?:caches|wrapper|daemon)\/./ },
  { id: 'nuget-cache', title: 'NuGet packages', waste: true, advice: 'Build in a stage of its own, or use a cache mount.', matches: /(?:^|\/)(?:\.nuget\/packages|\.local\/share\/NuGet)\/./ },
  { id: 'composer-cache', title: 'composer cache', waste: true, advice: 'Run composer clear-cache in the RUN that installs, or use a cache mount.', matches: /(?:^|\/)(?:\.composer\/cache|\.cache\/composer)\/./ },
  { id: 'gem-cache', title: 'gem and bundler caches', waste: true, advice: 'Remove the cache folder in the RUN that installs.', matches: /(?:^|\/)(?:\.bundle\/cache|gems\/[^/]+\/cache|ruby\/[^/]+\/cache)\/./ },
  { id: 'conda-cache', title: 'conda packages', waste: true, advice: 'Run conda clean -afy in the RUN that installs.', matches: /(?:^|\/)(?:mini)?(?:conda|forge|mamba)\d*\/pkgs\/./ },
  { id: 'browser-cache', title: 'browsers of test tools', waste: true, advice: 'Do not install test tools into the final image.', matches: /(?:^|\/)\.cache\/(?:ms-playwright|puppeteer|Cypress)\/./ },
  { id: 'other-cache', title: 'other caches', waste: true, advice: 'Remove ~/.cache in the RUN that writes it, or use a cache mount.', matches: /^(?:root|home\/[^/]+)\/\.cache\/./ },
  { id: 'version-control', title: 'version control', waste: true, advice: 'Put .git into .dockerignore, or remove the clone’s history in the same RUN.', matches: /(?:^|\/)\.(?:git|svn|hg)\// },
  { id: 'temporary', title: 'temporary files', waste: true, advice: 'Remove them in the RUN that writes them.', matches: /^(?:tmp|var\/tmp)\/./ },
  { id: 'logs', title: 'logs', waste: true, advice: 'Remove them in the RUN that writes them.', matches: /^var\/log\/.*[^/]$/ },
  { id: 'core-dump', title: 'core dumps', waste: true, advice: 'Remove it; it also holds what was in the process’s memory.', byName: true, matches: /(?:^|\/)core(?:\.\d+)?$/ },
  { id: 'editor-leftover', title: 'editor leftovers', waste: true, advice: 'Put them into .dockerignore.', byName: true, matches: /(?:~|\.sw[op]|\.orig|\.rej|(?:^|\/)\.DS_Store|(?:^|\/)Thumbs\.db)$/ },
  { id: 'editor-settings', title: 'editor settings', waste: true, advice: 'Put them into .dockerignore.', matches: /(?:^|\/)\.(?:idea|vscode)\// },
  { id: 'python-bytecode', title: 'Python byte code', waste: true, advice: 'Set PYTHONDONTWRITEBYTECODE=1 while building; Python makes it anew where it may write.', byName: true, matches: /\.py[co]$/ },
  { id: 'man-pages', title: 'man and info pages', waste: true, advice: 'Nobody reads them in a container: exclude them (dpkg path-exclude, dnf tsflags=nodocs).', matches: /^usr\/(?:local\/)?share\/(?:man|info)\/./ },
  { id: 'docs', title: 'documentation', waste: true, advice: 'Exclude it when installing (dpkg path-exclude, dnf tsflags=nodocs); keep the copyright files.', matches: /^usr\/(?:local\/)?share\/(?:doc|doc-base|gtk-doc|help|lintian)\/./ },
  { id: 'locales', title: 'translations and locales', waste: false, advice: 'Keep the languages that the program speaks: exclude the others when installing.', matches: /^usr\/(?:local\/)?(?:share\/(?:locale|i18n)|lib\/locale)\/./ },
  { id: 'static-libraries', title: 'static libraries', waste: true, advice: 'Only linkers read them: build in a stage of its own.', byName: true, matches: /^(?:usr\/)?(?:local\/)?lib.*\.(?:a|la)$/ },
  { id: 'headers', title: 'headers', waste: true, advice: 'Only compilers read them: build in a stage of its own.', matches: /^usr\/(?:local\/)?include\/./ },
  { id: 'debug-symbols', title: 'debug symbols', waste: true, advice: 'Strip binaries, or keep the symbols outside the image.', matches: /^usr\/lib\/debug\/./ },
  { id: 'debug-files', title: 'debug files', waste: true, advice: 'Strip binaries, or keep the symbols outside the image.', byName: true, matches: /\.(?:debug|pdb)$/ },
  { id: 'source-maps', title: 'source maps', waste: false, advice: 'Leave them out of the production build, unless errors are traced with them in place.', byName: true, matches: /\.(?:js|css|mjs|cjs)\.map$/ },
  { id: 'tests', title: 'tests of libraries', waste: false, advice: 'Installed with the library; remove them in the RUN that installs if size matters.', matches: /(?:^|\/)(?:site-packages|dist-packages|node_modules)\/.*\/(?:tests?|__tests__|testing)\// },
];

/** Names that a kind with `byName` may have: one look at the name spares all others their tests. */
const TELLING_NAME = /(?:-old|~|\.sw[op]|\.orig|\.rej|^\.DS_Store|^Thumbs\.db|\.py[co]|\.l?a|\.debug|\.pdb|\.map|^core(?:\.\d+)?)$/;
/** Licences ask for it. */
const KEPT_DOCUMENT = 'copyright';
/** The last two bytes of names that tell something, but for `core.1` and what ends in `~`. */
const TELLING_ENDS = nameEnds('ld', 'wo', 'wp', 'ig', 'ej', 're', 'db', 'yc', 'yo', '.a', 'la', 'ug', 'ap', 'ht');
const LETTER_C = 0x63;
const TILDE = 0x7e;

/** Index into `KINDS` of what lies in a folder (a path with a trailing slash, Latin-1, no leading slash), or -1. */
export function kindOfFolder(folder: string): number {
  const inside = `${folder}x`;
  return KINDS.findIndex((kind) => kind.byName !== true && kind.matches.test(inside));
}

/**
 * Whether a file's name may make its kind another than its folder's: `first` is its first byte, `end` its last two as a number. Asked before
 * a name is made a text: texts of all names of a large image are 80 MB of garbage.
 */
export function mayTellKind(first: number, end: number): boolean {
  const last = end & 0xff;
  return TELLING_ENDS.has(end) || last === TILDE || (first === LETTER_C && last >= 0x30 && last <= 0x39);
}

/** Ends of names as `PathIndex.nameEnd` gives them, of texts of two letters. */
export function nameEnds(...ends: readonly string[]): ReadonlySet<number> {
  return new Set(ends.map((end) => (end.charCodeAt(0) << 8) | end.charCodeAt(1)));
}

/** Index into `KINDS` of a file, given its folder's kind, or -1; `folder` is asked for where the name leaves it open. */
export function kindOfFile(name: string, ofFolder: number, folder: () => string): number {
  if (name === KEPT_DOCUMENT && KINDS[ofFolder]?.id === 'docs') return -1;
  if (!TELLING_NAME.test(name)) return ofFolder;
  const path = folder() + name;
  const own = KINDS.findIndex((kind) => kind.byName === true && kind.matches.test(path));
  return own < 0 ? ofFolder : ofFolder < 0 ? own : Math.min(own, ofFolder);
}

/** Index into `KINDS` of what a path is, or -1. `path` is Latin-1 text without a leading slash. */
export function kindOf(path: string): number {
  const cut = path.lastIndexOf('/') + 1;
  const folder = path.slice(0, cut);
  return kindOfFile(path.slice(cut), kindOfFolder(folder), () => folder);
}

/** Which files of an image are the application's own, and which layer brought a file. */
import type { AnalysedImage } from '../image/analyse';
import type { RunConfig } from '../image/image';
import type { Origin, Ownership } from './case';
import { parentOf, type FileTree } from './file-tree';
import { resolvePath } from './resolve';

/** Installed by package managers and builds, not written by whoever wrote the application. */
const DEPENDENCY = /(?:^|\/)(?:node_modules|site-packages|dist-packages|bower_components|gems|vendor\/(?:bundle|cache|composer)|\.venv|venv|__pycache__)(?:\/|$)/;
const SYSTEM = /^(?:usr\/)?(?:lib\w*|share|include|sbin)\/|^usr\/(?:local\/(?:lib\w*|share|include|man|sbin)|bin|games)\/|^bin\/|^var\/(?:lib\/(?:dpkg|apt|apk|rpm)|cache|log)\/|^etc\/(?:ssl|alternatives|apt|ld\.so)|^(?:proc|sys|dev|boot)\//;
/** Working directories that say nothing about the application. */
const COMMON = new Set(['', 'usr', 'etc', 'var', 'lib', 'bin', 'sbin', 'tmp', 'root', 'home', 'opt', 'srv', 'usr/local', 'usr/local/bin', 'usr/bin', 'usr/share', 'usr/lib', 'var/lib']);
const COPY = /^(?:\/bin\/sh -c #\(nop\)\s*)?(?:COPY|ADD)\b/i;

export interface AppArea {
  readonly isApp: (path: string) => boolean;
  readonly originOf: (path: string) => Origin | undefined;
}

/**
 * An own file lies in a layer of COPY or ADD above the lowest, in the working directory, or beside the script that the image starts;
 * it belongs to no package and to no folder of dependencies.
 */
export function findAppArea(tree: FileTree, config: RunConfig, ownership: Ownership, analysed: AnalysedImage | undefined): AppArea {
  const instructions = (analysed?.image.layers ?? []).map((layer) => {
    const entry = layer.historyIndex === undefined ? undefined : analysed!.image.history[layer.historyIndex];
    return entry?.createdBy ?? '';
  });
  const copied = instructions.map((instruction, index) => index > 0 && COPY.test(instruction));
  const folders = new Set<string>();
  const workingDir = (config.workingDir ?? '').replace(/^\/+|\/+$/g, '');
  if (!COMMON.has(workingDir)) folders.add(workingDir);
  for (const word of [...(config.entrypoint ?? []), ...(config.cmd ?? [])]) {
    const { path } = resolvePath(tree.byPath, word, workingDir);
    if (path === undefined || tree.byPath.get(path)?.type !== 'file' || SYSTEM.test(path) || path.startsWith('etc/') || !/\.\w+$|\/bin\//.test(path)) continue;
    const folder = parentOf(path);
    if (!COMMON.has(folder)) folders.add(folder);
  }
  const prefixes = Array.from(folders, (folder) => `${folder}/`);
  const known = new Map<string, boolean>();
  const foreign = new Map<string, boolean>();
  const decide = (path: string): boolean => {
    const entry = tree.byPath.get(path);
    if (entry === undefined) return false;
    const own = (entry.layer >= 0 && copied[entry.layer] === true) || prefixes.some((folder) => path.startsWith(folder));
    if (!own || DEPENDENCY.test(path) || SYSTEM.test(path)) return false;
    const owner = ownership.ownerOf(path);
    return owner < 0 || !/^(?:dpkg|apk|rpm|pip|gem)$/.test(ownership.packages[owner]!.manager);
  };
  return {
    isApp(path) {
      // Most files lie in folders of which none is an own one: these need no memory each.
      const folder = path.slice(0, path.lastIndexOf('/') + 1);
      let others = foreign.get(folder);
      if (others === undefined) foreign.set(folder, (others = DEPENDENCY.test(folder) || SYSTEM.test(folder)));
      if (others) return false;
      let own = known.get(path);
      if (own === undefined) known.set(path, (own = decide(path)));
      return own;
    },
    originOf(path) {
      const layer = tree.byPath.get(path)?.layer ?? -1;
      const instruction = layer < 0 ? undefined : instructions[layer];
      return instruction === undefined || instruction === '' ? undefined : { layer, instruction: instruction.replace(/^\/bin\/sh -c (?:#\(nop\)\s*)?/, '').slice(0, 120) };
    },
  };
}

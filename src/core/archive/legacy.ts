/** Archives of Docker before 1.10: `repositories`, and a chain of `<id>/json` that names its parent, without any manifest. */
import type { HistoryEntry, ImageDescriptor } from '../image/image';
import type { Diagnostic } from '../problem';
import { platformOf, present, readConfig } from './config';
import { field, isObject, text, texts } from './json';
import type { Members } from './members';

const MAX_LAYERS = 1000;

/** Images that `repositories` tags, else those whose id is nobody's parent. Empty when there are no layers of this form. */
export async function readLegacy(repositories: unknown, members: Members, diagnostics: Diagnostic[]): Promise<ImageDescriptor[]> {
  const tags = tagsById(repositories);
  const ids = [...members.paths()].flatMap((path) => /^([0-9a-f]{12,64})\/json$/.exec(path)?.[1] ?? []);
  const configs = new Map<string, unknown>();
  for (const id of ids.slice(0, MAX_LAYERS)) {
    const parsed = await members.json(`${id}/json`);
    if (typeof parsed !== 'string' && isObject(parsed.value)) configs.set(id, parsed.value);
  }
  const parents = new Set([...configs.values()].map((config) => text(config, 'parent')));
  const heads = tags.size > 0 ? [...tags.keys()].filter((id) => configs.has(id)) : [...configs.keys()].filter((id) => !parents.has(id));
  return heads.map((id) => describeChain(id, tags.get(id) ?? [], configs, members, diagnostics));
}

function tagsById(repositories: unknown): Map<string, string[]> {
  const byId = new Map<string, string[]>();
  if (!isObject(repositories)) return byId;
  for (const [name, tags] of Object.entries(repositories)) {
    if (!isObject(tags)) continue;
    for (const [tag, id] of Object.entries(tags)) if (typeof id === 'string') byId.set(id, [...(byId.get(id) ?? []), `${name}:${tag}`]);
  }
  return byId;
}

function describeChain(head: string, tags: readonly string[], configs: ReadonlyMap<string, unknown>, members: Members, diagnostics: Diagnostic[]): ImageDescriptor {
  const chain: string[] = [];
  for (let id: string | undefined = head; id !== undefined && configs.has(id) && !chain.includes(id) && chain.length < MAX_LAYERS; id = text(configs.get(id), 'parent')) {
    chain.unshift(id);
  }
  const top = configs.get(head);
  const { run, created } = readConfig(top);
  const layers = chain.map((id, index) => {
    const location = members.find(`${id}/layer.tar`)?.location;
    if (location === undefined) {
      diagnostics.push({ kind: 'layer-missing', message: `Layer ${index} (${id}) is not in the file; figures leave it out.`, advice: 'Save the image again with `docker save IMAGE -o image.tar`.' });
    }
    return {
      index, mediaType: 'application/vnd.docker.image.rootfs.diff.tar', storedBytes: location?.size ?? 0, historyIndex: index,
      ...present({ location, unreadable: location === undefined ? 'absent' as const : undefined }),
    };
  });
  return {
    tags, platform: platformOf(top) ?? 'unknown/unknown', present: true, layers,
    history: chain.map((id) => historyOf(configs.get(id))),
    config: run, rawConfig: top, rawManifest: undefined, ...present({ created }),
  };
}

/** In this form every step has a layer, and its command is the command line of the container that made it. */
function historyOf(config: unknown): HistoryEntry {
  return {
    createdBy: (texts(field(config, 'container_config'), 'Cmd') ?? []).join(' '), emptyLayer: false,
    ...present({ created: text(config, 'created'), comment: text(config, 'comment'), author: text(config, 'author') }),
  };
}

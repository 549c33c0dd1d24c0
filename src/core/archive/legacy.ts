/** Archives of Docker before 1.10: `repositories`, and a chain of `<id>/json` that names its parent, without any manifest. */
import type { HistoryEntry, ImageDescriptor } from '../image/image';
import { platformOf, present, readConfig } from './config';
import type { DiagnosticSink } from './diagnostic-list';
import { field, isObject, text, texts } from './json';
import type { Members } from './members';
import { quoted } from './problems';

const MAX_LAYERS = 1000;
const SAVE_AGAIN = 'Save the image again with `docker save IMAGE -o image.tar`.';

/** Images that `repositories` tags, else those whose id is nobody's parent. Empty when there are no layers of this form. */
export async function readLegacy(repositories: unknown, members: Members, diagnostics: DiagnosticSink): Promise<ImageDescriptor[]> {
  const ids = [...members.paths()].flatMap((path) => /^([0-9a-f]{12,64})\/json$/.exec(path)?.[1] ?? []);
  if (ids.length === 0) return [];
  const say = (kind: string, message: string, advice = SAVE_AGAIN): void => void diagnostics.push({ kind, message, advice });
  if (ids.length > MAX_LAYERS) say('legacy-too-long', `The file has the JSON of ${ids.length} layers; the first ${MAX_LAYERS} were read, and figures leave out the others.`);
  const configs = new Map<string, unknown>();
  for (const id of ids.slice(0, MAX_LAYERS)) {
    const parsed = await members.json(`${id}/json`);
    if (typeof parsed !== 'string' && isObject(parsed.value)) configs.set(id, parsed.value);
    else say('legacy-json-invalid', `${id}/json is no JSON object: which layer it stands on is not known, and figures leave it out.`);
  }
  const tags = tagsById(repositories);
  for (const [id, names] of tags) {
    if (!configs.has(id)) say('tag-without-image', `${names.map(quoted).join(', ')} ${names.length === 1 ? 'means' : 'mean'} the image ${quoted(id)}, which is not in the file.`);
  }
  const parents = new Set([...configs.values()].map((config) => text(config, 'parent')));
  const tagged = [...tags.keys()].filter((id) => configs.has(id));
  const heads = tagged.length > 0 ? tagged : [...configs.keys()].filter((id) => !parents.has(id));
  return heads.map((id) => describeChain(id, tags.get(id) ?? [], configs, members, say));
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

function describeChain(
  head: string, tags: readonly string[], configs: ReadonlyMap<string, unknown>, members: Members, say: (kind: string, message: string, advice?: string) => void,
): ImageDescriptor {
  const chain = chainOf(head, configs, say);
  const top = configs.get(head);
  const { run, created } = readConfig(top);
  const layers = chain.map((id, index) => {
    const location = members.find(`${id}/layer.tar`)?.location;
    if (location === undefined) say('layer-missing', `Layer ${index} (${id}) is not in the file; figures leave it out.`);
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

/** An image's layers, bottom first: each names the one that it stands on. */
function chainOf(head: string, configs: ReadonlyMap<string, unknown>, say: (kind: string, message: string) => void): readonly string[] {
  const chain = new Set<string>([head]);
  for (let id = head; ;) {
    const parent = text(configs.get(id), 'parent') ?? '';
    if (parent === '') break;
    if (chain.has(parent)) {
      say('parent-loop', `The layer ${id} stands on ${parent}, which stands on it in turn; the chain was cut there.`);
      break;
    }
    if (!configs.has(parent)) {
      say('parent-missing', `The layer ${id} stands on ${quoted(parent)}, which is not in the file: it and all below it are missing, and figures leave them out.`);
      break;
    }
    chain.add(parent);
    id = parent;
  }
  return [...chain].reverse();
}

/** In this form every step has a layer, and its command is the command line of the container that made it. */
export function historyOf(config: unknown): HistoryEntry {
  return {
    createdBy: (texts(field(config, 'container_config'), 'Cmd') ?? []).join(' '), emptyLayer: false,
    ...present({ created: text(config, 'created'), comment: text(config, 'comment'), author: text(config, 'author') }),
  };
}

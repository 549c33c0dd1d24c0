/** Request paths that an application's sources name, for probes. */
import type { FileFacts } from '../facts/file-facts';
import type { FileTree } from '../file-tree';

const MAX_ROUTES = 60;
const ROUTE = /(['"])(\/[\w./-]{0,80})\1/g;

/** Texts that look like the path of a request, and are no file or folder of the image. Routes with parameters are left out. */
export function routesIn(facts: ReadonlyMap<string, FileFacts>, tree: FileTree): string[] {
  const routes = new Set<string>();
  for (const { text, language } of facts.values()) {
    if (text === undefined || language === undefined || language === 'shell') continue;
    for (const match of text.matchAll(ROUTE)) {
      const route = match[2]!;
      const first = route.split('/')[1] ?? '';
      if (route !== '/' && !tree.byPath.has(first) && !route.startsWith('//')) routes.add(route);
      if (routes.size >= MAX_ROUTES) return [...routes];
    }
  }
  return [...routes].sort();
}

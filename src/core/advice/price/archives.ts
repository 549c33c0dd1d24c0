/** Archives that stay in the image beside what was unpacked from them. */
import type { ImageFacts } from './facts';
import { byFirstMaker, bytesOfAll, LEAST_BYTES, nameOf, placeOf, type Saving } from './saving';

const ARCHIVE = /(?:^|\/)([^/]+\.(?:tar|tar\.(?:gz|bz2|xz|zst|lz4?|Z)|tgz|tbz2?|txz|tzst|zip|7z|deb|rpm|whl\.zip|jar\.zip|gz|xz|bz2))$/i;
const UNPACKS = /\b(?:tar|bsdtar|unzip|7z|7za|gunzip|bunzip2|unxz|zcat|xzcat|dpkg|rpm|cpio)\b/;

/** Archives of own layers whose name an ADD, or a RUN that unpacks something, mentions. Package caches are priced elsewhere. */
export function priceArchives(facts: ImageFacts): readonly Saving[] {
  const unpacking = facts.makers.slice(facts.ownFrom).filter(({ keyword, text }) => keyword === 'ADD' || (keyword === 'RUN' && UNPACKS.test(text)));
  const commands = unpacking.map(({ text }) => text);
  if (commands.length === 0) return [];
  const kept = facts.own.filter((payload) => {
    const name = ARCHIVE.exec(facts.pathOf(payload))?.[1];
    return name !== undefined && facts.kindOf(payload) === '' && commands.some((text) => mentions(text, name));
  });
  return [...byFirstMaker(facts, kept)].filter(([, payloads]) => bytesOfAll(facts, payloads) >= LEAST_BYTES).map(([maker, payloads]): Saving => {
    const { key, ...place } = placeOf(maker);
    const copied = maker.keyword === 'COPY' || maker.keyword === 'ADD';
    return {
      id: `archive-${key}`, ...place, rules: ['DL3010', 'PL030', 'PL033', 'PL043'], way: copied ? 'multi-stage' : 'consolidate',
      payloads, basis: 'measured', enabled: true, rank: 25,
      title: `Archives of ${nameOf(maker)} that were unpacked and kept`,
      detail: copied
        ? 'ADD unpacks a local archive without keeping it: leave the archive out of the COPY, or mount it for the RUN that unpacks it (RUN --mount=type=bind).'
        : 'Pipe the download into tar, or delete the archive in the same RUN.',
    };
  });
}

/** Whether a command names the file, in full or by a pattern such as `*.tar.gz`. */
function mentions(text: string, name: string): boolean {
  if (text.includes(name)) return true;
  const dot = name.indexOf('.', 1);
  return dot > 0 && text.includes(`*${name.slice(dot)}`);
}

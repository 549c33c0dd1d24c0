/** Documentation that RubyGems writes for every gem, unless it is told not to. */
import { ownInside, type ImageFacts } from './facts';
import { byMaker, bytesOfAll, LEAST_BYTES, nameOf, placeOf, type Saving } from './saving';

const GEM_DOCUMENTS = /(?:^|\/)doc\/[^/]+-\d[^/]*\/(?:ri|rdoc)\//;

export function priceGemDocuments(facts: ImageFacts): readonly Saving[] {
  const written = ownInside(facts, (folder) => GEM_DOCUMENTS.test(folder));
  return [...byMaker(facts, written)].filter(([, payloads]) => bytesOfAll(facts, payloads) >= LEAST_BYTES).map(([maker, payloads]): Saving => {
    const { key, ...place } = placeOf(maker);
    return {
      id: `gem-documents-${key}`, ...place, rules: ['PL017'], way: 'lean-install', payloads, basis: 'measured', enabled: true, rank: 12,
      title: `Documentation of gems, written by ${nameOf(maker)}`, detail: 'Install with gem install --no-document.',
    };
  });
}

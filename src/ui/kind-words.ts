/** What people read of a kind of dead weight: the catalogue's own words. */
import { KINDS, type Kind } from '../core/packages/kinds';

/** A kind that this page does not know is named by its code. */
export function kindWords(id: string): Pick<Kind, 'title' | 'advice' | 'waste'> {
  return KINDS.find((kind) => kind.id === id) ?? { title: id, advice: '', waste: false };
}

/** Collects the diagnostics of a layer, a bounded number of each kind: a hostile layer may have a million of them. */
import { escapePath } from '../bytes/text';
import type { Diagnostic } from '../problem';

const MAX_OF_A_KIND = 20;

export class DiagnosticList {
  readonly #layer: number;
  readonly #list: Diagnostic[] = [];
  readonly #counts = new Map<string, number>();

  constructor(layer: number) {
    this.#layer = layer;
  }

  /** Adds one, with the entry's name and its offset in the layer where they are known. */
  add(kind: string, entry: Uint8Array | undefined, layerOffset: number | undefined, message: string, advice: string): void {
    const count = (this.#counts.get(kind) ?? 0) + 1;
    this.#counts.set(kind, count);
    if (count > MAX_OF_A_KIND) return;
    this.#list.push({
      kind, message, advice,
      where: {
        layer: this.#layer,
        ...(layerOffset === undefined ? {} : { layerOffset }),
        ...(entry === undefined ? {} : { entry: escapePath(entry) }),
      },
    });
  }

  /** All of them; kinds with more than could be kept end with a line that says how many there were. */
  all(): Diagnostic[] {
    const more = [...this.#counts].filter(([, count]) => count > MAX_OF_A_KIND).map(([kind, count]): Diagnostic => ({
      kind,
      message: `Layer ${this.#layer} has ${count - MAX_OF_A_KIND} more of this kind.`,
      advice: 'The first ones are listed; look at them first.',
      where: { layer: this.#layer },
    }));
    return [...this.#list, ...more];
  }
}

/** Collects the diagnostics of a layer, a bounded number of each kind: a hostile layer may have a million of them. */
import { escapeShort } from '../bytes/text';
import type { Diagnostic } from '../problem';

const MAX_OF_A_KIND = 20;

export class DiagnosticList {
  readonly #layer: number;
  readonly #list: Diagnostic[] = [];
  readonly #counts = new Map<string, number>();

  /** A negative layer is not named: a scan may come before the manifest that numbers the layers. */
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
        ...this.#where(),
        ...(layerOffset === undefined ? {} : { layerOffset }),
        ...(entry === undefined ? {} : { entry: escapeShort(entry) }),
      },
    });
  }

  /** All of them; kinds with more than could be kept end with a line that says how many there were. */
  all(): Diagnostic[] {
    const more = [...this.#counts].filter(([, count]) => count > MAX_OF_A_KIND).map(([kind, count]): Diagnostic => ({
      kind,
      message: `There are ${count - MAX_OF_A_KIND} more of this kind in the layer.`,
      advice: 'The first ones are listed; look at them first.',
      where: this.#where(),
    }));
    return [...this.#list, ...more];
  }

  #where(): { layer?: number } {
    return this.#layer < 0 ? {} : { layer: this.#layer };
  }
}

/** Collects diagnostics, a bounded number of each kind: a hostile layer or manifest may give a million of them. */
import { escapeShort } from '../bytes/text';
import type { Diagnostic, Where } from '../problem';

const MAX_OF_A_KIND = 20;

/** Whatever takes diagnostics: a list, or one that is bounded. */
export interface DiagnosticSink {
  push(...found: readonly Diagnostic[]): unknown;
}

export class BoundedDiagnostics implements DiagnosticSink {
  readonly #list: Diagnostic[] = [];
  readonly #counts = new Map<string, number>();
  readonly #place: string;
  readonly #where: Where | undefined;

  /** `place` is what holds them, as the end of a sentence ("the layer"); `where` goes to the lines that only count. */
  constructor(place: string, where?: Where) {
    this.#place = place;
    this.#where = where;
  }

  push(...found: readonly Diagnostic[]): void {
    for (const diagnostic of found) if (this.counted(diagnostic.kind)) this.#list.push(diagnostic);
  }

  /** Counts one more of a kind; whether it still is one of those that are listed. Whoever asks here adds it with `keep`. */
  counted(kind: string): boolean {
    const count = (this.#counts.get(kind) ?? 0) + 1;
    this.#counts.set(kind, count);
    return count <= MAX_OF_A_KIND;
  }

  /** Adds one that has been counted. */
  keep(diagnostic: Diagnostic): void {
    this.#list.push(diagnostic);
  }

  /** All of them; kinds with more than could be kept end with a line that says how many there were. */
  all(): Diagnostic[] {
    const more = [...this.#counts].filter(([, count]) => count > MAX_OF_A_KIND).map(([kind, count]): Diagnostic => ({
      kind,
      message: `There are ${count - MAX_OF_A_KIND} more of this kind in ${this.#place}.`,
      advice: 'The first ones are listed; look at them first.',
      ...(this.#where && { where: this.#where }),
    }));
    return [...this.#list, ...more];
  }
}

/** Those of one layer. */
export class DiagnosticList {
  readonly #where: Where;
  readonly #bounded: BoundedDiagnostics;

  /** A negative layer is not named: a scan may come before the manifest that numbers the layers. */
  constructor(layer: number) {
    this.#where = layer < 0 ? {} : { layer };
    this.#bounded = new BoundedDiagnostics('the layer', this.#where);
  }

  /** Adds one, with the entry's name and its offset in the layer where they are known. */
  add(kind: string, entry: Uint8Array | undefined, layerOffset: number | undefined, message: string, advice: string): void {
    if (!this.#bounded.counted(kind)) return;
    this.#bounded.keep({
      kind, message, advice,
      where: {
        ...this.#where,
        ...(layerOffset === undefined ? {} : { layerOffset }),
        ...(entry === undefined ? {} : { entry: escapeShort(entry) }),
      },
    });
  }

  all(): Diagnostic[] {
    return this.#bounded.all();
  }
}

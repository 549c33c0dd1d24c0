/** Of several questions that replace one another only the newest is worked on: those that waited behind a slow one give way. */
export class Turns {
  readonly #newest = new Map<string, symbol>();

  /** Lets what waits in the queue come in first; false when a newer question of this key was among it. */
  async take(key: string): Promise<boolean> {
    const own = Symbol(key);
    this.#newest.set(key, own);
    await new Promise((resolve) => setTimeout(resolve));
    if (this.#newest.get(key) !== own) return false;
    this.#newest.delete(key);
    return true;
  }
}

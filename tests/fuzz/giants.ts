/** Inputs that are hostile by their size alone: bombs, a million entries, endless names and chains. One process each, with its own bounds. */
export const GIANTS: readonly { readonly name: string }[] = [];
export async function runGiant(_name: string, _memoryPeak: () => number): Promise<number> {
  return Promise.resolve(0);
}

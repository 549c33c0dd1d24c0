/** Gives back the memory of what nobody needs any more, without waiting for the collector: browsers let tens of megabytes of it pile up. */

/** Standard since ES2024; Node 20 has no such method, and collects in time. */
interface Transferable {
  transfer?(length: number): unknown;
}

/** Empties the buffer below a view: every view of it has a length of 0 from now on. */
export function freeMemory({ buffer }: ArrayBufferView): void {
  // What is empty already may have been given away, and cannot be once more.
  if (buffer.byteLength > 0) (buffer as Transferable).transfer?.(0);
}

/** V8 begins a collection when buffers have grown by 64 MB since the last one. */
const COLLECTS = 96 << 20;

/**
 * Asks for a collection, which takes a few milliseconds: for garbage that a browser does not see growing, such as what its own streams
 * leave behind. A buffer that nobody writes to counts and takes no memory. Engines that go by other rules lose nothing.
 */
export function askForCollection(): void {
  try {
    freeMemory(new Uint8Array(COLLECTS));
  } catch {
    // Where there is no room for it, the engine has just collected all it could.
  }
}

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

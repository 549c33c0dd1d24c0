/** What the plan of a large image needs and takes memory for a moment, made ready before the layers are read. */
import type { OpenedArchive } from '../src/core/archive/open';

/** Stored bytes from which on an image may take much memory itself. Of a smaller one the plan comes later, and its report sooner. */
const LARGE = 1.5e9;

/** Begins with it and returns at once: without it the plan does the same later. */
export function rehearsePlan({ archive }: OpenedArchive, image: number): void {
  const storedBytes = archive.images[image]?.layers.reduce((sum, layer) => sum + layer.storedBytes, 0) ?? 0;
  if (storedBytes >= LARGE) void import('./advising').then(({ rehearseShell }) => rehearseShell(), () => {});
}

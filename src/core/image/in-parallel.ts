/** Works through a queue with a few at a time. */

/**
 * Runs `work` on each item, in order, at most `limit` at once. An item that answers something stops the rest: no further one
 * is begun, those under way are waited for, and that answer is the result. Undefined when all went through.
 */
export async function inParallel<Item, Stop>(items: readonly Item[], limit: number, work: (item: Item) => Promise<Stop | undefined>): Promise<Stop | undefined> {
  let next = 0;
  let stopped: Stop | undefined;
  const lane = async (): Promise<void> => {
    while (stopped === undefined && next < items.length) {
      const item = items[next]!;
      next += 1;
      stopped ??= await work(item);
    }
  };
  await Promise.all(Array.from({ length: Math.max(1, Math.min(limit, items.length)) }, lane));
  return stopped;
}

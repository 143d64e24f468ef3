/** So many files are asked for at once: enough that the disk and this thread both have something to do. */
const atOnce = 8;

/** What `each` gives for the items, in their order, with a few of them in hand at a time. */
export async function severalAtOnce<Item, Result>(
  items: Iterable<Item>,
  each: (item: Item) => Promise<Result>,
): Promise<Result[]> {
  const results: Result[] = [];
  const queue = [...items].entries();
  const lane = async (): Promise<void> => {
    for (const [index, item] of queue) results[index] = await each(item);
  };
  await Promise.all(Array.from({ length: atOnce }, lane));
  return results;
}

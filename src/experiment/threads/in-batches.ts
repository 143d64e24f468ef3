/** A task for some items at a time: a message for each would take longer than some of the work. */
export function* inBatches<Item, Task>(
  items: readonly Item[],
  size: number,
  taskOf: (batch: readonly Item[]) => Task,
): Generator<Task> {
  for (let from = 0; from < items.length; from += size) yield taskOf(items.slice(from, from + size));
}

/** Number of files read ahead: a network file system answers many requests at once as fast as one. */
const filesAhead = 16;

/** The results of `read` in the order of `items`; the next few are read while the caller uses one. */
export async function* readAhead<Item, Result>(
  items: Iterable<Item>,
  read: (item: Item) => Promise<Result>,
): AsyncGenerator<Result> {
  const pending: Promise<Result>[] = [];
  for (const item of items) {
    pending.push(startReading(item, read));
    const oldest = pending.length > filesAhead ? pending.shift() : undefined;
    if (oldest) yield await oldest;
  }
  for (const result of pending) yield await result;
}

/** Errors are thrown when the result is awaited; until then, Node would end the process for an unhandled rejection. */
function startReading<Item, Result>(item: Item, read: (item: Item) => Promise<Result>): Promise<Result> {
  const result = read(item);
  result.catch(() => undefined);
  return result;
}

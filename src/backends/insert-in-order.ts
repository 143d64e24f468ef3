import type { Request } from './backend.js';

type Order = Request['order'];

/** Puts an item that waits where its turn is: the plan decides, never when somebody came. */
export function insertInOrder<Item>(waiting: Item[], item: Item, orderOf: (item: Item) => Order): void {
  const order = orderOf(item);
  const at = waiting.findIndex((other) => isBefore(order, orderOf(other)));
  waiting.splice(at < 0 ? waiting.length : at, 0, item);
}

function isBefore([jobA, indexA]: Order, [jobB, indexB]: Order): boolean {
  return jobA < jobB || (jobA === jobB && indexA < indexB);
}

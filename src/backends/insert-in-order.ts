import type { Request } from './backend.js';

type Order = Request['order'];

/** Inserts a waiting item in plan order, never in order of arrival. */
export function insertInOrder<Item>(waiting: Item[], item: Item, orderOf: (item: Item) => Order): void {
  const order = orderOf(item);
  const at = waiting.findIndex((other) => isBefore(order, orderOf(other)));
  waiting.splice(at < 0 ? waiting.length : at, 0, item);
}

function isBefore([jobA, indexA]: Order, [jobB, indexB]: Order): boolean {
  return jobA < jobB || (jobA === jobB && indexA < indexB);
}

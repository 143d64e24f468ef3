import { setImmediate } from 'node:timers/promises';
import { expect, it } from 'vitest';
import { severalAtOnce } from '../../src/store/several-at-once.js';

it('when later items are ready first, then results are in the order of the items, and only a few are in hand', async () => {
  const items = Array.from({ length: 30 }, (_, index) => index);
  let [inHand, most] = [0, 0];
  const results = await severalAtOnce(items, async (item) => {
    inHand += 1;
    most = Math.max(most, inHand);
    for (let turn = item; turn < items.length; turn += 1) await setImmediate();
    inHand -= 1;
    return item;
  });
  expect(results).toEqual(items);
  expect(most).toBe(8);
});

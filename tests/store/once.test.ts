import { expect, test } from 'vitest';
import { once } from '../../src/store/once.js';

test('when work has failed once, then it is tried again, and what it resolved to is kept', async () => {
  let tries = 0;
  const publish = once(() => {
    tries += 1;
    return tries === 1 ? Promise.reject(new Error('The disk is full')) : Promise.resolve(tries);
  });
  await expect(publish()).rejects.toThrow('The disk is full');
  expect([await publish(), await publish()]).toEqual([2, 2]);
});

import { expect, test } from 'vitest';
import { watchPace, type Pace } from '../../src/documents/watch-pace.js';

const note = (pace: Pace, count: number, milliseconds: number): void => {
  for (let file = 0; file < count; file += 1) pace.note(milliseconds);
};

test('when some files take long, as on a busy machine, then reading may go on blocking', () => {
  const pace = watchPace();
  for (let round = 0; round < 20; round += 1) {
    note(pace, 1, 10);
    note(pace, 3, 0.05);
  }
  expect(pace.mayBlock()).toBe(true);
});

test('when nearly all files take long, then only one in 64 may block, until they come fast again', () => {
  const pace = watchPace();
  note(pace, 20, 2);
  expect(Array.from({ length: 640 }, () => pace.mayBlock()).filter(Boolean)).toHaveLength(10);
  note(pace, 20, 0.05);
  expect(pace.mayBlock()).toBe(true);
});

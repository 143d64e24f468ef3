import { describe, expect, test } from 'vitest';
import { isoFromOriginal } from '../../src/documents/original/original-timestamp.js';

describe('isoFromOriginal', () => {
  test.each([
    ['25-02-01-10-30', '2025-02-01T10:30'],
    ['26-02-14-16-20-33', '2026-02-14T16:20:33'],
    ['yesterday', 'yesterday'],
    ['', ''],
  ])('when a file says %j, then the data set says %j: no zone, no seconds made up', (timestamp, iso) => {
    expect(isoFromOriginal(timestamp)).toBe(iso);
  });
});

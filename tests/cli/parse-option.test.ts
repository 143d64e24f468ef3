import { describe, expect, it } from 'vitest';
import { parseDuration, parseFailureLimit, parseSetName, parseShard } from '../../src/cli/parse-option.js';

describe('an option of a run', () => {
  it('when it is a duration, then units and plain seconds are read', () => {
    const read = ['23h50m', '90s', '1d', '2m30s', '0', '1.5'].map(parseDuration);
    expect(read).toEqual([85_800_000, 90_000, 86_400_000, 150_000, 0, 1500]);
  });

  it('when it is none, or longer than a timer can wait, then it is refused', () => {
    for (const text of ['', 'h', '10m5h', '-3', '1e9', 'NaN', '∞', '25d', ' 5']) {
      expect(() => parseDuration(text), text).toThrow();
    }
  });

  it('when it is a limit of failures, then it is a number of jobs or a share', () => {
    expect(parseFailureLimit('3')).toEqual({ count: 3, unit: 'jobs' });
    expect(parseFailureLimit('2.5%')).toEqual({ count: 2.5, unit: 'percent' });
    expect(() => parseFailureLimit('-1')).toThrow();
  });

  it('when it is the name of an annotation set, then it can be a folder, a part of a job id, and no other set', () => {
    for (const text of ['strict', 'llama-70b_v1.5']) expect(parseSetName(text)).toBe(text);
    const others = ['.', '..', 'a/b', 'Strict', 'default', 'a--r2', '-a', '', 'x'.repeat(25)];
    for (const text of others) expect(() => parseSetName(text), text).toThrow();
  });

  it('when it is a shard, then its place is within the count', () => {
    expect(parseShard('2/8')).toEqual({ index: 2, count: 8 });
    for (const text of ['0/8', '9/8', '2', '2/0', 'a/b']) expect(() => parseShard(text), text).toThrow();
  });
});

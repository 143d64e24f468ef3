import stringWidth from 'string-width';
import { describe, expect, it } from 'vitest';
import { progressBlock } from '../../../src/cli/progress/progress-block.js';
import type { Status } from '../../../src/generated/status.js';

const now = new Date('2026-02-14T16:20:00Z');

function townHall(more: Partial<Status> = {}): Status {
  const running = ['市民会議-0003', 'town-hall-0004'].map((job, place) => ({
    job,
    turn: 7 - place,
    of: 12,
    since: `2026-02-14T16:1${6 + place}:00Z`,
  }));
  const share = (done: number, total: number) => ({ done, total });
  return {
    at: now.toISOString(),
    host: 'node07',
    pid: 4242,
    state: 'running',
    exit_code: null,
    last_reply_at: '2026-02-14T16:19:50Z',
    tokens_per_second: 41.2,
    turns_per_second: 1.1,
    seconds_left: 360,
    progress: [
      {
        ...{ kind: 'discussion', total: 5, done: 2, failed: 1, completions: 12, turns: share(36, 60), running },
        models: [
          { name: 'demo', jobs: share(2, 3), turns: share(28, 36) },
          { name: 'ein-großes-modell-mit-langem-namen-q8', jobs: share(0, 2), turns: share(8, 24) },
        ],
      },
    ],
    ...more,
  };
}

function draw(status: Status, columns: number, rows = 24): string[] {
  return progressBlock(status, { columns, rows, now, measure: stringWidth, paint: (_, text) => text });
}

describe('the block of a run', () => {
  it('when the window is wide, then it shows bars, pace, and the jobs that take longest', () => {
    expect(draw(townHall(), 100)).toMatchInlineSnapshot(`
      [
        "discussions               ██████████████████░░░░░░░░░░░░  36 of 60 turns · 2 of 5 done · 1 failed",
        "  demo                    ███████████████████████░░░░░░░  28 of 36",
        "  ein-großes-modell-mit…  ██████████░░░░░░░░░░░░░░░░░░░░  8 of 24",
        "41 tok/s · about 6 min left",
        "市民会議-0003 at turn 7 of 12 for 4 min",
        "town-hall-0004 at turn 6 of 12 for 3 min",
      ]
    `);
  });

  it.each([10, 20, 40, 80, 120])('when it has %i columns, then no line fills them', (columns) => {
    const troubles = { servers: [{ url: 'http://gpu-一:8000/v1', since: '2026-02-14T16:10:00Z', failure: 'refused' }] };
    for (const line of draw(townHall(troubles), columns)) expect(stringWidth(line)).toBeLessThan(columns);
  });

  it('when the window is 40 columns wide, then the turns still stand beside a bar', () => {
    expect(draw(townHall(), 40)[0]).toMatch(/^discussions +█+░+ +36 of 60/);
  });

  it('when the window is low, then the block leaves room for a log line', () => {
    expect(draw(townHall(), 80, 4)).toHaveLength(3);
  });

  it('when nothing has come for twenty minutes, then it says so', () => {
    const silent = townHall({ last_reply_at: '2026-02-14T16:00:00Z' });
    expect(draw(silent, 80).join('\n')).toContain('nothing has happened for 20 min');
  });
});

import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { putDocument } from './put-document.js';
import { runExport } from './run-export.js';

let dir: string;
beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'syndisco-shown-'));
});
afterEach(async () => {
  await rm(dir, { recursive: true, force: true });
});

const put = (path: string, document: unknown): Promise<void> => putDocument(join(dir, path), document);

type Spoken = [name: string, text: string];
const discussion = (...spoken: Spoken[]) => ({ logs: spoken.map(([name, text]) => ({ name, text })) });

const header = ([name, text]: Spoken): string => `User ${name} posted:\n${text}`;
const orBlank = (spoken: Spoken): string => (spoken[1] ? header(spoken) : '');

/** What 2.1.1 wrote of an annotator that answered "0", "1", … to those turns, and saw `window` comments each time. */
function annotation(spoken: Spoken[], { turns, window = 2, show = header, name = 'carla' }: Shown) {
  const logs = turns.map((turn) => {
    const content = spoken.slice(Math.max(0, turn + 1 - window), turn + 1).map(show);
    const prompt = { role: 'user', content: `Conversation so far:\n${content.join('\n')}\nOutput:` };
    return { name, text: String(turn), model: 'judge', prompt: JSON.stringify(prompt) };
  });
  return { timestamp: '26-05-12-07-30-00', logs };
}

interface Shown {
  turns: number[];
  window?: number;
  show?: (spoken: Spoken) => string;
  name?: string;
}

const market: Spoken[] = [
  ['elena', 'Open on Mondays, too.'],
  ['jonas', 'I would.'],
  ['referee', ''],
  ['aisha', 'I would.'],
  ['referee', ''],
  ['elena', 'That settles it.'],
];
const vote: Spoken[] = [
  ['elena', 'Yes.'],
  ['jonas', 'No.'],
  ['aisha', 'Yes.'],
  ['bert', 'No.'],
];

describe('annotations that show comments', () => {
  test.each([
    ['without the last turn', market, { turns: [0, 1, 2, 3, 4] }],
    ['without the first', market, { turns: [1, 2, 3, 4, 5] }],
    ['with blank lines for silence', market, { turns: [1, 2, 3, 4, 5], show: orBlank }],
    ['of a silent turn alone', market, { turns: [4] }],
    ['of equal texts', vote, { turns: [2, 3], window: 4 }],
    ['of the comments before silence', market, { turns: [1, 3], show: orBlank }],
  ])('when they are a part %s, then each goes to its own comment', async (_, spoken, shown) => {
    await put('discussions/a.json', discussion(...spoken));
    await put('annotations/a.json', annotation(spoken, shown));
    const { table, warnings } = await runExport(dir);
    const own = (turn: number): string => (shown.turns.includes(turn) ? String(turn) : '');
    expect(table.map((row) => row['annotation'])).toEqual(spoken.map((_, turn) => own(turn)));
    expect(warnings).toEqual([]);
  });

  test('when a comment was edited afterwards, then only annotations that show it are left out', async () => {
    const edited: Spoken[] = [...market.slice(0, -1), ['elena', 'That settles it!']];
    await put('discussions/a.json', discussion(...edited));
    await put('annotations/a.json', annotation(market, { turns: [0, 1, 2, 3, 4, 5] }));
    const { table, warnings } = await runExport(dir);
    expect(table.map((row) => row['annotation'])).toEqual(['0', '1', '2', '3', '4', '']);
    expect(warnings).toEqual([expect.stringMatching(/a\.json: 1 of its 6 comments .*left out/)]);
  });

  test('when an entry fits several turns, then it is left out and counted', async () => {
    const monologue: Spoken[] = [
      ['elena', 'Yes.'],
      ['jonas', 'No.'],
      ['elena', 'Yes.'],
    ];
    await put('discussions/a.json', discussion(...monologue));
    await put('annotations/a.json', annotation(monologue, { turns: [2], window: 1 }));
    const { table, warnings } = await runExport(dir);
    expect(table.map((row) => row['annotation'])).toEqual(['', '', '']);
    expect(warnings).toContainEqual(expect.stringMatching(/1 of its 1 comments .*fit several places/));
  });

  test('when one discussion is as long as the annotation and another goes on, then it belongs to the first', async () => {
    await put('discussions/a.json', discussion(...vote));
    await put('discussions/b.json', discussion(...vote.slice(0, 2)));
    await put('annotations/c.json', annotation(vote, { turns: [0, 1], window: 5 }));
    const { table } = await runExport(dir);
    expect(table.map((row) => row['annotation'])).toEqual(['', '', '', '', '0', '1']);
  });
});

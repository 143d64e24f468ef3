import { describe, expect, test } from 'vitest';
import { alignAnnotation } from '../../src/dataset/align-annotation.js';
import type { ActorRecord, AnnotationRecord, DiscussionRecord } from '../../src/documents/records.js';
import { processorMs } from '../town-hall/processor-time.js';

function actor(name: string): ActorRecord {
  const isModerator = name === 'moderator';
  return { name, role: isModerator ? 'moderator' : 'participant', isModerator, prompt: '', traits: new Map() };
}

function discussion(...spoken: [name: string, text: string][]): DiscussionRecord {
  const comments = spoken.map(([name, text], turn) => ({
    turn,
    actor: actor(name),
    text,
    rawText: text,
    model: 'town-llm',
    isOpening: false,
  }));
  return {
    id: 'town-hall',
    timestamp: '',
    createdAt: '',
    historyLength: 3,
    condition: '',
    replicate: null,
    participants: [],
    actors: [],
    comments,
  };
}

function annotation(...entries: (string | [turn: number, text: string])[]): AnnotationRecord {
  return {
    discussionId: 'town-hall',
    annotator: 'carla',
    annotatorId: 'carla',
    model: 'judge',
    prompt: '',
    traits: new Map(),
    timestamp: '',
    historyLength: 3,
    folder: '',
    repeat: null,
    form: 'plain',
    set: 'default',
    sample: null,
    inclusionProbability: null,
    metrics: new Map(),
    entries: entries.map((entry, index) => {
      const [turn, text] = typeof entry === 'string' ? [null, entry] : entry;
      return { turn, text, answer: String(index), labels: new Map() };
    }),
  };
}

/** The index of the annotation's entry for each comment. */
function aligned(
  record: DiscussionRecord,
  annotations: AnnotationRecord,
): { entries: (number | null)[]; unaligned: number } {
  const { answers, unaligned } = alignAnnotation(record, annotations);
  const entries = record.comments.map(({ turn }) => answers.get(turn)?.answer ?? null);
  return { entries: entries.map((entry) => (entry === null ? null : Number(entry))), unaligned };
}

const debate = discussion(
  ['elena', 'Free buses!'],
  ['jonas', 'Agreed.'],
  ['moderator', ''],
  ['elena', ''],
  ['moderator', 'Who pays?'],
  ['jonas', 'Agreed.'],
  ['moderator', ''],
);

describe('alignAnnotation', () => {
  test('when every comment is annotated, equal and silent ones too, then each gets its own label once', () => {
    const all = annotation('Free buses!', 'Agreed.', '""', ' ', 'Who pays?', ' Agreed.', '');
    expect(aligned(debate, all)).toEqual({ entries: [0, 1, 2, 3, 4, 5, 6], unaligned: 0 });
  });

  test("when the moderator's comments were left out, then the participants' silence is not taken for his", () => {
    const people = annotation('Free buses!', 'Agreed.', '', 'Agreed.');
    expect(aligned(debate, people)).toEqual({ entries: [0, 1, null, 2, null, 3, null], unaligned: 0 });
  });

  test('when silent turns were left out, then labels go to those who spoke', () => {
    const spoken = annotation('Free buses!', 'Agreed.', 'Who pays?', 'Agreed.');
    expect(aligned(debate, spoken)).toEqual({ entries: [0, 1, null, null, 2, 3, null], unaligned: 0 });
  });

  test('when both were left out, then labels go to the participants who spoke', () => {
    const spoken = annotation('Free buses!', 'Agreed.', 'Agreed.');
    expect(aligned(debate, spoken)).toEqual({ entries: [0, 1, null, null, null, 2, null], unaligned: 0 });
  });

  test('when some comment is missing in the middle, then the rest is aligned by order', () => {
    const gap = annotation('Free buses!', '', '', 'Who pays?', 'Agreed.', '');
    expect(aligned(debate, gap)).toEqual({ entries: [0, null, 1, 2, 3, 4, 5], unaligned: 0 });
  });

  test('when an annotated comment is not in the discussion, then it alone is left out and counted', () => {
    const foreign = annotation('Free buses!', 'Agreed.', 'Trains!', '', '', 'Who pays?', 'Agreed.', '');
    expect(aligned(debate, foreign)).toEqual({ entries: [0, 1, 3, 4, 5, 6, 7], unaligned: 1 });
  });

  test('when the file tells the turns, then they decide, and a turn whose text differs is counted', () => {
    const told = annotation([5, 'Agreed.'], [0, 'Free buses!'], [4, 'Something else'], [99, 'Agreed.']);
    expect(aligned(debate, told)).toEqual({ entries: [1, null, null, null, null, 0, null], unaligned: 2 });
  });

  test('when a discussion and its annotation have nothing in common and are long, then the answer is quick', async () => {
    const long = discussion(...Array.from({ length: 20_000 }, (_, n): [string, string] => ['elena', `a${n}`]));
    const other = annotation(...Array.from({ length: 20_000 }, (_, n) => `b${n}`));
    const taken = await processorMs(() => {
      expect(aligned(long, other).unaligned).toBe(20_000);
    });
    expect(taken).toBeLessThan(5000);
  });
});

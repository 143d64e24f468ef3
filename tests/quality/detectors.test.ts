import { describe, expect, it } from 'vitest';
import type { DetectorName, Known } from '../../src/quality/detector.js';
import { detectorNames, inspectReply } from '../../src/quality/inspect-reply.js';
import { loadLanguages } from '../../src/quality/languages.js';
import { detectors } from '../../src/quality/registry.js';

await loadLanguages();

const known: Known = {
  speaker: 'anna',
  role: 'participant',
  actors: ['anna', 'bob', 'moderator'],
  system:
    'You are taking part in an online town hall. Your name is anna. Your traits: age: 41 Your instructions: Write a single comment of a few sentences and refer to others as @username.',
  history: [
    { name: 'bob', text: 'The library should open on Sundays, because many people work all week long.' },
    { name: 'anna', text: 'A Sunday with open doors costs the town as much as two with closed ones.' },
  ],
  finishReason: 'stop',
};

/** Of each detector: what it finds, and what looks like it. */
const examples: Readonly<Record<DetectorName, { faults: readonly string[]; others: readonly string[] }>> = {
  template_echo: {
    faults: [
      'It is too dear.<|im_end|>',
      '### Response:\nIt is too dear.',
      'Human: why?\nIt is too dear.',
      'Dear [Your name], no.',
    ],
    others: ['The sign says [closed].', 'My response: no.', 'Humans: they read.'],
  },
  speaks_for_others: {
    faults: ['No.\n\nbob: But why?', 'No.\nUser Zoe posted:\nYes.', 'anna: No.\nbob: Yes.'],
    others: ['bob: thank you.', '@bob: thank you.', 'Two numbers:\nbob: seven hours.\nmoderator: none.'],
  },
  several_speakers: {
    faults: ['No.\n\nbob: But why?', 'anna: No.\nbob: Yes.'],
    others: ['User bob posted: Yes.', 'bob: thank you.'],
  },
  name_prefix: {
    faults: ['anna: No.', '**anna:** No.', '[anna] No.', 'User bob posted: No.'],
    others: ['bob: thank you.', '@anna: no.', 'Costs: none.'],
  },
  markup: {
    faults: ['```\nNo.\n```', '<p>No, never.</p>', '{"comment": "No."}', '**Comment:** No.'],
    others: ['I **really** mean it.', '- one\n- two', 'I <3 books.'],
  },
  quoted: {
    faults: ['"Never on a Sunday."', '“Never on a Sunday.”'],
    others: ['"No" is what he says, not "yes"', "'Tis the season"],
  },
  refusal: {
    faults: ["I'm sorry, but I can't assist with that.", 'I am unable to write a comment about this.'],
    others: ["I can't support this plan.", "I'm sorry, I can't help with the petition this week."],
  },
  persona_break: {
    faults: ['As an AI language model, I have no opinion.', "I'm a chatbot, so I do not read."],
    others: ['An AI could sort the books.', 'I am an assistant teacher.'],
  },
  meta_talk: {
    faults: ['Here is a short comment: no.', 'No. (Note: I kept it short.)', 'My response:\nNo.'],
    others: ['Here is a list of libraries: one.', 'Let me know if you would like to see a book.'],
  },
  repeats_self: {
    faults: ['A Sunday with open doors costs the town as much as two with closed ones!'],
    others: ['The library should open on Sundays, because many people work all week long.', 'It costs the town.'],
  },
  repeats_others: {
    faults: ['Yes. The library should open on Sundays because many people work all week long.'],
    others: [
      '> The library should open on Sundays, because many people work all week long.\nNo.',
      'Many people work all week.',
    ],
  },
  repeats_within: {
    faults: ['It is far too dear. It is far too dear.', 'books books books books books books'],
    others: ['No books, no readers. No readers, no town.'],
  },
  language_drift: {
    faults: [
      'Je pense que la bibliothèque devrait rester ouverte le dimanche pour tous.',
      '図書館は日曜日も開いているべきです。',
    ],
    others: ['My aunt says "ora et labora", and she never reads.', 'Nein!'],
  },
  truncated: { faults: [], others: ['It is too'] },
  empty: { faults: ['', '""', '*stays silent*'], others: ['?'] },
  self_mention: {
    faults: ['@anna, what do you think?', 'I agree with anna.'],
    others: ['anna: No.', 'I am anna.', '@bob: no.'],
  },
  mentions_nobody: { faults: ['@zoe, no.', '@username, no.'], others: ['@Bob: no.', '@all: no.', 'me@library.org'] },
  think_leak: {
    faults: ['<think>Be short.</think>No.', 'Okay, the user wants me to reply as anna.\nNo.'],
    others: ['Let me think about Sunday.', 'Readers and users want books.'],
  },
  prompt_leak: {
    faults: ['Write a single comment of a few sentences and refer to others.'],
    others: ['A few sentences from a town hall.'],
  },
};

describe.each(detectorNames)('%s', (name) => {
  const { faults, others } = examples[name];
  it.each(faults)('when a reply is %j, then it is found', (raw) => {
    expect(detectors[name].finds(raw, known)).toBe(true);
  });

  it.each(others)('when a reply is %j, then it is not', (raw) => {
    expect(detectors[name].finds(raw, known)).toBe(false);
  });
});

describe('inspectReply', () => {
  it('when a reply was cut off in mid-sentence, then that is found, but not where it ended at the limit with a sentence', () => {
    const cut = { ...known, finishReason: 'length' };
    expect(inspectReply('It is too', cut)).toEqual(['truncated']);
    expect(inspectReply('It is too dear.', cut)).toEqual([]);
  });

  it.each(['क्या यह सही है।', 'هل هذا صحيح؟', 'Vive le bus ! »', '公交车很重要。」', 'Great idea 👍🏽'])(
    'when %j was cut off at the limit, then its sentence is complete',
    (raw) => {
      expect(detectors.truncated.finds(raw, { ...known, finishReason: 'length' })).toBe(false);
    },
  );

  it.each([
    ['one word', 'a'.repeat(1e7)],
    ['two words', 'a b '.repeat(25e5)],
    [
      'sentences',
      Array.from({ length: 2e5 }, (_, at) => `Reading number ${at} has ${7 * at} words and more.`).join(' '),
    ],
    ['opened tags', '<think>'.repeat(1e6)],
    ['brackets', '['.repeat(1e7)],
  ])(
    'when a reply is ten million characters of %s, and so is one before it, then the detectors come to an end',
    (_, raw) => {
      const history = [{ name: 'bob', text: `${raw}x` }];
      expect(inspectReply(`${raw} It is too`, { ...known, history, finishReason: 'length' })).toContain('truncated');
    },
  );

  it('when silence is allowed, then an empty reply is no fault', () => {
    expect(inspectReply('', { ...known, system: `${known.system} You may stay silent.` })).toEqual([]);
  });

  it.each([
    ['template_echo', '<|im_start|>assistant\nNo.<|im_end|>\nYes', 'No.'],
    ['name_prefix', '[anna] No.', 'No.'],
    ['markup', '```json\n{"text": "No."}\n```', 'No.'],
    ['markup', '<b>No.</b>', 'No.'],
    ['quoted', '"Never on a Sunday."', 'Never on a Sunday.'],
    ['think_leak', '<think>Be short.\n</think>\n\nNo.', 'No.'],
    ['think_leak', '<think>Be short, and', ''],
    ['think_leak', 'No. <think>a</think> <thought>b <think>c</think> d</thought> Yes.', 'No.   Yes.'],
    ['think_leak', '<think> a ◁think▷ b </THINK> No.', 'No.'],
  ] as const)('when %s is stripped from %j, then %j is left', (name, raw, left) => {
    expect(detectors[name].strip?.(raw, known)).toBe(left);
  });

  it.each([
    ['opened', '<think>'.repeat(2e5)],
    ['opened in turn', '<think>◁think▷<thought>'.repeat(1e5)],
    ['closed', '</think>'.repeat(2e5)],
  ])('when a reply has hundreds of thousands of tags that are %s, then stripping it comes to an end', (_, raw) => {
    expect(detectors.think_leak.strip?.(raw, known)).toBe('');
  });
});

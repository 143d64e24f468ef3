import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { ErrorCases } from './expect-error.js';

const discussion = { id: 'hall-1', timestamp: '25-02-01-10-30', users: ['anna'], moderator: null };
export const original = {
  ...discussion,
  user_prompts: ['You are a human.'],
  moderator_prompt: null,
  ctx_length: 3,
  logs: [{ name: 'anna', text: 'Buses should be free.', model: 'hardcoded' }],
};
const annotation = {
  conv_id: 'hall-1',
  timestamp: '25-02-01-10-30',
  annotator_model: 'demo',
  annotator_prompt: 'You are an annotator.',
  ctx_length: 3,
  logs: [['Buses should be free.', 'Toxicity=1']],
};
const json = (value: unknown): string => JSON.stringify(value, null, 2);

export const badDocuments = {
  SYNDISCO_DISCUSSIONS_EMPTY: [
    {
      when: 'there is nothing to export',
      args: ['export'],
      prepare: ({ dir }) => emptyRun(dir),
    },
  ],
  SYNDISCO_DISCUSSION_INVALID: [
    {
      when: 'a discussion has no logs',
      args: ['export'],
      files: { 'run/discussions/one.json': json({ ...original, logs: 3 }) },
      at: 'run/discussions/one.json:13:11',
    },
  ],
  SYNDISCO_DISCUSSION_DUPLICATE_ID: [
    {
      when: 'two files are one discussion',
      args: ['export'],
      files: { 'run/discussions/a.json': json(original), 'run/discussions/b.json': json(original) },
      at: 'run/discussions/b.json:2:9',
    },
  ],
  SYNDISCO_ANNOTATION_INVALID: [
    {
      when: 'an annotation pairs a comment with a number',
      args: ['export'],
      files: {
        'run/discussions/a.json': json(original),
        'run/annotations/a.json': json({ ...annotation, logs: [['Hello', 3]] }),
      },
      at: 'run/annotations/a.json:10:7',
    },
  ],
  SYNDISCO_ANNOTATION_AMBIGUOUS: [
    {
      when: 'an annotation of 2.1.1 shows comments of two discussions',
      args: ['export'],
      files: {
        'run/discussions/a.json': json({ logs: original.logs }),
        'run/discussions/b.json': json({ logs: original.logs }),
        'run/annotations/c.json': json({
          logs: [
            {
              name: 'nora',
              text: '1',
              prompt: 'Conversation so far:\nUser anna posted:\nBuses should be free.\nOutput:',
            },
          ],
        }),
      },
      at: 'run/annotations/c.json',
    },
  ],
} satisfies ErrorCases;

async function emptyRun(dir: string): Promise<void> {
  await mkdir(join(dir, 'run/discussions'), { recursive: true });
}

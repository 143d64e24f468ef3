import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { expect } from 'vitest';
import { syndisco, townHallProject, writeIn } from '../syndisco.js';
import { codesIn, type ErrorCases } from './expect-error.js';

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

export const badInputs = {
  SYNDISCO_INPUT_NOT_FOUND: [
    {
      when: 'there is no such persona file',
      edit: [['user_persona_path: personas.json', 'user_persona_path: persons.json']],
      at: 'town-hall.yml:12:24',
    },
  ],
  SYNDISCO_INPUT_UNREADABLE: [
    {
      when: 'the instructions are a folder',
      edit: [['user_instructions_path: instructions/participant.txt', 'user_instructions_path: instructions']],
      at: 'town-hall.yml:13:29',
    },
  ],
  SYNDISCO_INPUT_NOT_UTF8: [
    {
      when: 'a topic is Latin-1',
      files: { 'topics/cafe.txt': Buffer.from('The caf\xe9 should close.', 'latin1') },
      at: 'topics/cafe.txt:1:8',
    },
  ],
  SYNDISCO_BATCH_INVALID: [{ when: 'a file has no results of a batch', reach: noResults }],
  SYNDISCO_TABLE_INVALID: [
    {
      when: 'the table to annotate has no column of this name',
      files: { 'comments.csv': 'author,body\nmaren,Buses should be free.\n' },
      edit: [
        [
          '    instruction_path: instructions/annotator.txt',
          '    instruction_path: instructions/annotator.txt\n    discussions_path: comments.csv\n  columns: { text: bodi }',
        ],
      ],
      at: 'town-hall.yml:22:20',
      todo: /Is it "body"\? Its columns are "author", "body"\./,
    },
  ],
  SYNDISCO_INPUT_TOO_LARGE: [
    {
      when: 'a topic is as long as ten novels',
      files: { 'topics/novel.txt': 'word '.repeat(2_000_000) },
      at: 'town-hall.yml:11:17',
    },
  ],
  SYNDISCO_INPUT_TOO_DEEP: [
    {
      when: 'a persona is nested without end',
      files: { 'personas.json': '['.repeat(10_000) },
      at: 'personas.json:1:66',
    },
  ],
  SYNDISCO_INPUT_EMPTY: [
    {
      when: 'the instructions have no text',
      files: { 'instructions/participant.txt': ' \n' },
      at: 'instructions/participant.txt:1:1',
    },
  ],
  SYNDISCO_INPUT_SYNTAX: [
    {
      when: 'a JSON list ends with a comma',
      files: { 'annotators.json': '[\n  { "username": "nora" },\n]\n' },
      at: 'annotators.json:3:1',
    },
  ],
  SYNDISCO_INPUT_DUPLICATE_KEY: [
    {
      when: 'a persona has two ages',
      files: { 'annotators.json': '[\n  { "username": "nora", "age": 3, "age": 4 }\n]\n' },
      at: 'annotators.json:2:35',
    },
  ],
  SYNDISCO_PERSONA_MISSING_NAME: [
    {
      when: 'a participant has no username',
      files: { 'personas.json': '[\n  { "age": 35 },\n  { "username": "nora" },\n  { "username": "omar" }\n]\n' },
      at: 'personas.json:2:3',
      todo: /usernames to pseudonyms/,
    },
  ],
  SYNDISCO_PERSONA_BAD_NAME: [
    {
      when: 'a username has a line break',
      files: { 'annotators.json': '[\n  { "username": "no\\nra" }\n]\n' },
      at: 'annotators.json:2:17',
    },
    {
      when: 'the username of a participant is empty',
      files: { 'personas.json': '[\n  { "username": "" },\n  { "username": "nora" },\n  { "username": "omar" }\n]\n' },
      at: 'personas.json:2:17',
      todo: /usernames to pseudonyms/,
    },
  ],
  SYNDISCO_PERSONA_DUPLICATE_NAME: [
    {
      when: 'two participants have one name',
      files: {
        'personas.json':
          '[\n  { "username": "nora" },\n  { "username": "nora" },\n  { "age": 3, "username": "omar" }\n]\n',
      },
      at: 'personas.json:3:17',
      todo: /usernames to pseudonyms/,
    },
  ],
  SYNDISCO_PERSONA_WRONG_TYPE: [
    {
      when: 'a trait is an object',
      files: { 'annotators.json': '[\n  { "username": "nora", "job": { "title": "Cook" } }\n]\n' },
      at: 'annotators.json:2:32',
    },
  ],
  SYNDISCO_PERSONAS_TOO_FEW: [
    {
      when: 'there are more seats than personas',
      edit: [['num_users: 3', 'num_users: 9']],
      at: 'town-hall.yml:15:77',
    },
  ],
  SYNDISCO_PSEUDONYMS_TOO_FEW: [
    {
      when: 'a list of pseudonyms has fewer names than there are seats',
      files: { 'names.txt': '# Ours\nheron\npebble\nHeron\nmoderator\n' },
      edit: [
        ['num_users: 3', 'usernames: pseudonyms, num_users: 3'],
        ['    topics_dir:', '    usernames_path: names.txt\n    topics_dir:'],
      ],
      at: 'town-hall.yml:11:21',
      what: /3 seats.*names\.txt has only 2 names/,
    },
    {
      when: 'more participants take part than the list that comes with syndisco has names',
      files: { 'personas.json': json(Array.from({ length: 400 }, (_, age) => ({ age }))) },
      edit: [['num_users: 3', 'usernames: pseudonyms, num_users: 400']],
      at: 'town-hall.yml:15:77',
    },
  ],
  SYNDISCO_TOPICS_EMPTY: [
    {
      when: 'the topics folder is empty',
      prepare: ({ dir }) => emptyTopics(dir),
      at: 'town-hall.yml:11:17',
    },
    {
      when: 'the topics folder has files, and none is a text file',
      prepare: async ({ dir }) => {
        await emptyTopics(dir);
        await writeIn(dir, { 'topics/buses.md': 'Buses for all.', 'topics/parks.md': 'More parks.' });
      },
      at: 'town-hall.yml:11:17',
      todo: /\.txt.*buses\.md, parks\.md/,
    },
  ],
  SYNDISCO_TOPIC_DUPLICATE_NAME: [
    {
      when: 'two topics have one name',
      files: { 'topics/free-buses.TXT': 'Buses again.' },
    },
  ],
  SYNDISCO_REFERENCE_COLUMNS: [
    {
      when: 'a reference corpus has no column discussion_id',
      reach: () => reportAgainst('actor,discusion_id,text\nann,1,Hello\n', ':1:7'),
    },
    {
      when: 'a row of a reference corpus has too few cells',
      reach: () => reportAgainst('discussion_id,actor,text\n1,ann,"two\nlines"\n1,ben\n', ':4:1'),
    },
  ],
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

async function emptyTopics(dir: string): Promise<void> {
  for (const topic of ['free-buses', 'library-sundays']) await rm(join(dir, 'topics', `${topic}.txt`));
}

async function emptyRun(dir: string): Promise<void> {
  await mkdir(join(dir, 'run/discussions'), { recursive: true });
}

/** Reports against a reference corpus of this text; the position of the problem is checked. */
async function reportAgainst(corpus: string, at: string): Promise<string[]> {
  await using project = await townHallProject();
  await writeIn(project.dir, { 'human.csv': corpus });
  const exit = await syndisco(['report', '-c', project.config, '--reference', join(project.dir, 'human.csv')]);
  expect(exit.code).toBe(65);
  expect(exit.stderr).toContain(`human.csv${at}`);
  return codesIn(exit);
}

async function noResults(): Promise<readonly string[]> {
  await using project = await townHallProject();
  await writeIn(project.dir, { 'out.jsonl': 'Done.\n' });
  return codesIn(await syndisco(['annotate', '-c', project.config, '--from-batch', join(project.dir, 'out.jsonl')]));
}

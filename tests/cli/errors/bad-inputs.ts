import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { expect } from 'vitest';
import { syndisco, townHallProject, writeIn } from '../syndisco.js';
import { codesIn, type ErrorCases } from './expect-error.js';

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
} satisfies ErrorCases;

async function emptyTopics(dir: string): Promise<void> {
  for (const topic of ['free-buses', 'library-sundays']) await rm(join(dir, 'topics', `${topic}.txt`));
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

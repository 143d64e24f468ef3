import { join } from 'node:path';
import { expect } from 'vitest';
import { syndisco, townHallProject, writeIn } from '../syndisco.js';
import { original } from './bad-documents.js';
import { codesIn, type ErrorCases } from './expect-error.js';

const config = 'town-hall.yml';
const annotation = 'annotation:\n';
const variables = 'experiment_variables: { include_mod: true';
const before = (text: string, added: string): [string, string] => [text, `${added}${text}`];
const roles = (text: string): [string, string][] => [before(variables, `roles: [${text}]\n  `)];
const troll = 'name: troll, instructions_path: instructions/participant.txt';

export const badStudy = {
  SYNDISCO_SCORES_INVALID: [{ when: 'scores are of a comment that is not in the data set', reach: joinUnknownScores }],
  SYNDISCO_HUMANS_INVALID: [{ when: 'people labelled a comment that the study does not have', reach: unknownHumans }],
  SYNDISCO_MATRIX_EMPTY: [
    {
      when: 'the matrix has no factor',
      edit: [before(annotation, 'matrix: { factors: {} }\n')],
      at: `${config}:17:11`,
    },
    {
      when: 'levels come from files, but there is none',
      edit: [
        before(
          annotation,
          'matrix: { factors: { tone: { from: tones/*.txt, sets: discussions.files.mod_instructions_path } } }\n',
        ),
      ],
      at: `${config}:17:36`,
    },
    {
      when: 'exclude removes everything',
      edit: [
        before(
          annotation,
          'matrix:\n  factors: { length: { short: { discussions.turn_taking.num_turns: 2 }, long: } }\n  exclude: [{ length: [short, long] }]\n',
        ),
      ],
      at: `${config}:19:3`,
    },
  ],
  SYNDISCO_CONFIG_UNKNOWN_KEY: [
    {
      when: 'a level unsets an unknown key',
      edit: [before(annotation, 'matrix: { factors: { topics: { none: { discussions.files.topic_dir: null } } } }\n')],
      at: `${config}:17:40`,
    },
    {
      when: 'a level overrides an unknown key',
      edit: [before(annotation, 'matrix: { factors: { length: { short: { discussions.turn_taking.turns: 2 } } } }\n')],
      at: `${config}:17:41`,
    },
  ],
  SYNDISCO_CONFIG_CONTRADICTION: [
    {
      when: 'a factor overrides nothing',
      edit: [before(annotation, 'matrix: { factors: { length: { short: {}, long: {} } } }\n')],
      at: `${config}:17:22`,
    },
    {
      when: 'two levels contradict each other',
      edit: [
        before(
          annotation,
          'matrix:\n  factors:\n    a: { x: { discussions.turn_taking.num_turns: 2 } }\n    b: { y: { discussions.turn_taking.num_turns: 3 } }\n',
        ),
      ],
      at: `${config}:20:50`,
    },
    {
      when: 'shares add up to more than 1',
      edit: roles(`{ ${troll}, share: 0.7 }, { ${troll.replace('troll', 'fan')}, share: 0.6 }`),
      at: `${config}:15:151`,
    },
    {
      when: 'there are more roles than participants',
      edit: roles(`{ ${troll}, count: 4 }`),
      at: `${config}:15:75`,
    },
    {
      when: 'a role has two rules for its seats',
      edit: roles(`{ ${troll}, count: 1, chance: 0.3 }`),
      at: `${config}:15:85`,
    },
    {
      when: 'chances add up to more than 1',
      edit: roles(`{ ${troll}, chance: 0.7 }, { ${troll.replace('troll', 'fan')}, chance: 0.6 }`),
      at: `${config}:15:152`,
      what: /chances .* 1\.3/,
    },
    {
      when: 'the moderator has both a persona and attributes',
      edit: [['topics_dir: topics', 'topics_dir: topics\n    mod_persona_path: irini.json']],
      files: { 'irini.json': '{ "username": "Irini" }' },
      at: `${config}:12:5`,
    },
    {
      when: 'the moderator has several personas',
      edit: [
        ['topics_dir: topics', 'topics_dir: topics\n    mod_persona_path: irini.json'],
        [', moderator_attributes: [just, strict]', ''],
      ],
      files: { 'irini.json': '[{ "username": "Irini" }, { "username": "Otto" }]' },
      at: `${config}:12:23`,
    },
    {
      when: 'topics come from two places',
      files: { 'topics.csv': 'topic,opening\nbuses,Should buses be free?\n' },
      edit: [['topics_dir: topics', 'topics_dir: topics\n    topics_path: topics.csv']],
      at: `${config}:12:5`,
    },
  ],
  SYNDISCO_CONFIG_OUT_OF_RANGE: [
    {
      when: 'a share is more than 1',
      edit: roles(`{ ${troll}, share: 1.5 }`),
      at: `${config}:15:82`,
    },
  ],
  SYNDISCO_CONFIG_MISSING_KEY: [
    {
      when: 'a role does not say how many',
      edit: roles(`{ ${troll} }`),
      at: `${config}:15:11`,
    },
  ],
  SYNDISCO_INPUT_NOT_FOUND: [
    {
      when: "a role's instructions are not there",
      edit: roles('{ name: troll, instructions_path: instructions/trol.txt, count: 1 }'),
      at: `${config}:15:45`,
    },
  ],
  SYNDISCO_CONFIG_UNKNOWN_VALUE: [
    {
      when: 'a declared contrast names no level',
      edit: [
        before(
          annotation,
          'declared: { contrasts: [{ factor: length, levels: [short, lang] }] }\nmatrix: { factors: { length: { short: { discussions.turn_taking.num_turns: 2 }, long: } } }\n',
        ),
      ],
      at: `${config}:17:51`,
    },
  ],
  SYNDISCO_TOPIC_INVALID: [
    {
      when: 'a row of the table lacks the cell of its opening',
      edit: [['topics_dir: topics', 'topics_path: topics.csv']],
      files: { 'topics.csv': 'topic,opening\nbuses\n' },
      at: 'topics.csv:2:1',
    },
  ],
  SYNDISCO_LINT: [
    {
      when: 'something only looks like a mistake, and --strict is given',
      args: ['validate', '--strict'],
      files: {
        'personas.json': '[\n{ "username": "anna" },\n{ "username": "bob" },\n{ "username": "you", "age": 16 }]\n',
      },
      at: 'personas.json:4:29',
    },
  ],
} satisfies ErrorCases;

async function joinUnknownScores(): Promise<string[]> {
  await using project = await townHallProject();
  const scores = 'comment_id,toxicity\nharbour-0001/99,0.5\n';
  await writeIn(project.dir, { 'run/discussions/one.json': JSON.stringify(original), 'scores.csv': scores });
  const exit = await syndisco(['export', '-c', project.config, '--join', join(project.dir, 'scores.csv')]);
  expect(exit.code).toBe(65);
  expect(exit.stderr).toContain('scores.csv:2:1');
  return codesIn(exit);
}

async function unknownHumans(): Promise<string[]> {
  await using project = await townHallProject();
  await syndisco(['run', '-c', project.config]);
  await writeIn(project.dir, { 'people.csv': 'comment_id,coder,toxicity\nharbour-0001/99,paula,3\n' });
  const exit = await syndisco(['report', '-c', project.config, '--humans', join(project.dir, 'people.csv')]);
  expect(exit.code).toBe(65);
  expect(exit.stderr).toContain('people.csv:2:');
  return codesIn(exit);
}

import type { ErrorCases } from './expect-error.js';

export const badPersonas = {
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
      files: { 'personas.json': JSON.stringify(Array.from({ length: 400 }, (_, age) => ({ age }))) },
      edit: [['num_users: 3', 'usernames: pseudonyms, num_users: 400']],
      at: 'town-hall.yml:15:77',
    },
  ],
} satisfies ErrorCases;

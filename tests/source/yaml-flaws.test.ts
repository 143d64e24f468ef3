import { describe, expect, it } from 'vitest';
import { configCodes } from '../../src/source/file-codes.js';
import { parseYaml } from '../../src/source/parse-yaml.js';
import { SourceText } from '../../src/source/source-text.js';

const townHall = `experiment: town-hall
seed: 7
model_parameters:
  general:
    library_type: scripted
    model_pseudoname: scripted
    max_tokens: 80
    ctx_width_tokens: 2048
discussions:
  files:
    topics_dir: topics
    user_persona_path: personas.json
  experiment_variables:
    context_prompt: You are in a town hall
    moderator_attributes:
      - just
      - strict
  turn_taking:
    num_turns: 5
`;

interface Slip {
  /** After "when". */
  when: string;
  edit: readonly [from: string, to: string];
  /** `line:column` */
  at: string;
  /** What must be said besides. */
  says?: RegExp;
}

const slips: Slip[] = [
  { when: 'a line begins with a tab', edit: ['    max_tokens', '\tmax_tokens'], at: '7:1', says: /line 6 has 4/ },
  { when: 'a key has no colon', edit: ['max_tokens: 80', 'max_tokens 80'], at: '7:5', says: /no colon/ },
  { when: 'a section has no colon', edit: ['files:', 'files'], at: '10:3', says: /no colon/ },
  { when: 'a colon has no space', edit: ['max_tokens: 80', 'max_tokens:80'], at: '7:5', says: /no space/ },
  {
    when: 'a key is too deep',
    edit: ['    max', '      max'],
    at: '7:7',
    says: /by 6 spaces, line 6 by 4 and line 8 by 4/,
  },
  {
    when: 'a key is too shallow',
    edit: ['    max', '   max'],
    at: '7:4',
    says: /by 3 spaces, line 6 by 4 and line 8 by 4/,
  },
  { when: 'a section is too shallow', edit: ['  turn_', ' turn_'], at: '18:2', says: /by 1 space, line 13 by 2/ },
  { when: 'the first key is too deep', edit: ['exp', '  exp'], at: '2:1', says: /by 0 spaces, line 1 by 2/ },
  { when: 'a section has a value too', edit: ['general:', 'general: x'], at: '5:5', says: /line 4/i },
  {
    when: 'a list item is too shallow',
    edit: ['      - strict', '    - strict'],
    at: '17:5',
    says: /by 4 spaces, line 16 by 6/,
  },
  { when: 'a dash has no space', edit: ['- strict', '-strict'], at: '17:7', says: /dash/ },
  { when: 'a double quote is not closed', edit: ['type: s', 'type: "s'], at: '5:19', says: /quote/ },
  { when: 'a single quote is not closed', edit: ['type: s', "type: 's"], at: '5:19', says: /quote/ },
  {
    when: 'an apostrophe ends a text',
    edit: ['You are in a town hall', "'You're there'"],
    at: '14:26',
    says: /quotes/,
  },
  { when: 'a bracket is not closed', edit: ['seed: 7', 'seed: [7'], at: '2:7', says: /\[ is not closed/ },
  { when: 'a brace is not closed', edit: ['files:', 'files: { a: 1,'], at: '10:10', says: /\{ is not closed/ },
  { when: 'a bracket is closed twice', edit: ['seed: 7', 'seed: [7]]'], at: '2:10', says: /Unmatched \]/ },
  { when: 'a comma is missing', edit: ['seed: 7', 'seed: { a: 1 b: 2 }'], at: '2:12', says: /comma/ },
  { when: 'a quote in a list is not closed', edit: ['seed: 7', 'seed: [a, "b]'], at: '2:11', says: /quote/ },
  { when: 'a second document follows', edit: ['discussions:', '---\ndiscussions:'], at: '9:1', says: /document/ },
  { when: 'a text holds a colon', edit: ['You are', 'Rules: you are'], at: '14:21', says: /quotes/ },
  {
    when: 'a text of two lines holds a colon',
    edit: ['town hall', 'town hall.\n      Rules: be kind'],
    at: '15:7',
    says: /quotes/,
  },
  { when: 'a block of text is not indented', edit: ['You are', '|\n    You are'], at: '15:5', says: /line 14/ },
  { when: 'a text begins with %', edit: ['You are', '%you are'], at: '14:21', says: /quotes/ },
  { when: 'a text begins with @', edit: ['You are', '@you are'], at: '14:21', says: /quotes/ },
  { when: 'a text begins with &', edit: ['You are', '& you are'], at: '14:21', says: /quotes/ },
  { when: 'a text begins with !', edit: ['You are', '!you are'], at: '14:21', says: /quotes/ },
  { when: 'a text begins with *', edit: ['You are', '*you are'], at: '14:26', says: /quotes/ },
  { when: 'a line begins with %', edit: ['experiment', '%experiment'], at: '1:1', says: /quotes/ },
  { when: 'a path has backslashes', edit: ['scripted', '"C:\\models"'], at: '5:22', says: /single quotes/ },
  { when: 'the indentation is a no-break space', edit: ['    max', '\u00a0   max'], at: '7:1', says: /space/ },
];

describe('a config that is not YAML', () => {
  it.each(slips)(
    'when $when, then one message says so at the line to correct',
    ({ edit: [from, to], at, says = /\S/ }) => {
      expect(townHall).toContain(from);
      const text = townHall.replace(from, to);
      for (const written of [text, text.replaceAll('\n', '\r\n'), `${text}\n\n# the end\n`]) {
        const { problems, root } = parseYaml(new SourceText('town-hall.yml', written), configCodes);
        expect(root).toBeUndefined();
        expect(problems.map(({ code }) => code)).toEqual(['SYNDISCO_CONFIG_SYNTAX']);
        const [{ what, todo, where } = { what: '', todo: '', where: {} }] = problems;
        expect(`${where?.line ?? ''}:${where?.column ?? ''}`).toBe(at);
        expect(`${what} ${todo}`).toMatch(says);
      }
    },
  );
});

import { describe, expect, it } from 'vitest';
import { inShort, loadText } from '../town-hall/load-text.js';

/** What is wrong, the config, and each problem as `CODE line:column`. */
const textsOfConfigs: [string, string | Buffer, ...string[]][] = [
  ['a bracket is not closed', 'actions: { export_dataset: true\nseed: 3\n', 'CONFIG_SYNTAX 1:10'],
  ['a tab indents', 'logging:\n\tlevel: info\n', 'CONFIG_SYNTAX 2:1'],
  ['two documents are in one file', 'seed: 3\n---\nseed: 4\n', 'CONFIG_SYNTAX 2:1'],
  ['a value has a tag', 'seed: !!js/function x\n', 'CONFIG_SYNTAX 1:7'],
  ['an alias has no anchor', 'experiment: *name\n', 'CONFIG_SYNTAX 1:13'],
  ['a key is a list', '? [seed]\n: 3\n', 'CONFIG_SYNTAX 1:3'],
  ['a key stands twice', 'seed: 3\nrun_dir: runs\nseed: 4\n', 'CONFIG_DUPLICATE_KEY 3:1'],
  ['brackets are nested without end', `seed: ${'['.repeat(5000)}`, 'CONFIG_TOO_DEEP 1:71'],
  [
    'blocks are nested without end',
    Array.from({ length: 80 }, (_, depth) => `${' '.repeat(depth)}a:`).join('\n'),
    'CONFIG_TOO_DEEP 66:66',
  ],
  ['a list of lists is nested without end', '- '.repeat(200), 'CONFIG_TOO_DEEP 1:131'],
  ['an alias stands inside its own anchor', 'experiment: &name [*name]\n', 'CONFIG_TOO_DEEP 1:20'],
  ['aliases multiply', aliasesOfAliases(), 'CONFIG_TOO_LARGE 6:38'],
  ['a file has too many words', 'seed: 3\n'.repeat(20_000), 'CONFIG_TOO_LARGE 7143:7'],
  ['a file is not UTF-8', Buffer.from('seed: 3\nrun_dir: caf\xe9\n', 'latin1'), 'CONFIG_NOT_UTF8 2:13'],
  ['a file is UTF-16', Buffer.from('seed: 3\n', 'utf16le'), 'CONFIG_NOT_UTF8 1:2'],
  ['a file is empty', '', 'CONFIG_WRONG_TYPE 1:1'],
  ['a file is a single text', 'town hall', 'CONFIG_WRONG_TYPE 1:1'],
  ['a file is a list', '- seed: 3', 'CONFIG_WRONG_TYPE 1:1'],
  ['a key is mistyped', 'logging:\n  levle: info\n', 'CONFIG_UNKNOWN_KEY 2:3'],
  ['a key is called __proto__', '__proto__: { seed: 3 }\n', 'CONFIG_UNKNOWN_KEY 1:1'],
  ['a key is called constructor', 'actions:\n  constructor: true\n', 'CONFIG_UNKNOWN_KEY 2:3'],
  ['a merge key stands in a section', 'logging:\n  <<: { level: info }\n', 'CONFIG_UNKNOWN_KEY 2:3'],
  ['a number is a word', 'seed: many\n', 'CONFIG_WRONG_TYPE 1:7'],
  ['a switch says yes', 'actions:\n  export_dataset: yes\n', 'CONFIG_WRONG_TYPE 2:19'],
  ['a section is a text', 'logging: loud\n', 'CONFIG_WRONG_TYPE 1:10'],
  ['a section has no keys', 'seed: 3\nlogging:\nrun_dir: runs\n', 'CONFIG_WRONG_TYPE 2:9'],
  [
    'a number is infinite',
    'model_parameters:\n  general:\n    library_type: scripted\n    max_tokens: .inf\n',
    'CONFIG_OUT_OF_RANGE 4:17',
  ],
  [
    'a number is not a number',
    'model_parameters:\n  general: { library_type: scripted }\n  sampling: { temperature: .nan }\n',
    'CONFIG_OUT_OF_RANGE 3:28',
  ],
  ['a number is too small', 'seed: -3\n', 'CONFIG_OUT_OF_RANGE 1:7'],
  [
    'a share is more than 1',
    'model_parameters:\n  general: { library_type: scripted }\n  scripted: { silence: 1.5 }\n',
    'CONFIG_OUT_OF_RANGE 3:24',
  ],
  ['an engine is mistyped', 'model_parameters:\n  general: { library_type: lama_cpp }\n', 'CONFIG_UNKNOWN_VALUE 2:28'],
  ['a level is mistyped', 'logging:\n  level: LOUD\n', 'CONFIG_UNKNOWN_VALUE 2:10'],
  [
    'parallel is a word',
    'model_parameters:\n  general: { library_type: scripted }\n  llama_cpp: { parallel: all }\n',
    'CONFIG_UNKNOWN_VALUE 3:26',
  ],
  ['a name cannot be a file name', 'experiment: town/hall\n', 'CONFIG_MALFORMED 1:13'],
  ['a size has no unit', 'logging:\n  max_size: "20"\n', 'CONFIG_MALFORMED 2:13'],
  ['a path is empty', 'run_dir: ""\n', 'CONFIG_MALFORMED 1:10'],
  [
    'a model is called hardcoded',
    'model_parameters:\n  general: { library_type: scripted, model_pseudoname: hardcoded }\n',
    'CONFIG_MALFORMED 2:56',
  ],
  ['the engine is missing', 'model_parameters:\n  general:\n    max_tokens: 20\n', 'CONFIG_MISSING_KEY 2:3'],
  ['the weights are missing', 'model_parameters:\n  general: { library_type: llama_cpp }\n', 'CONFIG_MISSING_KEY 2:3'],
  ['the files are missing', 'discussions:\n  turn_taking: { num_turns: 3 }\n', 'CONFIG_MISSING_KEY 1:1'],
  [
    'a moderator has no instructions',
    discussions('  experiment_variables: { include_mod: true }\n'),
    'CONFIG_MISSING_KEY 2:3',
  ],
  [
    'personas and instructions are missing',
    'discussions:\n  files: { topics_dir: topics }\n',
    'CONFIG_MISSING_KEY 2:3',
    'CONFIG_MISSING_KEY 2:3',
  ],
  [
    'a key is written in both spellings',
    discussions('    user_instruction_path: people.txt\n'),
    'CONFIG_CONTRADICTION 6:5',
  ],
  ['personas are named twice', discussions('    persona_dir: people\n'), 'CONFIG_CONTRADICTION 6:5'],
  [
    'a reply fills the context',
    'model_parameters:\n  general: { library_type: scripted, max_tokens: 90, ctx_width_tokens: 90 }\n',
    'CONFIG_CONTRADICTION 2:38',
  ],
  [
    'the least is more than the most',
    'model_parameters:\n  general: { library_type: scripted }\n  scripted: { words: { min: 9, max: 3 } }\n',
    'CONFIG_CONTRADICTION 3:24',
  ],
  [
    'several things are wrong',
    'seed: x\nloging: {}\nactions: 3\n',
    'CONFIG_WRONG_TYPE 1:7',
    'CONFIG_UNKNOWN_KEY 2:1',
    'CONFIG_WRONG_TYPE 3:10',
  ],
];

describe('a config that is wrong', () => {
  it.each(textsOfConfigs)('when %s, then its place is named', async (_, text, ...expected) => {
    const { problems } = await loadText(text);
    expect(problems.map(inShort)).toEqual(expected);
    for (const { what, todo } of problems) expect([what, todo].every((said) => /^\S.*\S$/s.test(said))).toBe(true);
  });

  it.each([
    ['a comma is left over', '{\n  "seed": 3,\n}', 'CONFIG_SYNTAX 3:1'],
    ['a comma is missing', '{\n  "seed": 3\n  "run_dir": "x"\n}', 'CONFIG_SYNTAX 3:3'],
    ['a comment is written', '{\n  // the seed\n  "seed": 3\n}', 'CONFIG_SYNTAX 2:3'],
    ['a text is in single quotes', '{ "run_dir": \'x\' }', 'CONFIG_SYNTAX 1:14'],
    ['a text has no end', '{ "run_dir": "x }', 'CONFIG_SYNTAX 1:14'],
    ['a number begins with 0', '{ "seed": 03 }', 'CONFIG_SYNTAX 1:11'],
    ['a number is too large', '{ "seed": 1e999 }', 'CONFIG_SYNTAX 1:11'],
    ['something follows', '{ "seed": 3 } }', 'CONFIG_SYNTAX 1:15'],
    ['a key stands twice', '{ "seed": 3, "seed": 4 }', 'CONFIG_DUPLICATE_KEY 1:14'],
    ['it is nested without end', '['.repeat(100_000), 'CONFIG_TOO_DEEP 1:66'],
    ['a key is mistyped', '{ "sead": 3 }', 'CONFIG_UNKNOWN_KEY 1:3'],
  ])('when a JSON config is read and %s, then its place is named', async (_, text, expected) => {
    const { problems } = await loadText(text, [], 'town-hall.json');
    expect(problems.map(inShort)).toEqual([expected]);
  });

  it.each([
    ['an unknown key', 'loging.level=debug', 'CONFIG_UNKNOWN_KEY'],
    ['a wrong value', 'seed=many', 'CONFIG_WRONG_TYPE'],
    ['a value that is not YAML', 'seed=[', 'CONFIG_SYNTAX'],
    ['no value at all', 'seed', 'USAGE'],
  ])('when --set gives %s, then the assignment is named', async (_, assignment, code) => {
    const { problems } = await loadText('experiment: town-hall\n', [assignment]);
    expect(problems.map(inShort)).toEqual([`${code} --set ${assignment}`]);
  });

  it('when a key has a near neighbour, another home, or neither, then each is said', async () => {
    const { problems } = await loadText('actions: { export_datasets: true }\nnum_turns: 3\nlogging: { xyzzy: 1 }\n');
    expect(problems.map(({ todo }) => todo)).toEqual([
      'Did you mean "export_dataset"?',
      expect.stringContaining('discussions.turn_taking.'),
      expect.stringContaining('print_to_terminal, write_to_file, logs_dir, level, format, keep_days, max_size.'),
    ]);
  });

  it.each([
    ['the start of a key here', 'annotation: { metrics: { toxicity: { type: integer, max: 5 } } }', '"maximum"'],
    ['the start of a key here', 'model_parameters: { general: { library_type: scripted, max: 5 } }', '"max_tokens"'],
    ['a key of a subsection', 'model_parameters: { scripted: { max: 5 } }', 'model_parameters.scripted.words.'],
    ['a key of a sibling', 'model_parameters: { openai: { top_p: 1 } }', 'model_parameters.sampling'],
    ['nearly a key here', 'discussions: { files: { users_instruction_path: x } }', '"user_instruction_path"'],
    ['a key of the top', 'discussions: { seed: 3 }', 'the top level'],
    [
      'a key of another section',
      'logging: { temperature: 0.3 }',
      'Move it to model_parameters.sampling or annotation.sampling.',
    ],
    ['a section of another section', 'roles: []', 'discussions.'],
  ])('when an unknown key is %s, then that is the advice', async (_, text, advice) => {
    const { problems } = await loadText(`${text}\n`);
    const unknown = problems.filter(({ code }) => code === 'SYNDISCO_CONFIG_UNKNOWN_KEY');
    expect(unknown.map(({ todo }) => todo)).toEqual([expect.stringContaining(advice)]);
  });

  it('when a file has thousands of mistakes, then the first hundred are shown and the rest counted', async () => {
    const { problems } = await loadText(Array.from({ length: 3000 }, (_, index) => `resident_${index}: 1`).join('\n'));
    expect(problems).toHaveLength(100);
    expect(problems.at(-1)?.todo).toContain('2900 more problems');
  });

  it('when a part is wrong, then the rest of the config still stands', async () => {
    const { config } = await loadText('seed: 7\nlogging: { level: LOUD, keep_days: 3 }\n');
    expect(config).toMatchObject({ seed: 7, logging: { level: 'info', keepDays: 3 } });
  });
});

function discussions(more: string): string {
  return `discussions:
  files:
    topics_dir: topics
    user_persona_path: personas.json
    user_instructions_path: participant.txt
${more}`;
}

/** Ten times ten times ten … */
function aliasesOfAliases(): string {
  const lines = Array.from({ length: 9 }, (_, index) => `  - &a${index + 1} [${`*a${index},`.repeat(10)}]`);
  return `experiment: &a0 town\nresidents:\n${lines.join('\n')}\n`;
}

import { mkdir, rm } from 'node:fs/promises';
import type { ErrorCases } from './expect-error.js';

const config = 'town-hall.yml';

export const badConfig = {
  SYNDISCO_USAGE: [
    { when: 'an option does not exist', args: ['validate', '--verbose'] },
    { when: 'a model on the hub has no organisation', args: ['models', 'verify', 'hf:name'] },
    { when: '--set has no value', args: ['validate', '--set', 'seed'] },
  ],
  SYNDISCO_CONFIG_NOT_FOUND: [
    {
      when: 'there is no such config',
      prepare: ({ config: file }) => rm(file),
      at: 'town-hall.yml',
    },
  ],
  SYNDISCO_CONFIG_UNREADABLE: [
    {
      when: 'the config is a folder',
      prepare: async ({ config: file }) => {
        await rm(file);
        await mkdir(file);
      },
      at: config,
    },
  ],
  SYNDISCO_CONFIG_NOT_UTF8: [
    {
      when: 'the config is Latin-1',
      files: { [config]: latin1('experiment: caf\xe9\n') },
      at: `${config}:1:16`,
    },
  ],
  SYNDISCO_CONFIG_TOO_LARGE: [
    {
      when: 'the config is larger than any config',
      files: { [config]: `# ${'x'.repeat(1_100_000)}\n` },
      at: config,
    },
  ],
  SYNDISCO_CONFIG_TOO_DEEP: [
    {
      when: 'brackets are nested without end',
      files: { [config]: `seed: ${'['.repeat(3000)}` },
      at: `${config}:1:71`,
    },
  ],
  SYNDISCO_CONFIG_SYNTAX: [
    {
      when: 'a bracket is not closed',
      edit: [['seed: 7', 'seed: [7']],
      at: `${config}:2:7`,
    },
    {
      when: 'a key is indented too deep',
      edit: [['  turn_taking:', '    turn_taking:']],
      at: `${config}:16:5`,
    },
  ],
  SYNDISCO_CONFIG_DUPLICATE_KEY: [
    {
      when: 'a key stands twice',
      edit: [['seed: 7', 'seed: 7\nseed: 8']],
      at: `${config}:3:1`,
    },
  ],
  SYNDISCO_CONFIG_UNKNOWN_KEY: [
    {
      when: 'a key is mistyped',
      edit: [['seed: 7', 'sed: 7']],
      at: `${config}:2:1`,
    },
    {
      when: '--set names an unknown key',
      args: ['validate', '--set', 'seeds=3'],
      at: '--set seeds=3',
    },
    {
      when: 'a metric has a key of another section',
      edit: [['annotation:\n', 'annotation:\n  metrics:\n    toxicity: { type: integer, minimum: 1, max: 5 }\n']],
      at: `${config}:19:44`,
      also: ['SYNDISCO_CONFIG_MISSING_KEY'],
      todo: /"maximum"/,
    },
  ],
  SYNDISCO_CONFIG_MISSING_KEY: [
    {
      when: 'the moderator has no instructions',
      edit: [['    mod_instructions_path: instructions/moderator.txt\n', '']],
      at: `${config}:10:3`,
    },
    {
      when: 'a command works on a section that is not there',
      args: ['annotate'],
      files: { [config]: 'model_parameters:\n  general: { library_type: scripted }\n' },
      at: `${config}:1:1`,
    },
  ],
  SYNDISCO_CONFIG_WRONG_TYPE: [
    {
      when: 'a number is a word',
      edit: [['seed: 7', 'seed: seven']],
      at: `${config}:2:7`,
    },
  ],
  SYNDISCO_CONFIG_UNKNOWN_VALUE: [
    {
      when: 'an engine is mistyped',
      edit: [['library_type: scripted', 'library_type: scriptet']],
      at: `${config}:7:28`,
    },
  ],
  SYNDISCO_CONFIG_OUT_OF_RANGE: [
    {
      when: 'a probability is above 1',
      edit: [['respond_probability: 0.4', 'respond_probability: 4']],
      at: `${config}:16:109`,
    },
  ],
  SYNDISCO_CONFIG_MALFORMED: [
    {
      when: 'a model on the hub has no organisation',
      edit: [['library_type: scripted', "library_type: llama_cpp, model_path: 'hf:Qwen3-8B-GGUF:Q4_K_M'"]],
      at: `${config}:7:51`,
      todo: /hf:org\/name:Q4_K_M/,
    },
    {
      when: 'the experiment cannot be a file name',
      edit: [['experiment: town-hall', 'experiment: town/hall']],
      at: `${config}:1:13`,
    },
    {
      when: 'date_string is no date',
      edit: [
        ['library_type: scripted', "library_type: openai, template_variables: { date_string: '31 Feb 2025' }"],
        ['model_parameters:\n', 'model_parameters:\n  openai: { base_urls: [http://127.0.0.1:9/v1] }\n'],
      ],
      at: `${config}:8:71`,
      what: /"31 Feb 2025" is not a date/,
    },
  ],
  SYNDISCO_CONFIG_OF_STUDY: [
    {
      when: 'the config is the run_config.yml of the published study',
      files: {
        'town-hall.yml': 'discussion_model: { max_tokens: 300 }\ndiscussions: { turn_taking: { num_turns: 14 } }\n',
      },
      at: 'town-hall.yml:1:1',
    },
  ],
  SYNDISCO_CONFIG_CONTRADICTION: [
    {
      when: 'there is a list of pseudonyms that nobody asked for',
      files: { 'names.txt': 'heron\npebble\n' },
      edit: [['    topics_dir:', '    usernames_path: names.txt\n    topics_dir:']],
      at: 'town-hall.yml:11:5',
    },
    {
      when: 'a server is given a chat template',
      edit: [
        ['library_type: scripted', 'library_type: openai, chat_template: chatml'],
        ['model_parameters:\n', 'model_parameters:\n  openai: { base_urls: [http://127.0.0.1:9/v1] }\n'],
      ],
      what: /no effect with library_type openai/,
    },
    {
      when: 'a template variable is one of the engine',
      edit: [
        ['library_type: scripted', 'library_type: openai, template_variables: { messages: [] }'],
        ['model_parameters:\n', 'model_parameters:\n  openai: { base_urls: [http://127.0.0.1:9/v1] }\n'],
      ],
      what: /^messages is not a variable of your own/,
    },
    {
      when: 'two spellings of one key stand side by side',
      edit: [
        ['user_instructions_path:', 'user_instruction_path: instructions/participant.txt\n    user_instructions_path:'],
      ],
      at: `${config}:13:5`,
    },
    {
      when: "a switch says otherwise than the original's key for both",
      edit: [['include_mod_comments: true', 'include_mod_comments: true, show_moderator_in_context: false']],
      at: `${config}:21:55`,
    },
    {
      when: 'expected labels are asked of an engine without probabilities',
      files: { 'engine.mjs': "export const load = () => ({ generate: () => 'Hm.' });\n" },
      edit: [
        ['library_type: scripted', 'library_type: ./engine.mjs'],
        [
          'annotation:\n',
          'annotation:\n  label: expected\n  metrics: { toxicity: { type: integer, minimum: 1, maximum: 5 } }\n',
        ],
      ],
      at: `${config}:18:3`,
    },
  ],
} satisfies ErrorCases;

function latin1(text: string): Buffer {
  return Buffer.from(text, 'latin1');
}

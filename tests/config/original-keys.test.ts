import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { loadConfig } from '../../src/config/load-config.js';
import { loadText, townHallFolder } from '../town-hall/load-text.js';

const scripted = 'model_parameters: { general: { library_type: scripted } }\n';
const files = 'topics_dir: topics, user_persona_path: people.json, user_instructions_path: people.txt';
const rated = 'files: { annotator_persona_path: raters.json, instruction_path: rate.txt, output_dir: rated }';

describe("keys that the original's run.py reads", () => {
  it('when the moderator has mod_instruction_path, then it is mod_instructions_path', async () => {
    const { config, problems } = await loadText(
      `${scripted}discussions: { files: { ${files}, mod_instruction_path: mod.txt }, experiment_variables: { include_mod: true } }\n`,
    );
    expect(problems).toEqual([]);
    expect(config?.discussions?.moderator?.instructionsPath).toMatch(/mod\.txt$/);
  });

  it('when there are three spellings of it, then two of them are one too many', async () => {
    const { problems } = await loadText(
      `${scripted}discussions: { files: { ${files}, mod_instruction_path: a, moderator_instruction_path: b } }\n`,
    );
    expect(problems.map(({ what }) => what)).toEqual([
      expect.stringMatching(/^moderator_instruction_path and mod_instruction_path/),
    ]);
  });

  it('when the section is called annotations, then it is annotation', async () => {
    const { config, problems } = await loadText(`${scripted}annotations: { ${rated} }\n`);
    expect(problems).toEqual([]);
    expect(config?.annotation?.outputDir).toMatch(/rated$/);
  });

  it('when both sections are there, as run.py needs, then they are one, with output_dir in files', async () => {
    const { config, problems } = await loadText(
      `${scripted}annotations: { files: { annotator_persona_path: raters.json, instruction_path: rate.txt } }\nannotation: { output_dir: rated }\n`,
    );
    expect(problems).toEqual([]);
    expect(config?.annotation).toMatchObject({
      outputDir: expect.stringMatching(/rated$/) as string,
      personas: expect.stringMatching(/raters\.json$/) as string,
    });
  });

  it('when the two sections differ, then the difference is shown at the second', async () => {
    const { problems } = await loadText(
      `${scripted}annotation: { files: { output_dir: a } }\nannotations: { ${rated} }\n`,
    );
    expect(problems.map(({ code, path }) => `${code} ${path ?? ''}`)).toEqual([
      'SYNDISCO_CONFIG_CONTRADICTION annotations.files.output_dir',
    ]);
  });

  it('when --set uses either name, then it overrides the file', async () => {
    await using folder = await townHallFolder({ 'town-hall.yml': `${scripted}annotations: { ${rated} }\n` });
    for (const section of ['annotation', 'annotations']) {
      const set = [`${section}.files.output_dir=other`];
      const { config, problems } = await loadConfig('town-hall.yml', { set, cwd: folder.dir });
      expect(problems).toEqual([]);
      expect(config?.annotation?.outputDir).toBe(join(folder.dir, 'other'));
    }
  });

  it.each(['not_set', 'NOT_SET'])('when the level is %s, then everything is logged', async (level) => {
    const { config, problems } = await loadText(`${scripted}logging: { level: ${level} }\n`);
    expect(problems).toEqual([]);
    expect(config?.logging.level).toBe('debug');
  });

  it('when a turn manager is spelled in capitals, then it is found: in the config, in a level, in configs_path', async () => {
    const taking = 'turn_taking: { turn_manager_type: Round_Robin }';
    const { config, problems } = await loadText(
      `${scripted}discussions: { files: { ${files} }, ${taking} }
matrix: { factors: { taking: { odd: { discussions.turn_taking.turn_manager_type: RANDOM }, even: {} } } }\n`,
    );
    expect(problems).toEqual([]);
    expect(config?.discussions?.turnTaking.manager).toBe('round_robin');
    expect(config?.conditions?.map((cell) => cell.config.discussions?.turnTaking.manager)).toEqual([
      'random',
      'round_robin',
    ]);
    await using folder = await townHallFolder({
      'town-hall.yml': `${scripted}discussions: { files: { ${files}, configs_path: taking.json } }\n`,
    });
    await writeFile(join(folder.dir, 'taking.json'), '{ "turn_manager_type": "Random_Weighted" }');
    const other = await loadConfig('town-hall.yml', { set: [], cwd: folder.dir });
    expect(other.problems).toEqual([]);
    expect(other.config?.discussions?.turnTaking.manager).toBe('random_weighted');
  });

  it('when there is one participant, then that is a discussion too', async () => {
    const { config, problems } = await loadText(
      `${scripted}discussions: { files: { ${files} }, experiment_variables: { num_users: 1 } }\n`,
    );
    expect(problems).toEqual([]);
    expect(config?.discussions?.participants).toBe(1);
  });

  it('when all actions are off, then a notice says so', async () => {
    const off = 'actions: { generate_discussions: false, generate_annotations: false, export_dataset: false }\n';
    const { notices } = await loadText(`seed: 1\n${scripted}${off}`);
    expect(notices).toEqual([expect.stringMatching(/^all actions are off/)]);
  });
});

describe("the companion study's run_config.yml", () => {
  it('when it is given, then one message lists the counterpart of each of its keys', async () => {
    const { problems } = await loadText(`logging: { print_to_terminal: true, level: info }
discussion_model: { max_tokens: 1500, ctx_width_tokens: 4096 }
discussions:
  files: { topics_path: topics, troll_instructions_path: troll.txt }
  experiment_variables: { num_experiments: 10, num_users: 7, context_prompt: You are online. }
  turn_taking: { num_turns: 14, history_ctx_len: 3, respond_probability: 0.4 }
`);
    expect(problems.map(({ code }) => code)).toEqual(['SYNDISCO_CONFIG_OF_STUDY']);
    const { todo = '' } = problems[0] ?? {};
    expect(todo).toContain('discussion_model.max_tokens to model_parameters.general.max_tokens;');
    expect(todo).toContain('discussions.files.troll_instructions_path to discussions.roles');
    expect(todo).toContain('discussions.files.topics_path to discussions.files.topics_dir');
    expect(todo).toContain('keep logging.print_to_terminal, logging.level,');
    expect(todo).not.toContain('logs_dir');
  });
});

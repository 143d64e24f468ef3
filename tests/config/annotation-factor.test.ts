import { describe, expect, it } from 'vitest';
import { inShort, loadText } from '../town-hall/load-text.js';

const base = `experiment: town-hall
model_parameters: { general: { library_type: scripted } }
discussions:
  files: { topics_dir: topics, user_persona_path: people.json, user_instructions_path: people.txt, mod_instructions_path: mod.txt }
  experiment_variables: { num_experiments: 2, num_users: 2 }
annotation:
  files: { annotator_persona_path: annotators.json }
`;

const moderation = `    moderation:
      none: {}
      strict: { discussions.experiment_variables.include_mod: true }
`;

const instruction = `    instruction:
      plain: { annotation.files.instruction_path: plain.txt }
      harsh: { annotation.files.instruction_path: harsh.txt }
`;

const window = `    window:
      short: { annotation.experiment_variables.history_ctx_len: 1 }
      long: { annotation.experiment_variables.history_ctx_len: 9 }
`;

async function problemsOf(matrix: string, more = ''): Promise<string[]> {
  const { problems } = await loadText(`${base}matrix:\n  factors:\n${matrix}${more}`);
  return problems.map((problem) => `${inShort(problem)} ${problem.what}`);
}

describe('a factor whose levels override the annotation', () => {
  it('when there is one beside a factor of discussions, then its first level is the default set and the others are sets', async () => {
    const { config, problems } = await loadText(`${base}matrix:\n  factors:\n${moderation}${instruction}`);
    expect(problems).toEqual([]);
    expect(config?.conditions?.map(({ name }) => name)).toEqual(['moderation-none', 'moderation-strict']);
    expect(config?.annotation?.instructionsPath).toMatch(/\/plain\.txt$/);
    for (const condition of config?.conditions ?? [])
      expect(condition.config.annotation?.instructionsPath).toMatch(/\/plain\.txt$/);
    expect(config?.annotationSets?.map(({ name, config: own }) => [name, own.annotation?.instructionsPath])).toEqual([
      ['harsh', expect.stringMatching(/\/harsh\.txt$/)],
    ]);
  });

  it('when there are only such factors, then there are no conditions, and every combination is a set', async () => {
    const { config, problems } = await loadText(`${base}matrix:\n  factors:\n${instruction}${window}`);
    expect(problems).toEqual([]);
    expect(config?.conditions).toBeUndefined();
    expect(config?.annotation?.historyLength).toBe(1);
    const sets = config?.annotationSets?.map(
      ({ name, config: own }) => `${name} ${own.annotation?.historyLength ?? 0}`,
    );
    expect(sets).toEqual(['plain.long 9', 'harsh.short 1', 'harsh.long 9']);
  });

  it('when a level touches discussions too, then it is refused at the key', async () => {
    const mixed = `    strictness:
      low: { annotation.files.instruction_path: plain.txt }
      high: { annotation.files.instruction_path: harsh.txt, discussions.turn_taking.num_turns: 9 }
`;
    expect(await problemsOf(mixed)).toEqual([
      'CONFIG_CONTRADICTION 12:96 The levels of strictness override both the annotation and discussions.turn_taking.num_turns: a difference between conditions could then come from how they are annotated.',
    ]);
  });

  it('when its level cannot name a set, or sets a folder of the run, then that is refused', async () => {
    expect(await problemsOf(instruction.replace('harsh:', 'Very_Harsh:'))).toEqual([
      'CONFIG_MALFORMED 12:7 "Very_Harsh" cannot name an annotation set.',
    ]);
    const folder = instruction.replace('harsh.txt', 'harsh.txt, annotation.files.output_dir: other');
    expect(await problemsOf(folder)).toEqual([
      'CONFIG_CONTRADICTION 12:91 annotation.files.output_dir applies to the whole experiment, so it cannot be overridden here.',
    ]);
  });

  it('when exclude, include or a contrast names it, or include sets the annotation, then that is refused', async () => {
    const whole = 'instruction is a factor of the annotation: every discussion is annotated at each of its levels.';
    expect(await problemsOf(moderation + instruction, '  exclude: [{ instruction: harsh }]\n')).toEqual([
      `CONFIG_CONTRADICTION 16:15 ${whole}`,
    ]);
    const contrast = 'declared: { contrasts: [{ factor: instruction, levels: [plain, harsh] }] }\n';
    expect(await problemsOf(moderation + instruction, contrast)).toEqual([
      'CONFIG_CONTRADICTION 16:25 instruction is a factor of the annotation, and contrasts compare the conditions of discussions.',
    ]);
    const include = '  include: [{ levels: { moderation: none }, set: { annotation.repeats: 2 } }]\n';
    expect(await problemsOf(moderation + instruction, include)).toEqual([
      'CONFIG_CONTRADICTION 16:72 annotation.repeats applies to the whole experiment, so it cannot be overridden here.',
    ]);
  });

  it('when a level is wrong in itself, then the problem is at the level', async () => {
    const wrong = instruction.replace('annotation.files.instruction_path: harsh.txt', 'annotation.repeats: none');
    expect((await problemsOf(wrong)).map((text) => text.slice(0, 32))).toEqual(['CONFIG_WRONG_TYPE 12:36 repeats ']);
  });
});

import { execFile } from 'node:child_process';
import { access, mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../', import.meta.url));

export interface ScriptedStudy {
  discussions: number;
  /** Of each, without the seed opinion and without a moderator. */
  turns: number;
}

/**
 * Runs a study by the `scripted` engine in a folder, with two annotators, unless the folder has it already, and returns
 * its config. Its comments are as long as those of a 7B model in a town hall (60 tokens).
 */
export async function scriptedStudy(dir: string, { discussions, turns }: ScriptedStudy): Promise<string> {
  const config = join(dir, 'study.yml');
  const made = join(dir, 'made.txt');
  if (await exists(made)) return config;
  await mkdir(dir, { recursive: true });
  await writeFile(config, studyConfig(dir, { discussions, turns }));
  for (const action of ['generate', 'annotate'])
    await promisify(execFile)(process.execPath, [join(root, 'bin/syndisco.js'), action, '-c', config], {
      maxBuffer: 1 << 26,
    });
  await writeFile(made, '');
  return config;
}

function exists(file: string): Promise<boolean> {
  return access(file).then(
    () => true,
    () => false,
  );
}

/** YAML takes JSON. */
function studyConfig(dir: string, { discussions, turns }: ScriptedStudy): string {
  const examples = join(root, 'examples');
  return JSON.stringify({
    experiment: 'bench',
    seed: 1,
    run_dir: join(dir, 'run'),
    logging: { print_to_terminal: false, write_to_file: false },
    model_parameters: {
      general: { library_type: 'scripted', model_pseudoname: 'bench', max_tokens: 80, ctx_width_tokens: 4096 },
      scripted: { words: { min: 40, max: 60 }, silence: 0 },
    },
    discussions: {
      files: {
        topics_dir: join(examples, 'topics'),
        user_persona_path: join(examples, 'personas.json'),
        user_instructions_path: join(examples, 'instructions/participant.txt'),
      },
      experiment_variables: { num_experiments: discussions, num_users: 6, include_mod: false },
      turn_taking: { num_turns: turns, history_ctx_len: 3, turn_manager_type: 'round_robin' },
    },
    annotation: {
      files: {
        annotator_persona_path: join(examples, 'annotators.json'),
        instruction_path: join(examples, 'instructions/annotator.txt'),
      },
      experiment_variables: { history_ctx_len: 3 },
    },
    dataset_export: { export_path: join(dir, 'dataset/comments.csv') },
  });
}

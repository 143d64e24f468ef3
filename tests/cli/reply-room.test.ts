import { mkdtemp, readFile, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Discussion } from '../../src/generated/discussion.js';
import { root, syndisco } from './syndisco.js';

/** Rules of the house that every speaker reads: about 500 tokens. */
const houseRules = `You are taking part in an online town hall. ${'Be kind, stay on the topic, and let the others finish what they want to say. '.repeat(28)}`;
let dir: string;
beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), 'syndisco-'));
});
afterAll(() => rm(dir, { recursive: true, force: true }));

/** The quickstart with long house rules and long replies: prompts of more than 548 tokens, 1,500 for the reply, 2,048 in all. */
const quickstart = (): string[] => [
  ...['-c', join(root, 'configs/quickstart.yml'), '--set', `run_dir=${dir}`, '--set', 'logging.write_to_file=false'],
  ...['--set', `discussions.experiment_variables.context_prompt=${houseRules}`],
  ...['--set', 'discussions.experiment_variables.num_experiments=5', '--set', 'discussions.turn_taking.num_turns=1'],
  ...[
    '--set',
    'model_parameters.general.max_tokens=1500',
    '--set',
    'model_parameters.llama_cpp={ parallel: 4, inference_threads: 1 }',
  ],
];

interface Longest {
  tokens: number;
  left_tokens: number;
}

async function longestPrompt(...options: string[]): Promise<Longest> {
  const noAnnotation = ['--set', 'actions.generate_annotations=false'];
  const exit = await syndisco(['validate', '--json', ...options, ...quickstart(), ...noAnnotation]);
  expect(exit.code, exit.stderr).toBe(0);
  return (JSON.parse(exit.stdout) as { longest_prompt: Longest }).longest_prompt;
}

describe('a context that does not hold a prompt and max_tokens together', () => {
  it('when discussions are made, then a reply gets what the prompt leaves, and documents and log say so', async () => {
    const exit = await syndisco(['generate', ...quickstart()]);
    expect(exit.code, exit.stderr).toBe(0);
    const folder = join(dir, 'discussions');
    const files = await readdir(folder);
    expect(files).toHaveLength(5);
    const texts = await Promise.all(files.map((file) => readFile(join(folder, file), 'utf8')));
    const made = texts.flatMap((text) => (JSON.parse(text) as Discussion).logs.filter((comment) => 'seed' in comment));
    expect(made).toHaveLength(10);
    for (const { max_tokens: room, prompt_tokens: prompt, dropped_blocks: dropped } of made) {
      expect(room).toBe(2048 - (prompt ?? 0));
      expect(dropped).toBe(0);
    }
    expect(exit.stderr).toMatch(/ warn .*10 replies had less room than max_tokens \(1500\)/);
  });

  it('when the config is validated, then the longest prompt is told, and what it leaves; exactly with --model', async () => {
    const measured = await longestPrompt('--model');
    expect(measured).toMatchObject({ is_estimate: false, model: 'syndisco-demo', context_tokens: 2048 });
    expect(measured.tokens).toBeGreaterThan(548);
    expect(measured.left_tokens).toBe(2048 - measured.tokens);
    const estimated = await longestPrompt();
    expect(estimated).toMatchObject({ is_estimate: true, context_tokens: 2048, condition: 'quickstart' });
  });
});

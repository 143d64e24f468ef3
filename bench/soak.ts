/**
 * `node --import tsx bench/soak.ts [turns]`: a run of so many turns (1,000,000) in one process of the built program,
 * with all that a long run has on: the block at a terminal, status.json, log files with rotation, fsync. Prints heap and
 * descriptors over time as a table. Needs `script` for the terminal.
 */
import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

export interface Sample {
  seconds: number;
  /** In bytes, after a collection. */
  heapUsed: number;
  external: number;
  rss: number;
  descriptors: number;
}

const root = fileURLToPath(new URL('../', import.meta.url));
const turnsEach = 50;
const rows = 12;
const megabyte = 1024 * 1024;

const turns = Number(process.argv[2] ?? 1_000_000);
const dir = await mkdtemp(join(tmpdir(), 'syndisco-soak-'));
try {
  const samples = await soak(dir, Math.ceil(turns / turnsEach));
  console.log(tableOf(samples));
  console.log(verdict(samples));
} finally {
  await rm(dir, { recursive: true, force: true });
}

async function soak(dir: string, discussions: number): Promise<Sample[]> {
  const config = join(dir, 'soak.yml');
  const samples = join(dir, 'samples.jsonl');
  await writeFile(config, JSON.stringify(study(dir, discussions)));
  const node = [process.execPath, '--expose-gc', '--import', 'tsx', '--import', join(root, 'bench/soak-sampler.ts')];
  const command = [...node, join(root, 'bin/syndisco.js'), 'generate', '-c', config].join(' ');
  const everyMs = String(Math.max(500, Math.min(30_000, turns / 100)));
  await promisify(execFile)('script', ['-qec', command, '/dev/null'], {
    cwd: root,
    env: { ...process.env, SOAK_SAMPLES: samples, SOAK_EVERY_MS: everyMs },
    maxBuffer: 1 << 30,
  });
  const lines = (await readFile(samples, 'utf8')).trimEnd().split('\n');
  return lines.map((line) => JSON.parse(line) as Sample);
}

/** YAML takes JSON. */
function study(dir: string, discussions: number): object {
  const examples = join(root, 'examples');
  return {
    experiment: 'soak',
    seed: 1,
    run_dir: join(dir, 'run'),
    logging: { print_to_terminal: true, write_to_file: true, logs_dir: join(dir, 'logs'), level: 'debug' },
    model_parameters: {
      general: { library_type: 'scripted', model_pseudoname: 'soak', max_tokens: 80, ctx_width_tokens: 4096 },
      scripted: { slots: 64, words: { min: 10, max: 40 } },
    },
    discussions: {
      files: {
        topics_dir: join(examples, 'topics'),
        user_persona_path: join(examples, 'personas.json'),
        user_instructions_path: join(examples, 'instructions/participant.txt'),
      },
      experiment_variables: { num_experiments: discussions, num_users: 6, include_mod: false },
      turn_taking: { num_turns: turnsEach, history_ctx_len: 3, turn_manager_type: 'round_robin' },
    },
  };
}

function tableOf(samples: readonly Sample[]): string {
  const step = Math.max(1, Math.floor(samples.length / rows));
  const shown = samples.filter((_, index) => index % step === 0);
  const lines = shown.map(({ seconds, heapUsed, external, rss, descriptors }) =>
    [seconds, heapUsed / megabyte, external / megabyte, rss / megabyte, descriptors]
      .map((value) => value.toFixed(0).padStart(10))
      .join(''),
  );
  const head = ['seconds', 'heap MB', 'extern MB', 'RSS MB', 'files'].map((name) => name.padStart(10)).join('');
  return [head, ...lines].join('\n');
}

/** Of the second quarter, when everything is under way, and of the last one, before the end. */
function verdict(samples: readonly Sample[]): string {
  const quarter = (index: number): readonly Sample[] =>
    samples.slice((samples.length * (index - 1)) / 4, (samples.length * index) / 4);
  const median = (of: readonly Sample[], key: keyof Sample): number =>
    of.map((sample) => sample[key]).sort((one, other) => one - other)[of.length >> 1] ?? NaN;
  const compare = (key: 'heapUsed' | 'descriptors', unit: number): string =>
    [quarter(2), quarter(4)].map((of) => (median(of, key) / unit).toFixed(1)).join(' → ');
  const took = samples.at(-1)?.seconds ?? 0;
  return `${turns} turns in ${took.toFixed(0)} s; second to last quarter: heap ${compare('heapUsed', megabyte)} MB, descriptors ${compare('descriptors', 1)}`;
}

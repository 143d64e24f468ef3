import { cp, mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { root } from '../cli/syndisco.js';
import { scratch } from './scratch.js';

export interface TownOptions {
  jobs: number;
  turns: number;
  /** Replies under way at once; about twice as many jobs are open. */
  slots: number;
  delayMs: number;
  /** Longest padding of a reply, in bytes. */
  padding: number;
  /** The same replies every time. */
  isSteady: boolean;
  /** Where the run directory lies, if not beside the config. */
  runDir: string;
}

/** An experiment on the oracle's engine, with the acknowledgement file outside its run directory. */
export interface Town extends TownOptions {
  dir: string;
  config: string;
  acknowledged: string;
  env: NodeJS.ProcessEnv;
}

const usualTown: Omit<TownOptions, 'runDir'> = {
  jobs: 6,
  turns: 8,
  slots: 4,
  delayMs: 2,
  padding: 200,
  isSteady: false,
};

export async function buildTown(changes: Partial<TownOptions> = {}): Promise<Town> {
  const dir = await scratch();
  const options = { ...usualTown, runDir: join(dir, 'run'), ...changes };
  await cp(join(root, 'tests/town-hall/project'), dir, { recursive: true });
  await cp(join(root, 'tests/faults/oracle-engine.mjs'), join(dir, 'engine.mjs'));
  await mkdir(join(dir, 'oracle'));
  const config = join(dir, 'town-hall.yml');
  await writeFile(config, configText(await readFile(config, 'utf8'), options));
  const acknowledged = join(dir, 'oracle', 'acknowledged');
  await writeFile(acknowledged, '');
  const env = {
    FAULTS_ACKNOWLEDGED: acknowledged,
    FAULTS_DELAY_MS: String(options.delayMs),
    FAULTS_PADDING: String(options.padding),
    FAULTS_SLOTS: String(options.slots),
    ...(options.isSteady && { FAULTS_STEADY: 'yes' }),
  };
  return { ...options, dir, config, acknowledged, env };
}

export function jobId(place: number): string {
  return `town-hall-${String(place + 1).padStart(4, '0')}`;
}

function configText(text: string, { jobs, turns, runDir }: TownOptions): string {
  return text
    .replace('library_type: scripted', 'library_type: ./engine.mjs')
    .replace('run_dir: run', `run_dir: ${runDir}`)
    .replace('write_to_file: true', 'write_to_file: false')
    .replace('include_mod: true, num_experiments: 4', `include_mod: false, num_experiments: ${jobs}`)
    .replace('num_turns: 5', `num_turns: ${turns}`);
}

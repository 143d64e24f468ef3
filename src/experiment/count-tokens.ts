import type { ExperimentConfig } from '../config/experiment-config.js';
import { listSets } from '../store/find-run.js';
import { tokensUsed } from '../store/tokens-used.js';
import { runFolders } from './run-folders.js';

/** The tokens that a run and all its annotation sets have taken so far. */
export async function countTokens(config: ExperimentConfig): Promise<number> {
  const { dir, discussionsDir, annotationsDir } = runFolders(config);
  const folders = { dir, discussionsDir, annotationsDir };
  const sets = await listSets(config.runDir);
  const counts = [await tokensUsed(folders)];
  for (const set of sets) counts.push(await tokensUsed({ ...folders, set }));
  return counts.reduce((sum, count) => sum + count, 0);
}

import { join } from 'node:path';
import type { ExperimentConfig } from '../config/experiment-config.js';

/** Where a run's own files and its finished documents lie. */
export function runFolders(config: ExperimentConfig): { dir: string; discussionsDir: string; annotationsDir: string } {
  const { runDir: dir, discussions, annotation } = config;
  return {
    dir,
    discussionsDir: discussions?.outputDir ?? join(dir, 'discussions'),
    annotationsDir: annotation?.outputDir ?? join(dir, 'annotations'),
  };
}

import { join } from 'node:path';
import type { ExperimentConfig } from '../config/experiment-config.js';

/** The folders of a run's own files and of its finished documents. */
export function runFolders(config: ExperimentConfig): { dir: string; discussionsDir: string; annotationsDir: string } {
  const { runDir: dir, discussions, annotation } = config;
  return {
    dir,
    discussionsDir: discussions?.outputDir ?? join(dir, 'discussions'),
    annotationsDir: annotation?.outputDir ?? join(dir, 'annotations'),
  };
}

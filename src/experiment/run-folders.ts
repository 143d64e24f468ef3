import { join } from 'node:path';
import type { ExperimentConfig } from '../config/experiment-config.js';
import { runFolders as storeFolders, type FolderOptions, type RunFolders } from '../store/run-folders.js';

/** The folders of a run's own files and of its finished documents, or those of the annotation set that is made. */
export function runFolders(config: ExperimentConfig): FolderOptions {
  const { runDir: dir, discussions, annotation, annotationSet: set } = config;
  return {
    dir,
    discussionsDir: discussions?.outputDir ?? join(dir, 'discussions'),
    annotationsDir: annotation?.outputDir ?? join(dir, 'annotations'),
    ...(set !== undefined && { set }),
  };
}

/** Where the documents and the failures of a run, or of the annotation set that is made, are to be found. */
export function outcomeFolders(config: ExperimentConfig): Pick<RunFolders, 'documents' | 'failures'> {
  return storeFolders(runFolders(config));
}

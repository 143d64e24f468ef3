import { extname, join } from 'node:path';
import type { ConfigReading } from '../config-reading.js';
import type { AnnotationConfig, DiscussionsConfig, ExportConfig } from '../experiment-config.js';

interface Around {
  runDir: string;
  discussions: DiscussionsConfig | undefined;
  annotation: AnnotationConfig | undefined;
}

/** By default, the export reads the discussions and annotations that this config makes. */
export function resolveExport(reading: ConfigReading, { runDir, discussions, annotation }: Around): ExportConfig {
  const {
    export_path: path,
    discussion_root_dir: discussionRoot,
    annotation_root_dir: annotationRoot,
  } = reading.given.dataset_export ?? {};
  const madeDiscussions = discussions?.outputDir ?? annotation?.discussionsDir ?? join(runDir, 'discussions');
  const madeAnnotations = annotation?.outputDir ?? join(runDir, 'annotations');
  return {
    path: path === undefined ? join(runDir, 'dataset', 'comments.csv') : exportFile(reading.absolute(path)),
    discussionsDir: discussionRoot === undefined ? madeDiscussions : reading.absolute(discussionRoot),
    annotationsDir: annotationRoot === undefined ? madeAnnotations : reading.absolute(annotationRoot),
  };
}

function exportFile(path: string): string {
  return extname(path).toLowerCase() === '.csv' ? path : join(path, 'dataset.csv');
}

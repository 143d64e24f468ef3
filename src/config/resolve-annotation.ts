import { join } from 'node:path';
import type { ConfigReading } from './config-reading.js';
import type { AnnotationConfig, DiscussionsConfig } from './experiment-config.js';
import { resolveMetrics } from './resolve-metrics.js';
import { withDefaults } from './with-defaults.js';

/** The annotation section; undefined when the config has none. */
export function resolveAnnotation(
  reading: ConfigReading,
  { runDir, discussions }: { runDir: string; discussions: DiscussionsConfig | undefined },
): AnnotationConfig | undefined {
  const given = reading.given.annotation;
  if (!given) return undefined;
  const files = given.files ?? {};
  const variables = withDefaults(['annotation', 'experiment_variables'], given.experiment_variables);
  const root = reading.given.dataset_export?.discussion_root_dir;
  const elsewhere = root === undefined ? join(runDir, 'discussions') : reading.absolute(root);
  return {
    personas: reading.absoluteOrEmpty(files.annotator_persona_path),
    instructionsPath: reading.absoluteOrEmpty(files.instruction_path),
    outputDir: files.output_dir === undefined ? join(runDir, 'annotations') : reading.absolute(files.output_dir),
    discussionsDir:
      files.discussions_dir === undefined
        ? (discussions?.outputDir ?? elsewhere)
        : reading.absolute(files.discussions_dir),
    contextPrompt: variables.context_prompt,
    includeModeratorComments: variables.include_mod_comments,
    historyLength: variables.history_ctx_len,
    ...resolveMetrics(reading),
  };
}

import { dirname, join } from 'node:path';
import type { TurnTakingSection } from '../../generated/config.js';
import type { ConfigReading } from '../config-reading.js';
import type { ExperimentConfig } from '../experiment-config.js';
import { modelsIn } from '../model-named.js';
import { resolveAnnotation } from './resolve-annotation.js';
import { resolveDeclared } from './resolve-declared.js';
import { resolveDiscussions } from './resolve-discussions.js';
import { resolveExport } from './resolve-export.js';
import { resolveLogging } from './resolve-logging.js';
import { resolveModel } from './resolve-model.js';
import { resolveModels } from './resolve-models.js';
import { resolveName } from './resolve-name.js';
import { resolveNotify } from './resolve-notify.js';
import { resolveQuality } from './resolve-quality.js';
import type { Partially } from '../../source/validate-document.js';
import { withDefaults } from './with-defaults.js';

const withoutDefault = [
  'experiment',
  'compatibility',
  'run_dir',
  'actions',
  'logging',
  'notify',
  'model_parameters',
  'models',
  'discussions',
  'annotation',
  'quality',
  'dataset_export',
  'matrix',
  'profile',
  'declared',
] as const;

/** Resolves the config as written: fills in defaults, makes paths absolute, and unifies older spellings. */
export function resolveConfig(reading: ConfigReading, turnTaking: Partially<TurnTakingSection>): ExperimentConfig {
  const { given, file } = reading;
  const name = resolveName(reading);
  const { seed, design } = withDefaults([], given, withoutDefault);
  const actions = withDefaults(['actions'], given.actions);
  const runDir = given.run_dir === undefined ? join(dirname(file), 'runs', name) : reading.absolute(given.run_dir);
  const discussions = resolveDiscussions(reading, { runDir, turnTaking });
  const annotation = resolveAnnotation(reading, { runDir, discussions });
  const actors = { ...(discussions && { discussions }), ...(annotation && { annotation }) };
  const model = resolveModel(reading);
  const isShared = modelsIn(actors, { discussions: true, annotation: true }).has(undefined);
  return {
    name,
    file,
    seed,
    seedIsGiven: given.seed !== undefined,
    runDir,
    ...(design !== 'paired' && { design }),
    ...resolveDeclared(reading),
    actions: {
      // A table of comments is annotated as it is.
      generate:
        given.actions?.generate_discussions ?? (actions.generate_discussions && !(annotation?.table && !discussions)),
      annotate: actions.generate_annotations,
      export: actions.export_dataset,
    },
    logging: resolveLogging(reading, runDir),
    ...resolveNotify(reading),
    model,
    ...resolveModels(reading, isShared ? model : undefined),
    ...actors,
    ...resolveQuality(reading),
    export: resolveExport(reading, { runDir, discussions, annotation }),
  };
}

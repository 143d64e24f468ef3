import type { EngineIdentityKey } from '../../config/engines/registry.js';
import type { IdentityKey } from '../../generated/identity-key.js';
import { sha256 } from '../../sha256.js';
import { annotationFields } from './annotation-fields.js';
import { discussionFields } from './discussion-fields.js';
import type { Identity } from './field.js';
import { modelFields } from './model-fields.js';
import { qualityFields } from './quality-fields.js';

/**
 * Every key that the schema marks as identity, but for those of engines' own sections, and how it shows in the plan: from
 * here come all fields of a plan line, what is compared, how a difference is named, and which line of the config it is
 * shown at. A new key that is missing here does not compile.
 */
export const identityTable: Readonly<Record<Exclude<IdentityKey, EngineIdentityKey>, Identity>> = {
  experiment: { condition: { experiment: (of) => of.experiment }, design: { experiment: (of) => of.experiment } },
  seed: { condition: { seed: (of) => of.seed }, design: { seed: (of) => of.seed } },
  design: { condition: { design: (of) => of.design } },
  'matrix.factors': {
    condition: {
      condition: ({ name }) => name,
      factors: ({ factors }) => (Object.keys(factors).length > 0 ? JSON.stringify(factors) : null),
    },
    through: 'whatever it overrides',
  },
  // Which conditions there are: more of them is growth, and one that is planned cannot go.
  'matrix.exclude': { through: ['matrix.factors'] },
  'matrix.include': { through: 'whatever it overrides' },
  compatibility: { through: 'whatever it overrides' },
  profile: { through: 'whatever it overrides' },
  profiles: { through: 'whatever it overrides' },
  'declared.contrasts': { condition: { contrasts_sha256: ({ declared }) => contentOf(declared?.contrasts) } },
  'declared.exclusions': { condition: { exclusions_sha256: ({ declared }) => contentOf(declared?.exclusions) } },
  'declared.stopping_rule': { condition: { stopping_rule: ({ declared }) => declared?.stoppingRule ?? null } },
  // Each has the fields of modelFields and of its engine, called by its name: `models.small.max_tokens`.
  models: {},
  ...modelFields,
  ...discussionFields,
  ...annotationFields,
  ...qualityFields,
};

function contentOf(list: readonly unknown[] = []): string | null {
  return list.length > 0 ? sha256(JSON.stringify(list)) : null;
}

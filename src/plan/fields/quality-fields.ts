import type { IdentityKey } from '../../generated/identity-key.js';
import type { Identity } from './field.js';

type QualityKey = Extract<IdentityKey, `quality.${string}`>;

/** The keys of `quality`. What only flags changes no text, and without a policy that resamples there is no budget. */
export const qualityFields = {
  'quality.policy': {
    condition: { quality_policy: ({ quality }) => (quality ? JSON.stringify([...quality.policy]) : null) },
  },
  'quality.resample_budget': {
    condition: {
      resample_budget: ({ quality }) =>
        quality && [...quality.policy.values()].includes('resample') ? quality.resampleBudget : null,
    },
  },
} satisfies Readonly<Record<QualityKey, Identity>>;

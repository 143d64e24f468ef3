import type { ReportOverview } from '../../report-data.js';

export interface ConditionNames {
  /** Names the factors: `moderation · memory`. */
  heading: string;
  /** The levels of a condition: `none · long`. */
  of: (condition: string) => string;
}

/** Conditions by the levels of their factors, which are shorter and easier to compare than their names. */
export function conditionNames({ plan }: Pick<ReportOverview, 'plan'>): ConditionNames {
  const factors = new Map(plan?.conditions.map((planned) => [planned.condition, planned.factors]));
  const names = [...new Set([...factors.values()].flatMap((own) => Object.keys(own)))];
  if (names.length === 0) return { heading: 'Condition', of: (condition) => condition };
  return {
    heading: names.join(' · '),
    of(condition) {
      const own = factors.get(condition);
      return own ? names.map((name) => own[name] ?? '–').join(' · ') : condition;
    },
  };
}

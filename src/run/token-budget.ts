import type { Completion } from '../backends/backend.js';

/** A ceiling on the tokens, read and generated, that a run may take in all: those of earlier processes count too. */
export interface TokenBudget {
  readonly limit: number;
  readonly used: number;
  /**
   * Whether another request fits. It then counts as under way until `settle`, at what requests took so far on average, so
   * that many at once do not end far above the ceiling.
   */
  admit(): boolean;
  settle(completion: Pick<Completion, 'prompt_tokens' | 'completion_tokens'> | undefined): void;
}

export function tokenBudget(limit: number, usedBefore: number): TokenBudget {
  let used = usedBefore;
  let underWay = 0;
  const own = { requests: 0, tokens: 0 };
  return {
    limit,
    get used() {
      return used;
    },
    admit() {
      const each = own.requests === 0 ? 1 : own.tokens / own.requests;
      if (used + (underWay + 1) * each > limit) return false;
      underWay += 1;
      return true;
    },
    settle(completion) {
      underWay -= 1;
      if (!completion) return;
      const tokens = tokensOf(completion);
      own.requests += 1;
      own.tokens += tokens;
      used += tokens;
    },
  };
}

/** Why the run ends, and what to do. */
export function tellCeiling({ limit, used }: TokenBudget): string {
  const count = (tokens: number): string => tokens.toLocaleString('en-US');
  return `the run has used ${count(used)} of the ${count(limit)} tokens that --max-tokens-total allows, and stops; to continue, run the same command again with a higher ceiling`;
}

/** As far as the engine reports them. */
function tokensOf({
  prompt_tokens: prompt,
  completion_tokens: completion,
}: Pick<Completion, 'prompt_tokens' | 'completion_tokens'>): number {
  return (prompt ?? 0) + (completion ?? 0);
}

/** A private question that participants answer beside the discussion. */
export interface ProbeOf<Answer> {
  name: string;
  question: string;
  answer: Answer;
  /** `every`: after each n-th turn. `ownTurn`: the speaker of each turn but the first, right before it. */
  times: { before: boolean; every: readonly number[]; ownTurn?: boolean; after: boolean };
  /** Roles; everybody is asked if absent. */
  who?: readonly string[];
  /** `retest`: asked again with nothing read in between; `no_exposure`: as if no comment had been read. */
  controls: readonly ('retest' | 'no_exposure')[];
  /** The probe whose question this one denies. */
  negates?: string;
}

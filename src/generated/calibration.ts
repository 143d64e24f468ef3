/* Generated from schemas/calibration.schema.json by scripts/generate-types.ts. Change the schema, not this file. */

/**
 * calibration/<model>.json in the run directory: how fast a model was on a machine in a short trial. Derived: may be deleted and measured again.
 */
export interface Calibration {
  /**
   * model_pseudoname.
   */
  model: string;
  host: string;
  /**
   * ISO 8601, UTC.
   */
  measured_at: string;
  load_seconds: number;
  /**
   * Kind of job to what was measured.
   */
  kinds: {
    [k: string]: Pace;
  };
}
export interface Pace {
  /**
   * How many were made in the trial.
   */
  completions: number;
  /**
   * Wall time of the trial by completions, as many side by side as in a run.
   */
  seconds_each: number;
  /**
   * Standard deviation of the estimate's logarithm: of the trial's parts, and of machines from hour to hour.
   */
  sigma: number;
  /**
   * Mean of a request, counted by the model's own tokenizer.
   */
  prompt_tokens: number;
  /**
   * Mean of an answer.
   */
  completion_tokens: number;
  /**
   * Share of comments that say something: silent ones are not annotated.
   */
  spoken?: number;
}

/* Generated from schemas/calibration.schema.json by scripts/generate-types.ts. Change the schema, not this file. */

/**
 * calibration/<model>.json in the run directory: the speed of a model on a machine, measured in a short trial. Derived: may be deleted and measured again.
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
   * Kind of job to its measurements.
   */
  kinds: {
    [k: string]: Pace;
  };
}
export interface Pace {
  /**
   * Number of completions in the trial.
   */
  completions: number;
  /**
   * Wall time of the trial divided by its completions, with as many in parallel as in a run.
   */
  seconds_each: number;
  /**
   * Standard deviation of the estimate's logarithm: from the parts of the trial, and from the variation of machines over hours.
   */
  sigma: number;
  /**
   * Mean per request, counted with the model's own tokenizer.
   */
  prompt_tokens: number;
  /**
   * Mean per completion.
   */
  completion_tokens: number;
  /**
   * Share of comments that are not silent: silent ones are not annotated.
   */
  spoken?: number;
}

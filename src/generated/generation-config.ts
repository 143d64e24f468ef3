/* Generated from schemas/generation-config.schema.json by scripts/generate-types.ts. Change the schema, not this file. */

/**
 * What is read of the generation_config.json beside a model. Its other keys are not checked here.
 */
export interface GenerationConfigFile {
  do_sample?: boolean | null;
  temperature?: number | null;
  top_p?: number | null;
  top_k?: number | null;
  min_p?: number | null;
  [k: string]: unknown;
}

/* Generated from schemas/turn-taking.schema.json by scripts/generate-types.ts. Change the schema, not this file. */

/**
 * The JSON file named by discussions.files.configs_path.
 */
export interface TurnTakingFile {
  /**
   * The same as discussions.turn_taking.num_turns.
   */
  conv_len?: number;
  /**
   * The same as discussions.turn_taking.history_ctx_len.
   */
  history_ctx_len?: number;
  /**
   * The same as discussions.turn_taking.turn_manager_type.
   */
  turn_manager_type?: string;
  turn_manager_config?: TurnManagerFileSection;
}
/**
 * Options of the turn manager.
 */
export interface TurnManagerFileSection {
  /**
   * The same as discussions.turn_taking.respond_probability.
   */
  respond_probability?: number;
}

import type { CommonOptions } from '../common-options.js';

export interface ModelsOptions extends CommonOptions {
  /** Tokens. */
  context: number;
}

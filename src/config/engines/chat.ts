import type { InputFile } from '../../source/input-file.js';

/** How the config changes the prompts of engines that render them here. */
export interface ChatConfig {
  /** Used in place of the model's own template. */
  template?: 'chatml' | 'alpaca' | InputFile;
  /** Passed to the template. */
  variables: Readonly<Record<string, unknown>>;
  /** The config has `template_variables`: even servers that may not know them get them. */
  areGiven?: boolean;
  /** `date_string` in ISO form: the day that a template's own clock shows. */
  date: string;
}

import { Argument, Command, InvalidArgumentError } from 'commander';
import { listModels } from './models/list-models.js';
import type { ModelsOptions } from './models/models-options.js';
import { pullModels } from './models/pull-models.js';
import { removeModels } from './models/remove-models.js';
import { verifyModels } from './models/verify-models.js';

/** One entry per action; each gets the models that are named after it. */
const actions = { list: listModels, pull: pullModels, verify: verifyModels, rm: removeModels };

/** `syndisco models`: weights from Hugging Face, on this machine. */
export function modelsCommand(): Command {
  return new Command('models')
    .description(
      'list, download, check or remove the weights that configs name by hf:org/name:Q4_K_M; see docs/models.md',
    )
    .addArgument(new Argument('<action>', 'what to do').choices(Object.keys(actions)))
    .argument('[models...]', 'for example hf:Qwen/Qwen3-8B-GGUF:Q4_K_M; pull: those of the config; verify: all')
    .option('--context <tokens>', 'list: the context that a slot is shown for', parseContext, 4096)
    .action((action: keyof typeof actions, models: string[], options: ModelsOptions) =>
      actions[action](models, options),
    );
}

function parseContext(text: string): number {
  if (/^[1-9]\d{0,6}$/.test(text)) return Number(text);
  throw new InvalidArgumentError('Expected a number of tokens such as 4096.');
}
